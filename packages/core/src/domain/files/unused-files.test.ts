import { expect, test } from 'vitest'
import { compareFiles } from '../../index.js'
import { createTestHelpdesk } from '../../testing/index.js'
import { png } from '../../testing/pictures.test-support.js'

const picture = () => new File([png], 'p.png')
const text = () => new File(['some words'], 'notes.txt')

test('files of tickets, comments, staff and articles are in use; others are not', async () => {
  const desk = await createTestHelpdesk()
  const jane = await desk.user({ name: 'Jane' })
  const { ticketNumber } = await desk.helpdesk.ticket.create(jane, {
    title: 'Printer',
    content: 'Look: <img src="IMAGE_PATH_0">',
    images: [picture()],
    file: text(),
  })
  await desk.helpdesk.ticket.comment(jane, { ticketNumber, content: 'More', file: text() })
  await desk.helpdesk.staff.edit(desk.admin, { file: picture() })
  const { topicId } = await desk.helpdesk.article.addTopic(desk.admin, { name: 'How', private: false })
  await desk.helpdesk.article.add(desk.admin, {
    title: 'Paper',
    content: 'Look: <img src="IMAGE_PATH_0">',
    topicId,
    position: 1,
    images: [picture()],
  })
  const used = desk.files.names()
  expect(used).toHaveLength(5)

  await desk.files.put('t1_left_behind.txt', text())
  const report = await compareFiles(desk.storage, desk.files.names())
  expect(report).toEqual({ stored: 6, unused: ['t1_left_behind.txt'], missing: [] })

  const [lost = ''] = used
  await desk.files.remove(lost)
  expect(await compareFiles(desk.storage, desk.files.names())).toEqual({
    stored: 5,
    unused: ['t1_left_behind.txt'],
    missing: [lost],
  })
})

test('a link in a queued mail keeps its file; a link to another site is not reported as missing', async () => {
  const desk = await createTestHelpdesk()
  const linked =
    'https://elsewhere.example/get?file=t5_kept.txt and https://elsewhere.example/get?file=gone.txt'
  await desk.ticket({ author: desk.admin, content: linked })
  expect(await compareFiles(desk.storage, ['t5_kept.txt'])).toEqual({ stored: 1, unused: [], missing: [] })
})
