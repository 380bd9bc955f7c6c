import { describe, expect, test } from 'vitest'
import { memoryStorage, OpenSupports } from '../../index.js'
import { createTestHelpdesk } from '../../testing/index.js'

test('reports what is present, under the keys that clients of 4.11 show', async () => {
  const { helpdesk } = await createTestHelpdesk({ install: false })
  expect(await helpdesk.system.checkRequirements({})).toEqual({
    phpVersion: { name: 'Node.js', value: process.version, ok: true },
    PDO: { name: 'Storage', value: 'Available', ok: true },
    configFile: { name: 'Configuration', value: 'Given in code', ok: true },
    files: { name: 'File store', value: 'Configured', ok: true },
  })
})

test('a missing file store is reported, and does not prevent the installation', async () => {
  const helpdesk = new OpenSupports({ storage: memoryStorage() })
  expect((await helpdesk.system.checkRequirements({})).files).toEqual({
    name: 'File store',
    value: 'Not configured',
    ok: true,
  })
})

test('a storage that does not answer is reported and logged', async () => {
  const cause = new Error('no such host')
  const storage = memoryStorage()
  const broken = { ...storage, settings: { ...storage.settings, all: () => Promise.reject(cause) } }
  const warned: object[] = []
  const log = { info: () => {}, error: () => {}, warn: (fields: object) => void warned.push(fields) }
  const { helpdesk } = await createTestHelpdesk({ install: false, storage: broken, log })
  expect((await helpdesk.system.checkRequirements({})).PDO).toEqual({
    name: 'Storage',
    value: 'Not available',
    ok: false,
  })
  expect(warned).toEqual([{ err: cause }])
})

describe('INIT_SETTINGS_DONE', () => {
  test('once the helpdesk is installed, not between the two steps of it', async () => {
    const { helpdesk } = await createTestHelpdesk({ install: false })
    await helpdesk.system.initSettings({}, { language: 'en' })
    expect((await helpdesk.system.checkRequirements({})).PDO.ok).toBe(true)
    await helpdesk.system.initAdmin({}, { name: 'Ada', email: 'ada@x.example', password: 'correct horse' })
    await expect(helpdesk.system.checkRequirements({})).rejects.toMatchObject({ code: 'INIT_SETTINGS_DONE' })
  })

  test('for every caller', async () => {
    const desk = await createTestHelpdesk()
    for (const session of [{}, await desk.user(), await desk.ticketSession(), desk.admin]) {
      const call = desk.helpdesk.system.checkRequirements(session)
      await expect(call).rejects.toMatchObject({ code: 'INIT_SETTINGS_DONE' })
    }
  })
})
