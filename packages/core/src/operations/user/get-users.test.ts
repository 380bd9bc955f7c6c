import { expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'

test.each([
  [undefined, null, null],
  ['', false, ''],
  ['0', false, '0'],
  ['1', true, '1'],
  ['true', true, 'true'],
  ['no', false, 'no'],
])('desc sent as %j is %j, and echoed to old clients as sent', async (sent, value, echoed) => {
  const desk = await createTestHelpdesk()
  const operation = desk.helpdesk.operations.get('/user/get-users')
  if (!operation) throw new Error('no such operation')
  const fields = { page: '1', orderBy: 'id', ...(sent === undefined ? {} : { desc: sent }) }
  const answer = await desk.helpdesk.call(operation, desk.admin, fields)
  expect(answer.data).toMatchObject({ desc: value })
  expect(await answer.legacyData()).toMatchObject({ desc: echoed })
})
