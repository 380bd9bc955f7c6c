import { expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'

const done = { code: 'INIT_SETTINGS_DONE' }
const database = { dbHost: 'localhost', dbPort: '3306', dbName: 'a', dbUser: 'b', dbPassword: 'c' }

test('does nothing, successfully, until the helpdesk is installed', async () => {
  const { helpdesk, storage } = await createTestHelpdesk({ install: false })
  expect(await helpdesk.system.initDatabase({}, database)).toBeNull()
  expect(await storage.settings.all()).toEqual({})
  const settings = { registration: true, 'mandatory-login': true, 'allow-attachments': true }
  await helpdesk.system.initSettings({}, { language: 'en', ...settings })
  expect(await helpdesk.system.initDatabase({})).toBeNull()
  const admin = { name: 'Ada', email: 'ada@x.example', password: 'correct horse' }
  await helpdesk.system.initAdmin({}, admin)
  await expect(helpdesk.system.initDatabase({}, database)).rejects.toMatchObject(done)
})

test('is refused afterwards to every caller', async () => {
  const desk = await createTestHelpdesk()
  for (const session of [{}, await desk.user(), await desk.ticketSession(), desk.admin]) {
    await expect(desk.helpdesk.system.initDatabase(session)).rejects.toMatchObject(done)
  }
})
