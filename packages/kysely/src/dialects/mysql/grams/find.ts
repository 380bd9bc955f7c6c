import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../../../schema.js'
import { comparedAtMost, mostRead } from '../../dialect.js'
import { newestLeft } from './fill.js'
import { gramsFrom, gramsWithin, indexLength } from './gram.js'
import { BlockMatch, blockOf } from './postings.js'
import { type Kind, numberOf, type Source, sourceOf } from './sources.js'

/** The most grams of a text that are looked up. The rest is compared in the texts themselves. */
const mostGrams = 6

/** Of more grams than this, some are left out before the rarest are chosen. */
const mostCompared = 40

/** The newest blocks that show which grams are rare. */
const blocksCompared = 8

/** Blocks to read at once, at first. */
const firstWindow = 8
const lastWindow = 256

/**
 * For rare grams, more blocks are read at once: as many as are likely to have at most this many texts with the rarest gram,
 * and this many bytes of all grams.
 */
const longestWindow = 1_024
const textsInWindow = 8_000
const bytesInWindow = 2_000_000

/** More blocks than this are read as one range, from the first to the last, instead of each by its number. */
const blocksByNumber = 32

/** Texts to compare at once. */
const textsAtOnce = 2_500

/** The new texts after which the index should have been filled. */
const manyNew = 2_000

export interface Wanted {
  readonly kind: Kind
  readonly part: string
  /** Selects what to return for a row `x`. */
  readonly columns: RawBuilder<unknown>
  /** Compares a row `x`. */
  readonly condition: RawBuilder<SqlBool>
  readonly most: number
}

/** What a search has to know of a source. */
interface State {
  /** Up to this id, the index has all texts. */
  readonly done: number
  /** Only texts from this id on are searched. */
  readonly oldest: number
}

/** What a search has to know of the index. */
export interface IndexState {
  readonly states: ReadonlyMap<Source, State>
  /** Whether many texts are not in it yet. */
  readonly isBehind: boolean
}

/** Reads what a search for a part in these sources has to know of the index, before it begins. */
export async function indexState(db: Db, sources: readonly Source[], part: string): Promise<IndexState> {
  const selects = sources.map(
    ({ number, table }) => sql`select ${sql.lit(number)} as number,
      coalesce((select last_id from os_gram_done where source = ${sql.lit(number)}), 0) as done,
      coalesce((select max(id) from ${sql.table(table)}), 0) as newest`,
  )
  const { rows } = await sql<{ number: number; done: number; newest: number }>`${sql.join(
    selects,
    sql` union all `,
  )}`.execute(db)
  // Of two characters, the newest texts are searched, as in other databases.
  const isShort = indexLength(part) < 3
  const states = new Map<Source, State>()
  for (const [place, source] of sources.entries())
    states.set(source, {
      done: Number(rows[place]?.done ?? 0),
      oldest: isShort ? await oldestRead(db, source) : 0,
    })
  const isBehind = rows.some(({ done, newest }) => Number(newest) - Number(done) > manyNew + newestLeft)
  return { states, isBehind }
}

/**
 * Returns the newest rows whose text holds a part of two characters or more, at most `most`. Compares at most as many
 * texts that the index names as `comparedAtMost` returns: some of them may be gone or have changed.
 */
export async function foundIn<Row extends { readonly id: number }>(
  db: Db,
  { states }: IndexState,
  wanted: Wanted,
): Promise<Row[]> {
  const source = sourceOf(wanted.kind)
  const state = states.get(source)
  if (!state) throw new Error(`the state of the source of ${wanted.kind} is missing`)
  const rows = await notIndexed<Row>(db, source, wanted, state.done)
  const seen = new Set(rows.map(({ id }) => id))
  let left = comparedAtMost(wanted.most)
  for await (const ids of candidates(db, wanted, state)) {
    for (let start = 0; start < ids.length && rows.length < wanted.most && left > 0; start += textsAtOnce) {
      const some = ids.slice(start, start + Math.min(textsAtOnce, left))
      left -= some.length
      const { rows: hits } = await sql<Row>`select ${wanted.columns}
        from json_table(${JSON.stringify(some)}, '$[*]' columns (id int unsigned path '$')) j
        straight_join ${sql.table(source.table)} x on x.id = j.id
        where ${source.rows} and ${wanted.condition} limit ${sql.lit(wanted.most)}`.execute(db)
      for (const hit of hits) if (!seen.has(hit.id)) rows.push(hit)
    }
    if (rows.length >= wanted.most || left <= 0) break
  }
  return rows.slice(0, wanted.most)
}

