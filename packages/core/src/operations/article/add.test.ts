import { beforeEach, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'
import { gifFile } from '../../testing/pictures.test-support.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
  await desk.helpdesk.article.addTopic(desk.admin, { name: 'Fire' })
})

const article = { title: 'What to do & why', content: '<p>Run.</p>', topicId: 1 }
const add = (change: object = {}) =>
  desk.helpdesk.article.add(desk.admin, { ...article, ...change } as typeof article)

test('an article is stored clean, at position 1, and logged', async () => {
  expect(await add({ content: '<p onclick="x()">Run.</p><script>x()</script>', position: 7 })).toEqual({
    articleId: 1,
  })
  expect(await desk.storage.articles.all()).toEqual([
    {
      id: 1,
      title: 'What to do & why',
      content: '<p>Run.</p>',
      position: 1,
      topicId: 1,
      lastEdited: desk.clock.now(),
    },
  ])
  expect(await desk.storage.logs.list({ offset: 0, limit: 1 })).toMatchObject([
    { type: 'ADD_ARTICLE', to: 'What to do & why' },
  ])
})

test('pictures are stored, also while attachments are off', async () => {
  await desk.storage.settings.set({ 'allow-attachments': '0' })
  const content = '<p>Look: <img src="IMAGE_PATH_0"><img src="IMAGE_PATH_1"><img src="IMAGE_PATH_2"></p>'
  await add({ content, images: [gifFile('one.gif'), gifFile('two.gif')] })
  const names = desk.files.names()
  expect(names).toEqual([
    expect.stringMatching(/^a_[0-9a-f]{40}_one\.gif$/),
    expect.stringMatching(/_two\.gif$/),
  ])
  const links = names.map((name) => `<img src="http://helpdesk.example/api/system/download?file=${name}" />`)
  expect((await desk.storage.articles.byId(1))?.content).toBe(`<p>Look: ${links.join('')}</p>`)
})

test.each([
  [{ title: '' }, 'INVALID_TITLE'],
  [{ title: 'x'.repeat(201) }, 'INVALID_TITLE'],
  [{ content: '' }, 'INVALID_CONTENT'],
  [{ content: '<img src="IMAGE_PATH_0">' }, 'INVALID_CONTENT'],
  [{ content: 'x'.repeat(10_001) }, 'INVALID_CONTENT'],
  [{ topicId: 2 }, 'INVALID_TOPIC'],
  [{ topicId: undefined }, 'INVALID_TOPIC'],
  [{ title: '', content: '', topicId: 2 }, 'INVALID_TITLE'],
  [{ images: [gifFile('a.gif'), new File(['MZ\0\0'], 'b.gif')] }, 'INVALID_FILE'],
  [{ images: [new File(['x'.repeat(1_048_577)], 'b.gif')] }, 'INVALID_FILE'],
  [{ images: '1' }, 'INVALID_FILE'],
])('%j is %s, and nothing is stored', async (change, code) => {
  await expect(add(change)).rejects.toMatchObject({ code })
  expect(await desk.storage.articles.all()).toEqual([])
  expect(desk.files.names()).toEqual([])
})

test('a topic that is deleted in the meantime is INVALID_TOPIC, and no picture stays', async () => {
  const { files, storage } = desk
  const other = await createTestHelpdesk({
    storage,
    install: false,
    files: {
      ...files,
      async put(name, upload) {
        await files.put(name, upload)
        await storage.topics.remove(1)
      },
    },
  })
  await expect(
    other.helpdesk.article.add(desk.admin, { ...article, images: [gifFile('a.gif')] }),
  ).rejects.toMatchObject({ code: 'INVALID_TOPIC' })
  expect(files.names()).toEqual([])
})

test('only staff from level 2 on may', async () => {
  for (const caller of [{}, await desk.user(), await desk.ticketSession(), await desk.staff({ level: 1 })])
    await expect(desk.helpdesk.article.add(caller, article)).rejects.toMatchObject({ code: 'NO_PERMISSION' })
})
