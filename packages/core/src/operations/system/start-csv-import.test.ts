import { beforeEach, expect, test } from 'vitest'
import { OpenSupports } from '../../opensupports.js'
import type { Storage } from '../../storage/index.js'
import { memoryStorage } from '../../storage/memory/index.js'
import { createTestHelpdesk, type TestHelpdesk, testPassword } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

const silent = { info: () => {}, warn: () => {}, error: () => {} }

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
})

const fileOf = (count: number, row = (n: number) => `u${n}@example.com,correct horse,User ${n}`) =>
  new File([Array.from({ length: count }, (_, n) => row(n + 1)).join('\n')], 'users.csv')
const start = (file: File, password = testPassword) =>
  desk.helpdesk.system.startCsvImport(desk.admin, { password, file })
const get = () => desk.helpdesk.system.getCsvImport(desk.admin)
const names = async () =>
  (await desk.storage.users.list({ orderBy: 'id', desc: false, offset: 0, limit: 1000 })).users.map(
    ({ name }) => name,
  )
const users = (count: number) => Array.from({ length: count }, (_, n) => `User ${n + 1}`)
/** Another process on the same storage. */
const other = (storage: Storage = desk.storage) =>
  new OpenSupports({ storage, clock: desk.clock, passwordCost: 4, mailer: 'queue-only', log: silent })

test('answers before the import, which another process then runs', async () => {
  const now = desk.clock.now()
  const started = await start(fileOf(60))
  const unbegun = { total: 60, done: 0, refused: 0, firstRefused: [], startedAt: now, updatedAt: now }
  expect(started).toEqual({ id: expect.any(Number), state: 'running', ...unbegun })
  expect(await get()).toEqual(started)
  expect(await names()).toEqual([])
  await other().runImports()
  expect(await get()).toMatchObject({ id: started.id, state: 'done', done: 60, refused: 0 })
  expect(await names()).toEqual(users(60))
  await other().runImports()
  expect(await names()).toHaveLength(60)
})

test('refuses the same rows as an import that waits for its end', async () => {
  const row = (n: number) =>
    n % 3 === 0 ? `eve${n},correct horse,Eve` : `u${n % 40}@example.com,correct horse,U`
  await start(fileOf(60, row))
  await desk.helpdesk.runImports()
  const detached = await get()
  const attended = await createTestHelpdesk()
  const refused = await attended.helpdesk.system.csvImport(attended.admin, {
    password: testPassword,
    file: fileOf(60, row),
  })
  expect(detached).toMatchObject({ state: 'done', refused: refused.length, firstRefused: refused })
})

test('goes on after a crash from the batch it had reached, once a minute has passed', async () => {
  await start(
    fileOf(60, (n) => (n === 3 ? 'eve,correct horse,Eve' : `u${n}@example.com,correct horse,User ${n}`)),
  )
  let transactions = 0
  const crashing: Storage = {
    ...desk.storage,
    transaction: (work) =>
      ++transactions > 1 ? Promise.reject(new Error('the process is gone')) : desk.storage.transaction(work),
  }
  await expect(other(crashing).runImports()).rejects.toThrow('the process is gone')
  const reached = { state: 'running', done: 25, refused: 1 }
  expect(await get()).toMatchObject(reached)
  await other().runImports()
  expect(await get()).toMatchObject(reached)
  desk.clock.advance({ minutes: 1 })
  await other().runImports()
  expect(await get()).toMatchObject({ state: 'done', done: 60, refused: 1 })
  expect(await names()).toEqual(users(60).filter((name) => name !== 'User 3'))
})

test('stops between two transactions once the signal aborts, and goes on with the next call', async () => {
  await start(fileOf(60))
  const stopping = new AbortController()
  desk.helpdesk.on('user.created', () => stopping.abort())
  await desk.helpdesk.runImports({ signal: stopping.signal })
  expect(await get()).toMatchObject({ state: 'running', done: 25 })
  await other().runImports()
  expect(await get()).toMatchObject({ state: 'done', done: 60 })
  expect(await names()).toEqual(users(60))
})

test('imports each row once if two processes take each other for crashed', async () => {
  await start(fileOf(200))
  const inner = desk.storage
  // Both get the import.
  const greedy: Storage = {
    ...inner,
    csvImports: { ...inner.csvImports, claim: async () => true },
  }
  const runs = await Promise.allSettled([other(greedy).runImports(), other(greedy).runImports()])
  for (const run of runs)
    if (run.status === 'rejected') expect(run.reason).toMatchObject({ code: 'INTERRUPTED' })
  desk.clock.advance({ minutes: 1 })
  await other().runImports()
  expect(await get()).toMatchObject({ state: 'done', done: 200, refused: 0 })
  expect((await names()).sort()).toEqual(users(200).sort())
})

test('ends, without its rows, when the caller has lost level 3', async () => {
  const boss = await desk.staff({ level: 3 })
  const file = fileOf(30)
  await desk.helpdesk.system.startCsvImport(boss, { password: testPassword, file })
  const id = Number(boss.userId)
  await desk.helpdesk.staff.edit(desk.admin, { staffId: id, level: 1 })
  await desk.helpdesk.runImports()
  expect(await get()).toMatchObject({ state: 'interrupted', done: 0 })
  const last = await desk.storage.csvImports.last()
  expect(await desk.storage.csvImports.nextBatch(last?.id ?? 0, 0)).toBeUndefined()
  expect(await names()).toEqual([])
})

test('is refused while another import is on its way, and for a wrong file or password', async () => {
  await expect(start(fileOf(1), 'wrong horse')).rejects.toEqual(refusal('INVALID_PASSWORD'))
  await expect(start(new File(['a,b,"c'], 'a.csv'))).rejects.toEqual(refusal('INVALID_FILE'))
  expect(await get()).toBeNull()
  await start(fileOf(1))
  await expect(start(fileOf(1))).rejects.toEqual(refusal('IMPORT_RUNNING'))
  await expect(
    desk.helpdesk.system.csvImport(desk.admin, { password: testPassword, file: fileOf(1) }),
  ).rejects.toEqual(refusal('IMPORT_RUNNING'))
  // Nobody runs imports here.
  desk.clock.advance({ minutes: 2 })
  expect(await get()).toMatchObject({ state: 'interrupted' })
  await start(fileOf(2))
  await desk.helpdesk.runImports()
  expect(await get()).toMatchObject({ state: 'done', total: 2 })
})

test('that cannot store its rows is interrupted', async () => {
  const inner = memoryStorage()
  const addBatches = () => Promise.reject(new Error('the disk is full'))
  const storage: Storage = { ...inner, csvImports: { ...inner.csvImports, addBatches } }
  desk = await createTestHelpdesk({ storage, log: silent })
  await expect(start(fileOf(1))).rejects.toMatchObject({ code: 'INTERNAL_ERROR' })
  expect(await get()).toMatchObject({ state: 'interrupted' })
  await desk.helpdesk.runImports()
  expect(await names()).toEqual([])
})