/** Compares the texts that are not in the index, and those that have changed since. */
async function notIndexed<Row>(db: Db, source: Source, wanted: Wanted, done: number): Promise<Row[]> {
  const { table, rows: all, number, columns } = source
  const names = sql.join([...columns.map(({ name }) => sql.ref(`x.${name}`)), ...own(source)])
  const newest = sql`select x.id, ${names} from ${sql.table(table)} x
    where x.id > ${done} and ${all} order by x.id desc limit ${sql.lit(mostRead)}`
  const stale = sql`select x.id, ${names} from (select id from os_gram_stale where source = ${number}
      order by id desc limit ${sql.lit(mostRead)}) s
    straight_join ${sql.table(table)} x on x.id = s.id where x.id <= ${done} and ${all}`
  const { rows } = await sql<Row>`select ${wanted.columns} from ((${newest}) union all (${stale})) x
    where ${wanted.condition} limit ${sql.lit(wanted.most)}`.execute(db)
  return rows
}

/** Further columns of a row that a result may name. */
const own = ({ table }: Source) => (table === 'ticketevent' ? [sql.ref('x.ticket_id')] : [])

async function oldestRead(db: Db, { table, rows }: Source): Promise<number> {
  const found = await sql<{
    id: number | null
  }>`select min(id) as id from (select x.id from ${sql.table(table)} x
    where ${rows} order by x.id desc limit ${sql.lit(mostRead)}) n`.execute(db)
  return Number(found.rows[0]?.id ?? 0)
}

/** Yields the ids of texts that the index has for a part, the newest first. */
async function* candidates(
  db: Db,
  { kind, part }: Wanted,
  { done, oldest }: State,
): AsyncGenerator<number[]> {
  const number = numberOf(kind)
  const { groups, fitting } = await gramGroups(db, number, part, done)
  const [rarest = [], ...others] = groups
  if (rarest.length === 0) return
  let before = blockOf(done) + 1
  for (
    let size = Math.max(firstWindow, fitting);
    ;
    size = Math.min(4 * size, Math.max(fitting, lastWindow))
  ) {
    const range = { before, first: blockOf(oldest), size }
    const rows =
      rarest.length === 1 ? await rowsOf(db, number, rarest, range) : await joined(db, number, rarest, range)
    const matches = blocksOf(rows)
    const left = others.length === 0 ? matches : await kept(db, number, others, matches)
    const ids = left.flatMap((match) => match.ids()).filter((id) => id >= oldest)
    if (ids.length > 0) yield ids
    if (matches.length < size) return
    before = matches.at(-1)?.block ?? 0
  }
}

interface GramRow {
  readonly gram: number
  readonly block: number
  readonly ids: Uint8Array
}

/** The blocks to read: the newest below one, down to another. */
interface Range {
  readonly before: number
  readonly first: number
  readonly size: number
}

const rowsOf = async (db: Db, number: number, grams: readonly number[], { before, first, size }: Range) =>
  (
    await sql<GramRow>`select gram, block, ids from os_gram
      where kind = ${number} and gram = ${grams[0]} and block < ${before} and block >= ${first}
      order by block desc limit ${sql.lit(size)}`.execute(db)
  ).rows

/** Returns the rows of all of these grams in the newest blocks that have any. */
async function joined(db: Db, number: number, grams: readonly number[], { before, first, size }: Range) {
  const { rows } = await sql<{ block: number }>`select distinct block from os_gram
    where kind = ${number} and gram in (${sql.join(grams.map(sql.lit))}) and block < ${before} and block >= ${first}
    order by block desc limit ${sql.lit(size)}`.execute(db)
  return inBlocks(
    db,
    number,
    grams,
    rows.map(({ block }) => Number(block)),
  )
}

