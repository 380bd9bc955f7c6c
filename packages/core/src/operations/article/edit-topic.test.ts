import { beforeEach, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'

let desk: TestHelpdesk
const topic = { name: 'Fire', icon: 'fire', iconColor: '#f00', private: true }
beforeEach(async () => {
  desk = await createTestHelpdesk()
  await desk.storage.topics.insert(topic)
})

const edit = (change: object) =>
  desk.helpdesk.article.editTopic(desk.admin, { topicId: 1, name: 'Water', ...change } as {
    topicId: number
    name: string
  })
const stored = () => desk.storage.topics.byId(1)

test('missing or empty fields stay unchanged, and nothing is logged', async () => {
  expect(await edit({ icon: '', iconColor: '' })).toBeNull()
  expect(await stored()).toEqual({ id: 1, ...topic, name: 'Water' })
  await edit({ icon: 'drop', iconColor: '#00f' })
  expect(await stored()).toEqual({ id: 1, name: 'Water', icon: 'drop', iconColor: '#00f', private: true })
  expect(await desk.storage.logs.list({ offset: 0, limit: 9 })).toEqual([])
})

test.each([
  [false, false],
  ['', false],
  ['0', false],
  ['false', false],
  [true, true],
  ['1', true],
  [undefined, true],
])('private %j makes it %j', async (value, expected) => {
  await edit({ private: value })
  expect((await stored())?.private).toBe(expected)
})

test.each([
  [{ topicId: 2 }, 'INVALID_TOPIC'],
  [{ topicId: '1x' }, 'INVALID_TOPIC'],
  [{ topicId: undefined }, 'INVALID_TOPIC'],
  [{ topicId: 2, name: '' }, 'INVALID_TOPIC'],
  [{ name: undefined }, 'INVALID_NAME'],
  [{ name: '' }, 'INVALID_NAME'],
  [{ icon: 'a\nb' }, 'INVALID_NAME'],
])('%j is %s', async (change, code) => {
  await expect(edit(change)).rejects.toMatchObject({ code })
  expect(await stored()).toEqual({ id: 1, ...topic })
})

test('only staff from level 2 on may', async () => {
  for (const caller of [{}, await desk.user(), await desk.ticketSession(), await desk.staff({ level: 1 })])
    await expect(desk.helpdesk.article.editTopic(caller, { topicId: 1, name: 'x' })).rejects.toMatchObject({
      code: 'NO_PERMISSION',
    })
})
