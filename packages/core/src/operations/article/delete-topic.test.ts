import { beforeEach, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'
import { gifFile } from '../../testing/pictures.test-support.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
})

const write = (topicId: number) =>
  desk.helpdesk.article.add(desk.admin, {
    title: 'Look',
    content: 'x <img src="IMAGE_PATH_0">',
    topicId,
    images: [gifFile()],
  })

test('a topic is deleted with its articles and their pictures; others stay', async () => {
  for (const name of ['Fire', 'Water']) await desk.helpdesk.article.addTopic(desk.admin, { name })
  for (const topicId of [1, 1, 2]) await write(topicId)
  expect(desk.files.names()).toHaveLength(3)
  expect(await desk.helpdesk.article.deleteTopic(desk.admin, { topicId: 1 })).toBeNull()
  expect(await desk.helpdesk.article.getAll(desk.admin)).toMatchObject([{ id: 2, articles: [{ id: 3 }] }])
  expect(desk.files.names()).toHaveLength(1)
  expect(await desk.storage.logs.list({ offset: 0, limit: 1 })).toMatchObject([
    { type: 'DELETE_TOPIC', to: 'Fire' },
  ])
})

test.each([undefined, 0, 1, '1x'])('topic %j is INVALID_TOPIC', async (topicId) => {
  await expect(
    desk.helpdesk.article.deleteTopic(desk.admin, { topicId: topicId as number }),
  ).rejects.toMatchObject({ code: 'INVALID_TOPIC' })
})

test('only staff from level 2 on may', async () => {
  await desk.helpdesk.article.addTopic(desk.admin, { name: 'Fire' })
  for (const caller of [{}, await desk.user(), await desk.ticketSession(), await desk.staff({ level: 1 })])
    await expect(desk.helpdesk.article.deleteTopic(caller, { topicId: 1 })).rejects.toMatchObject({
      code: 'NO_PERMISSION',
    })
})
