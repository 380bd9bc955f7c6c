import { beforeEach, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'
import { gifFile } from '../../testing/pictures.test-support.js'

let desk: TestHelpdesk
const content = '<p>Look: <img src="IMAGE_PATH_0"></p>'
beforeEach(async () => {
  desk = await createTestHelpdesk()
  for (const name of ['Fire', 'Water']) await desk.helpdesk.article.addTopic(desk.admin, { name })
  await desk.helpdesk.article.add(desk.admin, {
    title: 'Smoke',
    content,
    topicId: 1,
    images: [gifFile('one.gif')],
  })
})

const edit = (change: object) =>
  desk.helpdesk.article.edit(desk.admin, { articleId: 1, ...change } as { articleId: number })
const stored = () => desk.storage.articles.byId(1)

test('changes the given fields and the date, and logs the edit', async () => {
  const before = await stored()
  desk.clock.advance({ minutes: 5 })
  expect(await edit({ position: '4' })).toBeNull()
  expect(await stored()).toEqual({ ...before, position: 4, lastEdited: desk.clock.now() })
  await edit({ title: 'R&D <b>', topicId: 2 })
  expect(await stored()).toMatchObject({
    title: 'R&D <b>',
    topicId: 2,
    position: 4,
    content: before?.content,
  })
  expect((await desk.storage.logs.list({ offset: 0, limit: 2 })).map(({ type, to }) => [type, to])).toEqual([
    ['EDIT_ARTICLE', 'R&D <b>'],
    ['EDIT_ARTICLE', 'Smoke'],
  ])
})

test.each([
  { topicId: '' },
  { topicId: '0' },
  { position: '' },
  { position: '0' },
  { position: 'x' },
  { position: 2 ** 31 },
])('%j changes nothing', async (change) => {
  const before = await stored()
  await edit(change)
  expect(await stored()).toEqual(before)
})

test('removes pictures that no article shows any more, and keeps the others', async () => {
  const [first = ''] = desk.files.names()
  await edit({ content: `<p>Look again: <img src="IMAGE_PATH_0"></p>`, images: [gifFile('two.gif')] })
  const [second = ''] = desk.files.names()
  expect(desk.files.names()).toEqual([expect.stringMatching(/_two\.gif$/)])
  expect(second).not.toBe(first)
  const copy = { title: 'Copy', content: `<p>As there: <img src="http://x/?file=${second}"></p>`, topicId: 1 }
  await desk.helpdesk.article.add(desk.admin, copy)
  await edit({ content: 'No picture' })
  expect(desk.files.names()).toEqual([second])
  await desk.helpdesk.article.delete(desk.admin, { articleId: 2 })
  expect(desk.files.names()).toEqual([])
})

test.each([
  [{ articleId: 9 }, 'INVALID_TOPIC'],
  [{ articleId: undefined }, 'INVALID_TOPIC'],
  [{ title: '' }, 'INVALID_TITLE'],
  [{ content: '' }, 'INVALID_CONTENT'],
  [{ topicId: 9 }, 'INVALID_TOPIC'],
  [{ title: '', content: '', topicId: 9 }, 'INVALID_TITLE'],
  [{ content: 'x', images: [new File(['MZ\0\0'], 'b.gif')] }, 'INVALID_FILE'],
])('%j is %s, and nothing changes', async (change, code) => {
  const before = [await stored(), desk.files.names()]
  await expect(edit(change)).rejects.toMatchObject({ code })
  expect([await stored(), desk.files.names()]).toEqual(before)
})

test.each(['topic', 'article'])(
  'a %s that is deleted meanwhile is INVALID_TOPIC, and no picture is left',
  async (which) => {
    const { files, storage } = desk
    const before = files.names()
    const other = await createTestHelpdesk({
      storage,
      install: false,
      files: {
        ...files,
        async put(name, upload) {
          await files.put(name, upload)
          await (which === 'topic' ? storage.topics.remove(2) : storage.articles.remove(1))
        },
      },
    })
    const change = { articleId: 1, topicId: 2, content, images: [gifFile('two.gif')] }
    await expect(other.helpdesk.article.edit(desk.admin, change)).rejects.toMatchObject({
      code: 'INVALID_TOPIC',
    })
    expect(files.names()).toEqual(before)
  },
)

test('only staff from level 2 on may', async () => {
  for (const caller of [{}, await desk.user(), await desk.ticketSession(), await desk.staff({ level: 1 })])
    await expect(desk.helpdesk.article.edit(caller, { articleId: 1 })).rejects.toMatchObject({
      code: 'NO_PERMISSION',
    })
})
