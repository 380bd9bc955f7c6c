import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Db } from '../../../schema.js'
import { withRetries } from '../../retries.js'
import { deadlock, hasNumber, lockTimeout } from '../faults.js'
import { gramsOf, sliceLength } from './gram.js'
import { addPostings, blockOf, blockSize, type Postings, writePostings } from './postings.js'
import { comments, type Kind, lastIndexed, type Source, tickets } from './sources.js'

/** The newest ids stay out of the index: a statement that has taken one may not have written its row yet. */
export const newestLeft = 256

/** Fewer new ids are not worth a batch. */
const fewestNew = 512

/** Ends a batch early, to bound its memory. */
const mostPostings = 2_000_000

const rowsAtOnce = 50
const staleAtOnce = 200

/** The indexed columns of a row. */
interface Row {
  readonly id: number
  readonly title?: string | null
  readonly content: string | null
}

/** Puts new and changed texts into the index, in batches that are committed one by one, so that it can be repeated. */
export async function fillGrams(db: Db): Promise<void> {
  for (const source of [tickets, comments]) {
    while (await indexNext(db, source));
    while ((await indexStale(db, source)) === staleAtOnce);
  }
}

/** Empties the index, whose texts are gone. */
export async function clearGrams(db: Db): Promise<void> {
  for (const table of ['os_gram', 'os_gram_done', 'os_gram_stale'])
    await sql`delete from ${sql.table(table)}`.execute(db)
}

const again = <T>(work: () => Promise<T>) =>
  withRetries((error) => hasNumber(error, [deadlock, lockTimeout]), work)

/** Runs `work` in the transaction that is open, or one of its own. */
const together = <T>(db: Db, work: (tx: Db) => Promise<T>): Promise<T> =>
  db.isTransaction
    ? work(db)
    : again(() => db.transaction().setIsolationLevel('read committed').execute(work))

/** Returns the range of ids to index next, which is in one block; undefined if there is nothing to do. */
async function nextRange(db: Db, { table }: Source, done: number) {
  const { rows } = await sql<{ first: number | null; last: number | null }>`
    select min(id) as first, max(id) as last from ${sql.table(table)} where id > ${done}`.execute(db)
  const [row] = rows
  if (!row?.first || !row.last || Number(row.last) - newestLeft - done < fewestNew) return undefined
  const after = Number(row.first) - 1
  const end = Math.min(Number(row.last) - newestLeft, (blockOf(after + 1) + 1) * blockSize - 1)
  return end > after ? { after, end } : undefined
}

/** Indexes the next texts. Returns whether there may be more. */
async function indexNext(db: Db, source: Source): Promise<boolean> {
  const done = await lastIndexed(db, source)
  const range = await nextRange(db, source, done)
  if (!range) return false
  // Waits until no open transaction has a row in the range: it would be passed over.
  if (!db.isTransaction)
    await again(() =>
      sql`select count(*) from ${sql.table(source.table)} where id > ${range.after} and id <= ${range.end}
        lock in share mode`.execute(db),
    )
  await together(db, async (tx) => {
    // Another process was faster.
    if ((await lockDone(tx, source)) !== done) return
    const index = new Index()
    let { after } = range
    while (after < range.end) {
      const rows = await rowsOf(tx, source, sql`x.id > ${after} and x.id <= ${range.end}`)
      for (const row of rows) await index.add(source, row)
      after = rows.length < rowsAtOnce ? range.end : (rows.at(-1)?.id ?? range.end)
      if (index.size > mostPostings) break
      await nextTurn()
    }
    await index.write(tx)
    await sql`update os_gram_done set last_id = ${after} where source = ${source.number}`.execute(tx)
  })
  return true
}

/** Indexes texts that have changed. Returns their number. */
const indexStale = (db: Db, source: Source): Promise<number> =>
  together(db, async (tx) => {
    await lockDone(tx, source)
    // Skips the notes that open transactions have written: a later round indexes those texts.
    const { rows } = await sql<{ id: number }>`select id from os_gram_stale where source = ${source.number}
      order by id limit ${sql.lit(staleAtOnce)} for update skip locked`.execute(tx)
    if (rows.length === 0) return 0
    const ids = sql.join(rows.map(({ id }) => sql.lit(Number(id))))
    const index = new Index()
    for (const { id } of rows)
      for (const row of await rowsOf(tx, source, sql`x.id = ${id}`)) await index.add(source, row)
    await index.write(tx)
    await sql`delete from os_gram_stale where source = ${source.number} and id in (${ids})`.execute(tx)
    return rows.length
  })

/** Locks the progress of a source, so that one process at a time indexes it, and returns it. */
async function lockDone(tx: Db, source: Source): Promise<number> {
  await sql`insert into os_gram_done (source, last_id) values (${source.number}, 0)
    on duplicate key update last_id = last_id`.execute(tx)
  return lastIndexed(tx, source, sql`for update`)
}

async function rowsOf(db: Db, { table, rows: all, columns }: Source, condition: ReturnType<typeof sql>) {
  const names = columns.map(({ name }) => sql.ref(`x.${name}`))
  const { rows } = await sql<Row>`select x.id, ${sql.join(names)} from ${sql.table(table)} x
    where ${condition} and ${all} order by x.id limit ${sql.lit(rowsAtOnce)}`.execute(db)
  return rows
}

/** The postings of some texts. */
class Index {
  readonly #blocks = new Map<string, { kind: Kind; block: number; postings: Postings }>()
  #read = 0
  size = 0

  async add({ columns }: Source, row: Row): Promise<void> {
    for (const { kind, name } of columns) {
      const text = row[name as 'title' | 'content']
      if (!text) continue
      const block = blockOf(row.id)
      const key = `${kind} ${block}`
      const place = this.#blocks.get(key) ?? { kind, block, postings: new Map() }
      this.#blocks.set(key, place)
      for (let start = 0; start < text.length; start += sliceLength) {
        // The slices overlap, so that no gram is missed where they meet, also one of composed characters.
        const slice = text.slice(Math.max(0, start - sliceOverlap), start + sliceLength)
        this.size += addPostings(place.postings, row.id, gramsOf(slice))
        this.#read += slice.length
        if (this.#read < sliceLength) continue
        this.#read = 0
        await nextTurn()
      }
    }
  }

  async write(db: Db): Promise<void> {
    for (const { kind, block, postings } of this.#blocks.values())
      await writePostings(db, kind, block, postings)
  }
}

/** Code units. A character and its marks are rarely longer. */
const sliceOverlap = 100
