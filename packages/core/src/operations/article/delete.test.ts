import { beforeEach, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'
import { gifFile } from '../../testing/pictures.test-support.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
  await desk.helpdesk.article.addTopic(desk.admin, { name: 'Fire' })
})

test('an article is deleted with its pictures, and logged', async () => {
  const images = [gifFile()]
  const article = { title: 'Smoke', content: 'x <img src="IMAGE_PATH_0">', topicId: 1, images }
  await desk.helpdesk.article.add(desk.admin, article)
  expect(await desk.helpdesk.article.delete(desk.admin, { articleId: 1 })).toBeNull()
  expect(await desk.storage.articles.all()).toEqual([])
  expect(desk.files.names()).toEqual([])
  expect(await desk.storage.logs.list({ offset: 0, limit: 1 })).toMatchObject([
    { type: 'DELETE_ARTICLE', to: 'Smoke' },
  ])
})

test('of two concurrent deletions, one is refused, and only one is logged', async () => {
  await desk.helpdesk.article.add(desk.admin, { title: 'Smoke', content: 'Run', topicId: 1 })
  const remove = () => desk.helpdesk.article.delete(desk.admin, { articleId: 1 })
  const outcomes = await Promise.allSettled([remove(), remove()])
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const logs = await desk.storage.logs.list({ offset: 0, limit: 9 })
  expect(logs.filter(({ type }) => type === 'DELETE_ARTICLE')).toHaveLength(1)
})

test('a picture that is added during the deletion is removed, too', async () => {
  const { files, storage } = desk
  const name = `a_${'0'.repeat(40)}_late.gif`
  await files.put(name, new File(['GIF89a'], 'late.gif'))
  await desk.helpdesk.article.add(desk.admin, { title: 'Smoke', content: 'Run', topicId: 1 })
  const other = await createTestHelpdesk({
    install: false,
    files,
    storage: {
      ...storage,
      async transaction(work) {
        await storage.articles.update(1, { title: 'Fog', content: `<img src="http://x/?file=${name}" />` })
        return storage.transaction(work)
      },
    },
  })
  await other.helpdesk.article.delete(desk.admin, { articleId: 1 })
  expect(files.names()).toEqual([])
  expect(await storage.logs.list({ offset: 0, limit: 1 })).toMatchObject([
    { type: 'DELETE_ARTICLE', to: 'Fog' },
  ])
})

test.each([undefined, 0, 1, 'x'])('article %j is INVALID_TOPIC', async (articleId) => {
  await expect(
    desk.helpdesk.article.delete(desk.admin, { articleId: articleId as number }),
  ).rejects.toMatchObject({
    code: 'INVALID_TOPIC',
  })
})

test('only staff from level 2 on may', async () => {
  await desk.helpdesk.article.add(desk.admin, { title: 'Smoke', content: 'Run', topicId: 1 })
  for (const caller of [{}, await desk.user(), await desk.ticketSession(), await desk.staff({ level: 1 })])
    await expect(desk.helpdesk.article.delete(caller, { articleId: 1 })).rejects.toMatchObject({
      code: 'NO_PERMISSION',
    })
})
