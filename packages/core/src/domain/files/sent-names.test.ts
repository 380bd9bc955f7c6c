import { expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'
import { sentName } from './sent-names.js'

const strange = 'Überblick "2026" für Jörg 文件.txt'

test.each([
  [strange, strange],
  ['C:\\Users\\me\\a.txt', 'a.txt'],
  ['../../etc/passwd', 'passwd'],
  ['a\r\nX: y\0.txt', 'aX: y.txt'],
  ['invoice\u202etxt.exe', 'invoicetxt.exe'],
  [' \n ', ''],
  ['\ud800.txt', '\ufffd.txt'],
  [`${'文'.repeat(500)}.pdf`, `${'文'.repeat(196)}.pdf`],
])('%j is shown as %j', (sent, shown) => {
  expect(sentName(sent)).toBe(shown)
})

test('a ticket, its comments and downloads have the names as sent, until they are gone', async () => {
  const desk = await createTestHelpdesk()
  const jane = await desk.user()
  const file = new File(['text'], strange)
  const { ticketNumber } = await desk.helpdesk.ticket.create(jane, { title: 'A', content: 'B', file })
  await desk.helpdesk.ticket.comment(jane, { ticketNumber, content: 'C', file: new File(['x'], '资料.txt') })
  await desk.helpdesk.ticket.comment(jane, { ticketNumber, content: 'D' })
  const ticket = await desk.helpdesk.ticket.get(jane, { ticketNumber })
  expect(ticket).toMatchObject({
    file: expect.stringMatching(/^t\d{6}_[0-9a-f]{40}_[a-z0-9_.-]+\.txt$/),
    fileName: strange,
    events: [{ fileName: '资料.txt' }, { file: null, fileName: null }],
  })
  const download = await desk.helpdesk.system.download(jane, { file: ticket.file ?? '' })
  expect(download).toMatchObject({ name: ticket.file, fileName: strange })
  const { tickets } = await desk.helpdesk.user.getTickets(jane)
  expect(tickets).toMatchObject([{ fileName: strange }])
  await desk.helpdesk.ticket.delete(desk.admin, { ticketNumber })
  expect(await desk.storage.fileNames.of(ticket.file ?? '')).toBeUndefined()
})

test('a file of an old server has no original name', async () => {
  const desk = await createTestHelpdesk()
  const jane = await desk.user()
  const name = `t${await desk.ticket({ author: jane })}_ab_log.txt`
  await desk.files.put(name, new File(['x'], name))
  expect(await desk.helpdesk.system.download(jane, { file: name })).not.toHaveProperty('fileName')
})

test('no name of a refused file is stored', async () => {
  const desk = await createTestHelpdesk()
  const file = new File(['text'], strange)
  const call = desk.helpdesk.ticket.create(desk.admin, { title: 'A', content: 'B', file, departmentId: 99 })
  await expect(call).rejects.toMatchObject({ code: 'INVALID_DEPARTMENT' })
  expect(await new Response(desk.helpdesk.backup()).text()).not.toContain('Überblick')
})
