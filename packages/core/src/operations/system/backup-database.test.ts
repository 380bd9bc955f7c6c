import { beforeEach, expect, test } from 'vitest'
import { memoryStorage, restoreBackup, type SessionContext } from '../../index.js'
import { createTestHelpdesk, type TestHelpdesk, testPassword } from '../../testing/index.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
})

const backup = (session: SessionContext, password?: string) =>
  desk.helpdesk.system.backupDatabase(session, password === undefined ? {} : { password })

test.each([undefined, testPassword])(
  'gives all of the storage as a file, with the password %s',
  async (password) => {
    const file = await backup(desk.admin, password)
    expect(file).toMatchObject({
      name: 'backup.jsonl',
      type: 'application/octet-stream',
      disposition: 'attachment',
    })
    expect(file.size).toBeUndefined()
    const storage = memoryStorage()
    await restoreBackup(storage, file.stream())
    expect(await storage.staff.all()).toEqual(await desk.storage.staff.all())
  },
)

test.each(['', 'wrong horse'])('INVALID_PASSWORD for %j', async (password) => {
  await expect(backup(desk.admin, password)).rejects.toMatchObject({ code: 'INVALID_PASSWORD' })
})

test('TOO_MANY_REQUESTS when the password is guessed at', async () => {
  await desk.storage.settings.set({ 'attempt-limit': '3' })
  for (let each = 0; each < 3; each++)
    await expect(backup(desk.admin, 'wrong horse')).rejects.toMatchObject({ code: 'INVALID_PASSWORD' })
  await expect(backup(desk.admin, testPassword)).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
})

test('requires staff of level 3', async () => {
  const others = [{}, await desk.user(), await desk.ticketSession()]
  others.push(await desk.staff({ level: 1 }), await desk.staff({ level: 2 }))
  for (const session of others)
    await expect(backup(session, testPassword)).rejects.toMatchObject({ code: 'NO_PERMISSION' })
})
