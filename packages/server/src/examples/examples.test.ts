import { memoryStorage, OpenSupports } from '@opensupports/core'
import { expect, test } from 'vitest'
import { hosts, type Send } from '../both-handlers.test-support.js'
import { checkedAnswers } from '../checking/document.test-support.js'
import { articleStories } from './article.test-support.js'
import { fieldsOf, firstEvent, type Recorded, sendLegacy, sendNative } from './record.test-support.js'
import { makeScene, type Scene, type Story } from './scene.test-support.js'
import { staffStories } from './staff.test-support.js'
import { systemStories } from './system.test-support.js'
import { ticketStories } from './ticket.test-support.js'
import { userStories } from './user.test-support.js'

const stories = {
  ...userStories,
  ...staffStories,
  ...ticketStories,
  ...articleStories,
  ...systemStories,
} as Readonly<Record<string, Story>>

const { operations } = new OpenSupports({ storage: memoryStorage() })
const named = [...operations.values()].map((operation) => {
  const [, group, path = ''] = operation.path.split('/')
  return [
    `${group}.${path.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}`,
    operation,
  ] as const
})
const [, inProcess] = hosts

/** Calls of a helpdesk that is not installed yet. */
const isBeforeInstallation = (name: string) => /^system\.(?:init|checkRequirements)/.test(name)

async function inScene<T>(name: string, work: (send: Send, scene: Scene) => Promise<T>): Promise<T> {
  const scene = await makeScene(!isBeforeInstallation(name))
  if (!inProcess) throw new Error('there is no handler')
  return inProcess.serve(scene.helpdesk, {}, (send) => work(send, scene))
}

/** Sends the request of a story on both wires, each to a helpdesk of its own. */
async function record(name: string, path: string, isGet: boolean): Promise<Recorded> {
  const story = stories[name]
  if (!story) throw new Error(`no story of ${name}`)
  const withCaller = async (scene: Scene) => ({ by: scene.admin, ...(await story(scene)) })
  const { request, answer } = await inScene(name, async (send, scene) => {
    const request = await withCaller(scene)
    return { request, answer: await sendNative(send, path, request, isGet) }
  })
  const legacyAnswer = isGet
    ? undefined
    : await inScene(name, async (send, scene) => sendLegacy(send, path, await withCaller(scene)))
  const { params = {}, files } = request
  return { params, form: fieldsOf(request), ...(files ? { files } : {}), answer, legacyAnswer }
}

test('every operation has an example', () => {
  expect(
    named.map(([name]) => name).filter((name) => !stories[name]),
    'add a story of each to packages/server/src/examples/<group>.test-support.ts: what to prepare, and a request that succeeds',
  ).toEqual([])
})

test('the examples of the OpenAPI documents are what the helpdesk answers, on both wires', async () => {
  const recorded: Record<string, Recorded> = {}
  const refused: unknown[] = []
  for (const [name, { path, http }] of named.filter(([each]) => stories[each]))
    try {
      recorded[name] = await record(name, path, http === 'GET')
    } catch (error) {
      refused.push(`${name}: ${error}`)
    }
  expect(refused).toEqual([])
  const event = await inScene('events', firstEvent)
  recorded['events.stream'] = { params: { after: '0' }, form: {}, answer: event }
  await expect(
    // Only this differs from one machine to the next.
    `${JSON.stringify(recorded, null, 2)}\n`.replaceAll(process.version, 'v24.0.0'),
    'what an example gets has changed: run `npx vitest run packages/server/src/examples -u`, and look at the difference',
  ).toMatchFileSnapshot('../../../core/src/openapi/examples.json')
})

test('the answers of all examples were checked against the document of their wire', () => {
  const expected = named.flatMap(([name, { http }]) =>
    (http === 'GET' ? ['native'] : ['native', '4.11']).map((wire) => `${wire} ${name}`),
  )
  const missing = [...expected, 'native events.stream'].filter((key) => !checkedAnswers().has(key))
  expect(missing).toEqual([])
})