async function inBlocks(db: Db, number: number, grams: readonly number[], blocks: readonly number[]) {
  if (blocks.length === 0) return []
  const isLong = blocks.length > blocksByNumber
  const place = isLong
    ? sql`block between ${sql.lit(Math.min(...blocks))} and ${sql.lit(Math.max(...blocks))}`
    : sql`block in (${sql.join(blocks.map(sql.lit))})`
  const { rows } = await sql<GramRow>`select gram, block, ids from os_gram
    where kind = ${number} and gram in (${sql.join(grams.map(sql.lit))}) and ${place}`.execute(db)
  return rows
}

/** Returns the blocks of rows, the newest first, with the texts that have any of their grams. */
function blocksOf(rows: readonly GramRow[]): BlockMatch[] {
  const byBlock = new Map<number, Uint8Array[]>()
  for (const { block, ids } of rows) {
    const known = byBlock.get(Number(block))
    if (known) known.push(ids)
    else byBlock.set(Number(block), [ids])
  }
  const matches = [...byBlock].map(([block, ids]) => {
    const match = new BlockMatch(block)
    match.keep(ids)
    return match
  })
  return matches.sort((one, other) => other.block - one.block)
}

/** Returns the blocks that have texts with these grams, too. */
async function kept(
  db: Db,
  number: number,
  groups: readonly (readonly number[])[],
  matches: readonly BlockMatch[],
): Promise<BlockMatch[]> {
  const blocks = matches.map(({ block }) => block)
  const byPlace = new Map<string, Uint8Array>()
  for (const { gram, block, ids } of await inBlocks(db, number, groups.flat(), blocks))
    byPlace.set(`${gram} ${block}`, ids)
  return matches.filter((match) =>
    groups.every((grams) => match.keep(grams.flatMap((gram) => byPlace.get(`${gram} ${match.block}`) ?? []))),
  )
}

/** What each text must have. */
interface GramGroups {
  /** One gram of each group. The rarest come first. */
  readonly groups: number[][]
  /** How many blocks fit into a window, as far as the newest ones show. */
  readonly fitting: number
}

async function gramGroups(db: Db, number: number, part: string, done: number): Promise<GramGroups> {
  if (indexLength(part) < 3) {
    const [first, last] = gramsFrom(part)
    const { rows } = await sql<{ gram: number }>`select distinct gram from os_gram
      where kind = ${number} and gram between ${first} and ${last}`.execute(db)
    return { groups: [rows.map(({ gram }) => Number(gram))], fitting: firstWindow }
  }
  const within = gramsWithin(part)
  const step = Math.ceil(within.length / mostCompared)
  const grams = within.filter((_, place) => place % step === 0)
  const { rows } = await sql<{
    gram: number
    bytes: number
  }>`select gram, sum(length(ids)) as bytes from os_gram
    where kind = ${number} and gram in (${sql.join(grams.map(sql.lit))})
      and block > ${blockOf(done) - blocksCompared} group by gram`.execute(db)
  const bytes = new Map(rows.map((row) => [Number(row.gram), Number(row.bytes)]))
  const sizeOf = (gram: number) => bytes.get(gram) ?? 0
  const rarest = grams.sort((one, other) => sizeOf(one) - sizeOf(other)).slice(0, mostGrams)
  const perBlock = (bytes: number) => Math.max(1, bytes / blocksCompared)
  const all = rarest.reduce((sum, gram) => sum + sizeOf(gram), 0)
  // Each text has two bytes in a row.
  const byTexts = (2 * textsInWindow) / perBlock(sizeOf(rarest[0] ?? 0))
  const fitting = Math.floor(Math.min(longestWindow, byTexts, bytesInWindow / perBlock(all)))
  return { groups: rarest.map((gram) => [gram]), fitting }
}
