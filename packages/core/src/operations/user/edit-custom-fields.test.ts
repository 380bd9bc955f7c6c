import { expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'

const desk = await createTestHelpdesk()
const jane = await desk.user()

async function edit(session: object, fields: object) {
  const operation = desk.helpdesk.operations.get('/user/edit-custom-fields')
  if (!operation) throw new Error('no such operation')
  return (await desk.helpdesk.call(operation, session, { ...fields })).data
}

test.each(['99', 99, '99999999999', 'abc', '-1', '1abc', 1.5, []])(
  'staff of level 2 who name the unknown user %j are refused',
  async (userId) => {
    await expect(edit(await desk.staff({ level: 2 }), { userId })).rejects.toMatchObject({
      code: 'INVALID_USER',
    })
  },
)

test.each([undefined, null, '', '0', 0])('staff who name nobody, by %j, change nothing', async (userId) => {
  expect(await edit(desk.admin, userId === undefined ? {} : { userId })).toBeNull()
})

test('staff of level 1 may not name a user', async () => {
  const call = edit(await desk.staff({ level: 1 }), { userId: jane.id })
  await expect(call).rejects.toMatchObject({ code: 'NO_PERMISSION' })
})

test('a value that is not an id counts as missing for users', async () => {
  expect(await edit(jane, { userId: 'abc' })).toBeNull()
})
