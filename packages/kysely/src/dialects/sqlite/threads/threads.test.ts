import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { isBusy } from '../patient-sqlite.js'
import { built, builtReader } from './built.test-support.js'
import { ReadThreads } from './pool.js'
import { ReadThread } from './thread.js'

const reader = builtReader()

let files = 0

/** A file with a table `words`, and a connection that writes it. */
function newDatabase(mode: 'wal' | 'delete' = 'wal') {
  const file = join(reader.folder, `${++files}.db`)
  const writer = new Database(file)
  onTestFinished(() => void writer.close())
  writer.pragma(`journal_mode = ${mode}`)
  writer.exec(`create table words (word text); insert into words values ('Été')`)
  return { file, writer }
}

async function started(file: string): Promise<ReadThread> {
  const thread = await ReadThread.start(reader.program, file)
  onTestFinished(() => thread.close())
  return thread
}

function threadsOf(file: string, waiting = 100): ReadThreads {
  const threads = new ReadThreads(reader.program, file, waiting)
  onTestFinished(() => threads.close())
  return threads
}

test('a thread reads with the functions of the storage, and returns all types of values', async () => {
  const thread = await started(newDatabase().file)
  const { read } = thread.snapshot()
  expect(await read(`select word from words where os_folded(word) = ?`, ['ete'])).toEqual([{ word: 'Été' }])
  expect(await read('select ? as a, ? as b, null as c, 202601010000 as d', ['ß', 1.5])).toEqual([
    { a: 'ß', b: 1.5, c: null, d: 202601010000 },
  ])
})

test('a snapshot begins with its first read, beside others of its thread, until its end', async () => {
  const { file, writer } = newDatabase()
  const thread = await started(file)
  const count = async ({ read }: ReturnType<ReadThread['snapshot']>) =>
    ((await read('select count(*) as n from words', [])) as { n: number }[])[0]?.n
  const [one, other] = [thread.snapshot(), thread.snapshot()]
  expect(await count(one)).toBe(1)
  writer.exec(`insert into words values ('two')`)
  expect(await count(one)).toBe(1)
  expect(await count(other)).toBe(2)
  writer.exec(`alter table words add column added text; insert into words values ('three', '')`)
  expect(await count(one)).toBe(1)
  const isHeldBack = () => writer.pragma('wal_checkpoint(full)', { simple: true })
  expect(isHeldBack()).toBe(1)
  one.end()
  other.end()
  expect(await count(thread.snapshot())).toBe(3)
  expect(isHeldBack()).toBe(0)
})

test('errors have the class and code of the driver', async () => {
  const thread = await started(newDatabase().file)
  const { read } = thread.snapshot()
  const failed = (sql: string) => read(sql, []).catch((error: unknown) => error)
  const missing = await failed('select * from absent')
  expect(missing).toBeInstanceOf(Database.SqliteError)
  expect(missing).toMatchObject({ code: 'SQLITE_ERROR' })
  expect(String(missing)).toContain('no such table: absent')
  expect(await failed('delete from words returning word')).toMatchObject({ code: 'SQLITE_READONLY' })
  await expect(read('select ?', [() => {}])).rejects.toThrow('could not be cloned')
  expect(await read('select count(*) as n from words', [])).toEqual([{ n: 1 }])
})

test('a locked file is busy, and the same snapshot begins once it is free', async () => {
  const { file, writer } = newDatabase('delete')
  const { read } = (await started(file)).snapshot()
  writer.exec('begin exclusive')
  const error = await read('select word from words', []).catch((error: unknown) => error)
  expect(isBusy(error)).toBe(true)
  writer.exec('commit')
  expect(await read('select word from words', [])).toHaveLength(1)
})

test('two callers have a thread each, and a third one waits for the first to come back', async () => {
  const threads = threadsOf(newDatabase().file, 1)
  const [one, other] = await Promise.all([threads.lend(), threads.lend()])
  expect(other).not.toBe(one)
  const third = threads.lend()
  await expect(threads.lend()).rejects.toMatchObject({ code: 'DATABASE_BUSY' })
  threads.giveBack(other)
  expect(await third).toBe(other)
  expect([one, other]).toContain(await threads.shared())
})

test('a closed pool ends its threads, and starts no others', async () => {
  const threads = threadsOf(newDatabase().file)
  const thread = await threads.lend()
  const { read } = thread.snapshot()
  await read('select 1', [])
  await Promise.all([threads.close(), threads.close()])
  expect(thread.isAlive).toBe(false)
  const closed = { code: 'DATABASE_UNAVAILABLE', message: 'the database is closed' }
  await expect(read('select 1', [])).rejects.toMatchObject(closed)
  await expect(threads.lend()).rejects.toMatchObject(closed)
})

test('a process ends although a thread is idle, but not before a read', async () => {
  const script = join(reader.folder, 'process.mjs')
  await built('thread', reader.folder)
  writeFileSync(
    script,
    `import { ReadThread } from './thread.mjs'
    const thread = await ReadThread.start(new URL('${reader.program.href}'), ${JSON.stringify(newDatabase().file)})
    const many = 'with recursive n(i) as (select 1 union all select i + 1 from n limit 300000) select count(*) as n from n'
    thread.snapshot().read(many, []).then(([{ n }]) => console.log(n))`,
  )
  expect(execFileSync(process.execPath, [script], { encoding: 'utf8' })).toBe('300000\n')
})
