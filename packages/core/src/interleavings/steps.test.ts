import { expect, test } from 'vitest'
import { tokenHash } from '../platform/index.js'
import { memoryStorage } from '../storage/memory/index.js'
import { testPassword } from '../testing/index.js'
import { makeStage, makeWorld } from './stage.test-support.js'

test('a member demoted to level 1 cannot delete a user with an open ticket elsewhere', async () => {
  const stage = await makeStage(memoryStorage())
  const { ned, jane, second, ticketNumber } = await makeWorld(stage)
  const { storage, desk } = stage
  const ticket = await storage.tickets.byNumber(ticketNumber)
  await storage.tickets.update(ticket?.id ?? 0, { departmentId: second })
  stage.interrupt(() => storage.staff.update(ned.id, { level: 1 }))
  const deletion = desk.helpdesk.user.delete(ned, { userId: jane.id })
  await expect(deletion).rejects.toMatchObject({ code: 'NO_PERMISSION' })
  expect(await storage.users.byId(jane.id)).toBeDefined()
})

test('the links to set a password end with their user, also those to a new address', async () => {
  const stage = await makeStage(memoryStorage())
  const { olga, jane } = await makeWorld(stage)
  const { storage, desk } = stage
  const hash = tokenHash('a token to the new address')
  stage.interrupt(async () => {
    await storage.users.update(jane.id, { email: 'jane@new.example' })
    await storage.passwordTokens.insert({
      email: 'jane@new.example',
      kind: 'user',
      purpose: 'recovery',
      tokenHash: hash,
      expiresAt: new Date(desk.clock.now().getTime() + 3_600_000),
    })
  })
  await desk.helpdesk.user.delete(olga, { userId: jane.id })
  expect(await storage.passwordTokens.byTokenHash(hash)).toBeUndefined()
})

test('a member who loses level 3 cannot delete users', async () => {
  const stage = await makeStage(memoryStorage())
  const { olga, jane } = await makeWorld(stage)
  stage.interrupt(() => stage.storage.staff.update(olga.id, { level: 2 }))
  const deletion = stage.desk.helpdesk.system.deleteAllUsers(olga, { password: testPassword })
  await expect(deletion).rejects.toMatchObject({ code: 'NO_PERMISSION' })
  expect(await stage.storage.users.byId(jane.id)).toBeDefined()
})

test('a password that changed since the old one was compared is not overwritten by /staff/edit', async () => {
  const stage = await makeStage(memoryStorage())
  const { olga } = await makeWorld(stage)
  const { storage, desk } = stage
  stage.interrupt(() => storage.staff.update(olga.id, { password: 'the hash of another password' }))
  const edit = desk.helpdesk.staff.edit(olga, { password: 'battery staple', oldPassword: testPassword })
  await expect(edit).rejects.toMatchObject({ code: 'INVALID_OLD_PASSWORD' })
  expect((await storage.staff.byId(olga.id))?.password).toBe('the hash of another password')
})
