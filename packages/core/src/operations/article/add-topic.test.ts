import { beforeEach, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
})

test('a topic is stored with its name as typed, and logged', async () => {
  const editor = await desk.staff({ level: 2, name: 'Edith' })
  const topic = { name: 'R&D <b>', icon: 'fire', iconColor: '#f00', private: true }
  expect(await desk.helpdesk.article.addTopic(editor, topic)).toEqual({ topicId: 1 })
  expect(await desk.helpdesk.article.addTopic(editor, { name: 'R&D <b>' })).toEqual({ topicId: 2 })
  expect(await desk.storage.topics.all()).toEqual([
    { id: 1, ...topic },
    { id: 2, name: 'R&D <b>', icon: null, iconColor: null, private: false },
  ])
  expect(await desk.storage.logs.list({ offset: 0, limit: 1 })).toMatchObject([
    { type: 'ADD_TOPIC', to: 'R&D <b>', authorName: 'Edith' },
  ])
})

test.each([
  { name: '' },
  { name: ' ' },
  { name: '0' },
  { name: 'x'.repeat(201) },
  { name: 'a\nb' },
  { name: 'ok', icon: 'a\0b' },
  { name: 'ok', iconColor: 'x'.repeat(201) },
])('%j is INVALID_NAME', async (topic) => {
  await expect(desk.helpdesk.article.addTopic(desk.admin, topic)).rejects.toMatchObject({
    code: 'INVALID_NAME',
  })
  expect(await desk.storage.topics.all()).toEqual([])
})

test('only staff from level 2 on may', async () => {
  for (const caller of [{}, await desk.user(), await desk.ticketSession(), await desk.staff({ level: 1 })])
    await expect(desk.helpdesk.article.addTopic(caller, { name: 'Fire' })).rejects.toMatchObject({
      code: 'NO_PERMISSION',
    })
})
