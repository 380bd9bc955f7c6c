import assert from 'node:assert/strict'
import type { BackupPart, BackupValue, Storage } from '../../storage/index.js'
import { memoryStorage } from '../../storage/memory/index.js'
import { fillEverything } from './everything.js'
import { at, found, makeUser } from './makers.js'
import type { Rule } from './rule.js'

type Contents = Record<string, { lastId: number | null; rows: Record<string, BackupValue>[] }>

/** Collects the contents of all tables, without null columns. */
async function allOf(parts: AsyncIterable<BackupPart>): Promise<Contents> {
  const contents: Contents = {}
  for await (const { table, columns, rows, lastId } of parts) {
    contents[table] ??= { lastId, rows: [] }
    for (const row of rows) {
      const filled = columns.map((column, place) => [column, row[place] ?? null] as const)
      contents[table].rows.push(Object.fromEntries(filled.filter(([, value]) => value !== null)))
    }
  }
  return contents
}

/** As `allOf`, without tables that are and were empty: not every storage has unused tables. */
async function contentsOf(parts: AsyncIterable<BackupPart>): Promise<Contents> {
  const all = Object.entries(await allOf(parts))
  return Object.fromEntries(all.filter(([, { lastId, rows }]) => rows.length || lastId))
}

const contents = ({ backup }: Storage) => contentsOf(backup.parts())

/** Yields the first tables, then fails. */
async function* cutOff(parts: AsyncIterable<BackupPart>, tables: number): AsyncGenerator<BackupPart> {
  const seen = new Set<string>()
  for await (const part of parts) {
    if (seen.add(part.table).size > tables) break
    yield part
  }
  throw new Error('cut off')
}

const pageOf = (text: string) => ({ filter: { text }, order: [], events: false, offset: 0, limit: 10 })

/** Returns the names of the non-empty tables; a failed attempt may have used up ids. */
const filled = async (storage: Storage) =>
  Object.entries(await contents(storage))
    .filter(([, { rows }]) => rows.length > 0)
    .map(([table]) => table)

