// Long operations on a large database: time, size and peak memory of the process.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, createWriteStream, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { OpenSupports, restoreBackup } from '@opensupports/core'
import { adopt } from '@opensupports/kysely'
import { sqlite } from '@opensupports/kysely/sqlite'
import { seed } from './seed.js'

const manyTickets = 100_000
const manyUsers = 100_000
const MB = 1_000_000

/** Jobs that run in a separate process. */
const jobs = {
  async backup([from = '', to = '']: readonly string[]) {
    const storage = await sqlite(from)
    const helpdesk = new OpenSupports({ storage })
    const backup = helpdesk.backup() as Parameters<typeof Readable.fromWeb>[0]
    await whileAsked(helpdesk, () => pipeline(Readable.fromWeb(backup), createWriteStream(to)))
    await storage.close()
  },
  async restore([from = '', to = '']: readonly string[]) {
    const storage = await sqlite(to)
    await restoreBackup(storage, createReadStream(from))
    await storage.close()
  },
  async adopt([from = '', to]: readonly string[]) {
    await adopt({ from, ...(to ? { to } : {}) })
  },
  async import([database = '', csv = '']: readonly string[]) {
    const storage = await sqlite(database)
    const helpdesk = new OpenSupports({ storage, passwordCost: 4, files: noFiles })
    const password = 'correct horse'
    await helpdesk.install({ admin: { name: 'Ada', email: 'ada@bench.example', password } })
    await storage.settings.set({ 'max-size': '100' })
    const { size } = statSync(csv)
    const stream = () => Readable.toWeb(createReadStream(csv)) as ReadableStream<Uint8Array>
    const file = { name: 'users.csv', size, stream }
    const rejected = await helpdesk.system.csvImport(helpdesk.actingAs({ staff: 1 }), {
      password,
      file: file as File,
    })
    if (rejected.length !== manyUsers / 1000) throw new Error(`${rejected.length} rows were rejected`)
    await storage.close()
  },
}
type Job = keyof typeof jobs

/** Milliseconds between two requests of another user while a job runs. */
const askEvery = 20

/** Requests the settings repeatedly while `work` runs, and prints the latencies. */
async function whileAsked(helpdesk: OpenSupports, work: () => Promise<unknown>): Promise<void> {
  const times: number[] = []
  let due = performance.now() + askEvery
  const timer = setInterval(() => {
    const start = due
    due = performance.now() + askEvery
    // A request would also wait as long as the timer is late, so measure from the due time.
    void helpdesk.system.getSettings({}).then(() => times.push(performance.now() - start))
  }, askEvery)
  await work()
  clearInterval(timer)
  times.sort((one, other) => one - other)
  const at = (share: number) => (times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(1)
  console.log(
    `meanwhile, ${times.length} requests: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`,
  )
}

const noFiles = { put: async () => {}, open: async () => undefined, remove: async () => {} }

/** Runs a job in a separate process, and prints its time and peak memory. */
export async function measure(job: Job, args: readonly string[], note: () => string): Promise<void> {
  const start = performance.now()
  const child = fork(fileURLToPath(import.meta.url), [job, ...args])
  const [peak] = (await once(child, 'message')) as [number]
  await once(child, 'exit')
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  console.log(
    `${job.padEnd(10)} ${seconds.padStart(7)} s  ${Math.round(peak / 1000)
      .toString()
      .padStart(6)} MB at most  ${note()}`,
  )
}

/** Compares the rows of two backups, ignoring the times of the backups. Returns the number of lines. */
async function areEqual(one: string, other: string): Promise<number> {
  const lines = (file: string) =>
    createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })
  const theirs = lines(other)[Symbol.asyncIterator]()
  let count = 0
  for await (const line of lines(one)) {
    const next = await theirs.next()
    if (count > 0 && !line.startsWith('{"tables"') && next.value !== line)
      throw new Error(`line ${count + 1} differs`)
    count++
  }
  if (!(await theirs.next()).done) throw new Error('the second backup has more lines')
  return count
}

/** Backs up 100,000 tickets, restores them into another database, and compares every row. */
export async function measureBackup(folder: string): Promise<void> {
  const [original, copy] = [join(folder, 'original.db'), join(folder, 'copy.db')]
  const [backup, again] = [join(folder, 'backup.jsonl'), join(folder, 'again.jsonl')]
  await seed(original, manyTickets)
  const size = (file: string) => `${Math.round(statSync(file).size / MB)} MB`
  console.log(`${manyTickets} tickets with 5 comments each, ${size(original)} of SQLite`)
  await measure('backup', [original, backup], () => size(backup))
  await measure('restore', [backup, copy], () => `${size(copy)} of SQLite`)
  await measure('backup', [copy, again], () => size(again))
  console.log(`all ${await areEqual(backup, again)} lines are equal`)
}

/** Imports 100,000 users from a file; one row in a thousand is invalid. */
export async function measureImport(folder: string): Promise<void> {
  const csv = join(folder, 'users.csv')
  const rows = Array.from(
    { length: manyUsers },
    (_, n) => `user${n}@bench.example,${n % 1000 ? 'correct horse' : 'short'},User ${n}`,
  )
  writeFileSync(csv, `${rows.join('\n')}\n`)
  console.log(`${manyUsers} users, passwords with the lowest bcrypt cost (4)`)
  await measure(
    'import',
    [join(folder, 'import.db'), csv],
    () => `${manyUsers / 1000} rows rejected, as expected`,
  )
}

const [, self, job, ...args] = process.argv
if (process.send && self === fileURLToPath(import.meta.url) && job && job in jobs) {
  await jobs[job as Job](args)
  process.send(process.resourceUsage().maxRSS)
  process.disconnect()
}
