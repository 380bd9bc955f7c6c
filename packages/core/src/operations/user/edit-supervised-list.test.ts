import { beforeEach, expect, test } from 'vitest'
import { createTestHelpdesk, type TestAccount, type TestHelpdesk } from '../../testing/index.js'

let desk: TestHelpdesk
let boss: TestAccount
let jane: TestAccount
beforeEach(async () => {
  desk = await createTestHelpdesk()
  boss = await desk.user()
  jane = await desk.user()
})

const edit = (caller: object, userId: number, userIdList: number[]) =>
  desk.helpdesk.user.editSupervisedList(caller, { userId, userIdList })
const refuses = (call: Promise<unknown>) => expect(call).rejects.toMatchObject({ code: 'NO_PERMISSION' })

test('is for staff from level 2 on', async () => {
  for (const caller of [{}, boss, await desk.staff({ level: 1 })])
    await refuses(edit(caller, boss.id, [jane.id]))
  expect(await desk.storage.users.supervised(boss.id)).toEqual([])
  await edit(await desk.staff({ level: 2 }), boss.id, [jane.id])
  expect(await desk.storage.users.supervised(boss.id)).toMatchObject([{ id: jane.id }])
})

test('is logged with the supervisor', async () => {
  await edit(desk.admin, boss.id, [jane.id])
  expect(await desk.storage.logs.list({ offset: 0, limit: 1 })).toMatchObject([
    { type: 'EDIT_SUPERVISED_LIST', to: String(boss.id), author: { kind: 'staff', id: desk.admin.id } },
  ])
})

test.each([1, 2, 3] as const)('never covers the own account, at level %i', async (level) => {
  const staff = await desk.staff({ level, email: 'mia@helpdesk.example' })
  const own = await desk.user({ email: 'mia@helpdesk.example' })
  await refuses(edit(staff, own.id, [jane.id]))
  await refuses(edit(staff, boss.id, [jane.id, own.id]))
  expect(await desk.storage.users.supervised(own.id)).toEqual([])
  await edit(desk.admin, own.id, [jane.id])
})