export function backupRules(rule: Rule): void {
  rule('backup: everything is in it, and the same again where it is restored', async (storage, another) => {
    await fillEverything(storage)
    const all = Object.entries(await allOf(storage.backup.parts()))
    const empty = all.flatMap(([table, { rows }]) => (rows.length === 0 ? table : []))
    assert.deepEqual(empty, [])
    assert.ok(all.length >= 29, `only ${all.length} tables`)
    const kept = await contents(storage)
    const other = await another()
    assert.equal(await other.backup.restore(storage.backup.parts()), true)
    assert.deepEqual(await contents(other), kept)
  })

  rule('backup: a round trip through memory keeps everything', async (storage, another) => {
    await fillEverything(storage)
    const [memory, back] = [memoryStorage(), await another()]
    assert.equal(await memory.backup.restore(storage.backup.parts()), true)
    assert.deepEqual(await contents(memory), await contents(storage))
    assert.equal(await back.backup.restore(memory.backup.parts()), true)
    assert.deepEqual(await contents(back), await contents(storage))
  })

  rule('backup: the same work leaves the same rows as in memory', async (storage) => {
    const memory = memoryStorage()
    await fillEverything(memory)
    await fillEverything(storage)
    assert.deepEqual(await contents(storage), await contents(memory))
  })

  rule('backup: restored rows are found, work, and new rows get new ids', async (storage, another) => {
    await fillEverything(storage)
    const other = await another()
    await other.backup.restore(storage.backup.parts())
    for (const text of ['日本語', 'painted']) {
      assert.deepEqual(
        (await other.tickets.list(pageOf(text))).tickets.map(({ id }) => id),
        [1],
      )
    }
    for (const number of [100_001, 100_002, 100_003]) {
      assert.deepEqual(
        await other.tickets.detailsByNumber(number),
        await storage.tickets.detailsByNumber(number),
      )
    }
    assert.deepEqual(await other.staff.all(), await storage.staff.all())
    assert.deepEqual(await other.users.supervised(1), await storage.users.supervised(1))
    assert.deepEqual(
      await other.outbox.undelivered({ offset: 0, limit: 9 }),
      await storage.outbox.undelivered({ offset: 0, limit: 9 }),
    )
    assert.equal(await other.tickets.nextSequence(), await storage.tickets.nextSequence())
    assert.equal(await other.tags.insert({ name: 'green', color: '#0f0' }), 3)
    assert.equal(await other.departments.insert({ name: 'New', private: false }), 3)
    assert.equal(await makeUser(other, 'New'), 3)
  })

  rule('backup: is a snapshot, and writers do not wait for its reader', async (storage) => {
    await fillEverything(storage)
    const before = await contents(storage)
    const reading = storage.backup.parts()[Symbol.asyncIterator]()
    const first = found((await reading.next()).value as BackupPart | undefined)
    await storage.transaction(async (tx) => {
      await tx.tags.insert({ name: 'late', color: '#abc' })
      await tx.users.update(1, { name: 'Changed' })
    })
    await storage.tickets.remove(1)
    await storage.staff.setDepartments(1, [])
    async function* all() {
      yield first
      yield* { [Symbol.asyncIterator]: () => reading }
    }
    assert.deepEqual(await contentsOf(all()), before)
    assert.notDeepEqual(await contents(storage), before)
  })

  rule('backup: has nothing of an uncommitted transaction', async (storage) => {
    await makeUser(storage, 'Uma')
    const reading: Promise<Contents>[] = []
    const failed = storage.transaction(async (tx) => {
      await makeUser(tx, 'Gus')
      reading.push(contents(storage))
      await tx.users.byId(1)
      throw new Error('taken back')
    })
    await assert.rejects(failed, /taken back/)
    assert.equal((await reading[0])?.user?.rows.length, 1)
  })

  rule('backup: a reader may leave', async (storage) => {
    await fillEverything(storage)
    for await (const part of storage.backup.parts()) {
      assert.ok(part.table)
      break
    }
    assert.equal(await storage.bans.add('late@spam.example'), true)
  })

  rule('backup: has all rows of a long table, in their order', async (storage, another) => {
    await storage.transaction(async (tx) => {
      const entry = { type: 'SIGNUP', to: null, date: at(0), author: null }
      const logs = Array.from({ length: 345 }, (_, each) => ({ ...entry, authorName: `name ${each}` }))
      await tx.journal.add({ logs, mails: [], events: [] })
      for (let each = 0; each < 234; each++) await tx.attempts.add(`key ${each}`, at(0), 60_000)
    })
    const other = await another()
    await other.backup.restore(storage.backup.parts())
    const { log, os_attempt } = await contents(other)
    assert.deepEqual(
      log?.rows.map(({ author_name }) => author_name),
      Array.from({ length: 345 }, (_, each) => `name ${each}`),
    )
    assert.equal(os_attempt?.rows.length, 234)
  })

  rule('backup: a failed restore writes nothing', async (storage, another) => {
    await fillEverything(storage)
    const other = await another()
    for (const tables of [1, 8, 20, 29, 99]) {
      await assert.rejects(other.backup.restore(cutOff(storage.backup.parts(), tables)), /cut off/)
      assert.deepEqual(await filled(other), [])
    }
    assert.equal(await other.backup.restore(storage.backup.parts()), true)
  })

  rule('backup: a restore in a transaction is rolled back with it', async (storage, another) => {
    await fillEverything(storage)
    const other = await another()
    const failed = other.transaction(async (tx) => {
      assert.equal(await tx.backup.restore(storage.backup.parts()), true)
      assert.deepEqual(await contents(tx), await contents(storage))
      throw new Error('taken back')
    })
    await assert.rejects(failed, /taken back/)
    assert.deepEqual(await filled(other), [])
  })

  rule('backup: is not restored where something is', async (storage, another) => {
    await fillEverything(storage)
    const something: readonly ((other: Storage) => Promise<unknown>)[] = [
      (other) => other.settings.set({ title: 'Mine' }),
      (other) => makeUser(other, 'Mine'),
      (other) => other.tags.insert({ name: 'mine', color: '#abc' }),
      fillEverything,
    ]
    for (const write of something) {
      const other = await another()
      await write(other)
      const before = await contents(other)
      assert.equal(await other.backup.restore(storage.backup.parts()), false)
      assert.deepEqual(await contents(other), before)
    }
  })

  rule('backup: attempts at an empty storage do not keep it from being filled', async (storage, another) => {
    await fillEverything(storage)
    const other = await another()
    await other.attempts.add('login:user', at(0), 60_000)
    assert.equal(await other.backup.restore(storage.backup.parts()), true)
    assert.deepEqual(await contents(other), await contents(storage))
  })

  rule(
    'backup: columns that are not known are left out, tables that are not are refused',
    async (storage) => {
      const tags = { table: 'tag', columns: ['id', 'shape', 'name', 'color'], lastId: 5 }
      const ghosts = { table: 'ghost', columns: ['id'], lastId: 1 }
      const restore = (...parts: BackupPart[]) =>
        storage.backup.restore(
          (async function* () {
            yield* parts
          })(),
        )
      const tag: BackupPart = { ...tags, rows: [[4, 'round', 'red', '#f00']] }
      await assert.rejects(restore(tag, { ...ghosts, rows: [[1]] }), { code: 'INVALID_BACKUP' })
      assert.equal(await restore(tag, { ...ghosts, rows: [] }), true)
      assert.deepEqual(await storage.tags.all(), [{ id: 4, name: 'red', color: '#f00' }])
      assert.equal(await storage.tags.insert({ name: 'blue', color: '#00f' }), 6)
    },
  )
}
