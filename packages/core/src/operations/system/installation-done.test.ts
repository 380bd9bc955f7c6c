import { expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'

const ada = { name: 'Ada', email: 'ada@example.com', password: 'correct horse' }

test('a helpdesk is installed once it has settings and a staff member', async () => {
  const { helpdesk } = await createTestHelpdesk({ install: false })
  expect(await helpdesk.system.installationDone({})).toBe(false)
  await helpdesk.system.initSettings({}, { language: 'en' })
  expect(await helpdesk.system.installationDone({})).toBe(false)
  await helpdesk.system.initAdmin({}, ada)
  expect(await helpdesk.system.installationDone({})).toBe(true)
})

test('anyone may call it', async () => {
  const desk = await createTestHelpdesk()
  for (const session of [{}, await desk.user(), await desk.ticketSession(), desk.admin]) {
    expect(await desk.helpdesk.system.installationDone(session)).toBe(true)
  }
})
