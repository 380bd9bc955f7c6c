import { beforeEach, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
  const { article } = desk.helpdesk
  await article.addTopic(desk.admin, { name: 'Public', icon: 'sun' })
  await article.addTopic(desk.admin, { name: 'Internal', private: true })
  await article.addTopic(desk.admin, { name: 'Empty' })
  for (const topicId of [1, 2, 1])
    await article.add(desk.admin, { title: `In ${topicId}`, content: 'Text', topicId })
  await article.edit(desk.admin, { articleId: 1, position: 9 })
})

test('staff of any level sees all topics with their articles, by id', async () => {
  const text = (id: number, title: string, position: number) => ({
    id,
    title,
    content: 'Text',
    lastEdited: desk.clock.now(),
    position,
  })
  expect(await desk.helpdesk.article.getAll(await desk.staff({ level: 1, departments: [] }))).toEqual([
    {
      id: 1,
      name: 'Public',
      icon: 'sun',
      iconColor: null,
      private: false,
      articles: [text(1, 'In 1', 9), text(3, 'In 1', 1)],
    },
    { id: 2, name: 'Internal', icon: null, iconColor: null, private: true, articles: [text(2, 'In 2', 1)] },
    { id: 3, name: 'Empty', icon: null, iconColor: null, private: false, articles: [] },
  ])
})

test('others see no private topics', async () => {
  await desk.storage.settings.set({ 'mandatory-login': '0' })
  for (const caller of [{}, await desk.user(), await desk.ticketSession()])
    expect((await desk.helpdesk.article.getAll(caller)).map(({ id }) => id)).toEqual([1, 3])
})

test('while mandatory login is on, guests see nothing, whether they have a ticket or not', async () => {
  const session = await desk.ticketSession()
  await desk.storage.settings.set({ 'mandatory-login': '1' })
  for (const caller of [{}, session])
    await expect(desk.helpdesk.article.getAll(caller)).rejects.toMatchObject({ code: 'NO_PERMISSION' })
  expect(await desk.helpdesk.article.getAll(await desk.user())).toHaveLength(2)
})

test('articles that an old server has left without a topic are not shown', async () => {
  await desk.storage.articles.update(1, { topicId: null })
  const [first] = await desk.helpdesk.article.getAll(desk.admin)
  expect(first?.articles.map(({ id }) => id)).toEqual([3])
})
