import { expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'

const done = { code: 'INIT_SETTINGS_DONE' }

test('is done already, before and after the installation', async () => {
  const { helpdesk } = await createTestHelpdesk({ install: false })
  const database = { dbHost: 'localhost', dbPort: '3306', dbName: 'a', dbUser: 'b', dbPassword: 'c' }
  await expect(helpdesk.system.initDatabase({}, database)).rejects.toMatchObject(done)
  await expect(helpdesk.system.initDatabase({})).rejects.toMatchObject(done)
  await helpdesk.install({ admin: { name: 'Ada', email: 'ada@x.example', password: 'correct horse' } })
  await expect(helpdesk.system.initDatabase({}, database)).rejects.toMatchObject(done)
})

test('whoever asks', async () => {
  const desk = await createTestHelpdesk()
  for (const session of [{}, await desk.user(), await desk.ticketSession(), desk.admin]) {
    await expect(desk.helpdesk.system.initDatabase(session)).rejects.toMatchObject(done)
  }
})
