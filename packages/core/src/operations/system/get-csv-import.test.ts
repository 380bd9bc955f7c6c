import { beforeEach, describe, expect, test } from 'vitest'
import type { Upload } from '../../platform/index.js'
import type { Storage } from '../../storage/index.js'
import { memoryStorage } from '../../storage/memory/index.js'
import { createTestHelpdesk, type TestHelpdesk, testPassword } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
})

const fileOf = (count: number, row = (n: number) => `u${n}@example.com,correct horse,User ${n}`) =>
  new File([Array.from({ length: count }, (_, n) => row(n + 1)).join('\n')], 'users.csv')
const run = (file: Upload, signal?: AbortSignal) =>
  desk.helpdesk.system.csvImport(
    desk.admin,
    { password: testPassword, file },
    ...(signal ? [{ signal }] : []),
  )
const get = () => desk.helpdesk.system.getCsvImport(desk.admin)

test('is null before the first import', async () => {
  expect(await get()).toBeNull()
})

test('returns the result of the last import', async () => {
  await run(fileOf(3))
  const refused = await run(fileOf(30))
  expect(refused).toHaveLength(3)
  const now = desk.clock.now()
  expect(await get()).toEqual({
    id: 2,
    state: 'done',
    total: 30,
    done: 30,
    refused: 3,
    firstRefused: refused,
    startedAt: now,
    updatedAt: now,
  })
})

test('returns the progress after each transaction of the running import', async () => {
  const inner = memoryStorage()
  let watching = false
  const seen: unknown[] = []
  const storage: Storage = {
    ...inner,
    async transaction(work) {
      const result = await inner.transaction(work)
      if (watching) seen.push(await get())
      return result
    },
  }
  desk = await createTestHelpdesk({ storage })
  watching = true
  await run(fileOf(60, (n) => (n === 1 ? 'eve,correct horse,Eve' : `u${n}@example.com,correct horse,U`)))
  const after = { state: 'running', total: 60, refused: 1, firstRefused: ['INVALID_EMAIL in email eve'] }
  expect(seen.slice(-4)).toMatchObject([
    { state: 'running', total: 60, done: 0, refused: 0, firstRefused: [] },
    { ...after, done: 25 },
    { ...after, done: 50 },
    { ...after, done: 60 },
  ])
})

test('keeps the first 1,000 refused rows, and the number of all', async () => {
  const refused = await run(fileOf(1010, (n) => `eve${n},short,Eve`))
  expect(refused).toHaveLength(1010)
  expect(await get()).toMatchObject({ refused: 1010, firstRefused: refused.slice(0, 1000) })
})

test('says that an import was interrupted by its signal', async () => {
  const stopping = new AbortController()
  desk.helpdesk.on('user.created', () => stopping.abort())
  await expect(run(fileOf(60), stopping.signal)).rejects.toMatchObject({ code: 'INTERRUPTED' })
  expect(await get()).toMatchObject({ state: 'interrupted', total: 60, done: 25 })
})

test('is for staff of level 3', async () => {
  for (const caller of [{}, await desk.user(), await desk.staff({ level: 2 })])
    await expect(desk.helpdesk.system.getCsvImport(caller)).rejects.toEqual(refusal('NO_PERMISSION'))
})

describe('one import runs at a time', () => {
  test('a second one is IMPORT_RUNNING, and writes nothing', async () => {
    const rows = fileOf(30)
    let second: Promise<unknown> | undefined
    // Starts the second import when the first, which has started, reads its rows.
    const stream = () =>
      rows.stream().pipeThrough(
        new TransformStream({
          async transform(chunk, controller) {
            if (!second && (await get()))
              second = run(fileOf(1, () => 'v@example.com,correct horse,V')).catch((error: unknown) => error)
            await second
            controller.enqueue(chunk)
          },
        }),
      )
    expect(await run({ name: rows.name, size: rows.size, stream })).toEqual([])
    expect(await second).toEqual(refusal('IMPORT_RUNNING'))
    expect(await desk.storage.users.byEmail('v@example.com')).toBeUndefined()
    expect(await get()).toMatchObject({ state: 'done', done: 30 })
  })

  test('one that crashed counts as interrupted after two minutes, and the next one starts', async () => {
    await desk.storage.csvImports.start(60, desk.clock.now(), null)
    await expect(run(fileOf(1))).rejects.toEqual(refusal('IMPORT_RUNNING'))
    expect(await get()).toMatchObject({ state: 'running' })
    desk.clock.advance({ minutes: 2 })
    expect(await get()).toMatchObject({ state: 'interrupted', total: 60, done: 0 })
    expect(await run(fileOf(1))).toEqual([])
    expect(await get()).toMatchObject({ state: 'done', total: 1 })
  })

  test('one that was taken for crashed ends, and its rows in progress are not written', async () => {
    const inner = memoryStorage()
    let batches = 0
    const storage: Storage = {
      ...inner,
      transaction: (work) =>
        inner.transaction(async (tx) => {
          const advance: Storage['csvImports']['advance'] = async (id, progress) => {
            if (++batches === 2) await tx.csvImports.start(1, progress.updatedAt, null)
            return tx.csvImports.advance(id, progress)
          }
          return work({ ...tx, csvImports: Object.assign(Object.create(tx.csvImports), { advance }) })
        }),
    }
    desk = await createTestHelpdesk({ storage })
    await expect(run(fileOf(60))).rejects.toMatchObject({ code: 'INTERRUPTED' })
    expect(await desk.storage.users.byEmail('u25@example.com')).toBeDefined()
    expect(await desk.storage.users.byEmail('u26@example.com')).toBeUndefined()
  })
})
