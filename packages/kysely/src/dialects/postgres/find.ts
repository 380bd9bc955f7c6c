import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../../schema.js'
import { comparedAtMost, mostRead } from '../dialect.js'
import { blocksBelow, largestBlock, largestKeyOf, smallestBlock } from './blocks.js'
import { gramsOf } from './grams.js'

/** Where to look for a text. */
export interface Wanted {
  readonly name: string
  readonly table: 'ticket' | 'ticketevent'
  /** The condition for the rows `x` that have texts. */
  readonly rows: RawBuilder<SqlBool>
  readonly column: 'ticket_number' | 'title' | 'content'
  /** Further columns that `found` reads. */
  readonly columns: readonly string[]
  /** Whether a row `x` holds the text. */
  readonly holds: RawBuilder<SqlBool>
  /** What to return for a row `x` that holds the text: an integer. */
  readonly found: RawBuilder<number | null>
  readonly most: number
}

/** What a search has found in one place so far. */
interface State {
  readonly wanted: Wanted
  readonly newest: number
  /** The lowest id that was searched. */
  readonly from: number
  readonly compared: number
  readonly hits: number
  /** Arrays of what was found, each as PostgreSQL writes it. */
  readonly found: readonly string[]
  /** The share of rows that have all trigrams, in the sampled blocks. */
  readonly sampled: number
}

interface Row {
  readonly name: string
  readonly compared: number
  readonly hits: number
  readonly found: string
}

interface FirstRow extends Row {
  readonly newest: number
  readonly start: number
  readonly sampled: number
  /** Whether all rows were searched. */
  readonly all: boolean
}

/** How many of the newest blocks are searched first. They show how frequent the text is. */
const firstBlocks = 3

/** How many older blocks are counted. They show whether older rows have the text as often. */
const sampledBlocks = 2

/** If at most so many rows are likely to have all trigrams, one statement searches them all. */
const fewRows = 10_000

/** A range is this much larger than expected to be needed, since another range costs another statement. */
const margin = 1.25

const blocks = sql`os_blocks(x.id)`

const always = sql`true`

const lines = (statements: readonly RawBuilder<unknown>[]) =>
  sql.join(
    statements.map((statement) => sql`(${statement})`),
    sql` union all `,
  )

const columnsOf = ({ column, columns }: Wanted) =>
  sql.join(['id', column, ...columns].map((name) => sql.ref(`x.${name}`)))

const hasGrams = ({ rows, column }: Wanted, grams: string) =>
  sql`${rows} and (show_trgm(os_folded(${sql.ref(`x.${column}`)})) collate "C") @> ${grams}::text[]`

const value = ({ holds, found }: Wanted, condition = sql``) =>
  sql`case when ${condition} ${holds} then ${found} end as found`

/** Compares the newest rows that meet a condition and have all trigrams. */
const compared = (wanted: Wanted, grams: string, condition: RawBuilder<unknown>, most: number) =>
  sql`select ${value(wanted)} from (select ${columnsOf(wanted)} from ${sql.table(wanted.table)} x
    where ${condition} and ${hasGrams(wanted, grams)} order by x.id desc limit ${most}) x`

/**
 * Compares the rows below an id that have all trigrams, the newest first, until enough are compared. Looks them up in one
 * of the largest blocks after another: the trigrams may be frequent among ids that no sample has shown, and a lookup in all
 * of these at once might find too many.
 */
const comparedBelow = (
  wanted: Wanted,
  grams: string,
  end: RawBuilder<unknown>,
  most: number,
  isDue = always,
) =>
  // The limit is the number of blocks. Without it, the planner would expect 1,000 rows of the series.
  sql`select x.found from (select b from generate_series((${end} - 1) / ${sql.lit(largestBlock)}, 0, -1) b
      limit (${end} - 1) / ${sql.lit(largestBlock)} + 1) s
    cross join lateral (${compared(
      wanted,
      grams,
      sql`x.id < ${end} and ${blocks} @> array[${sql.raw(largestKeyOf('b'))}]`,
      most,
    )}) x where ${isDue} limit ${most}`

/** Counts the compared rows, and collects what was found, in their order. */
const summed = (name: string, rows: RawBuilder<unknown>, most: number) =>
  sql`select ${sql.lit(name)} as name, count(*)::int as compared, count(found)::int as hits,
      coalesce((array_agg(found) filter (where found is not null))[1:${most}::int], '{}')::text as found
    from (${rows}) y`

const numbersBelow = (end: number, expression: RawBuilder<unknown>) =>
  sql`array(select ${expression} from generate_series(0, ${sql.lit(end - 1)}) n)`

/**
 * Searches the newest blocks of a place. If few rows there and in the samples have all trigrams, also searches all other
 * rows. The name of each common table expression ends with the name of the place.
 */
function firstSearch(wanted: Wanted, grams: string) {
  const { name, table, most } = wanted
  const part = (what: string) => sql.table(`${what}_${name}`)
  const start = sql`(select start from ${part('ends')})`
  const block = sql.lit(smallestBlock)
  const parts = [
    sql`${part('ends')} as materialized (select newest, greatest(last - ${sql.lit(firstBlocks - 1)}, 0) * ${block} as start,
      ${numbersBelow(firstBlocks, sql`(last - n) * 4`)}
        || ${numbersBelow(sampledBlocks, sql`last * n / ${sql.lit(sampledBlocks)} * 4`)} as keys
      from (select newest, newest / ${block} as last
        from (select coalesce(max(id), 0) as newest from ${sql.table(table)}) n) l)`,
    sql`${part('first')} as materialized (select x.id, ${value(wanted, sql`x.id >= ${start} and`)}
      from ${sql.table(table)} x
      where ${blocks} && (select keys from ${part('ends')}) and ${hasGrams(wanted, grams)})`,
    sql`${part('counts')} as materialized (select count(*) filter (where id >= ${start}) as first,
        count(*) filter (where id < ${start}) as sampled from ${part('first')})`,
    sql`${part('few')} as materialized (select ${start} = 0 or ${start} * greatest(
        first / ${sql.lit(firstBlocks * smallestBlock)}::float8,
        sampled / ${sql.lit(sampledBlocks * smallestBlock)}::float8) <= ${sql.lit(fewRows)} as few
      from ${part('counts')})`,
  ]
  const isFew = sql`(select few from ${part('few')})`
  const others = comparedBelow(wanted, grams, start, comparedAtMost(most), isFew)
  const rows = sql`(select found from ${part('first')} where id >= ${start} order by id desc) union all (${others})
    limit ${comparedAtMost(most)}`
  const select = sql`select s.name, s.compared, s.hits, s.found, ${isFew} as all,
      (select newest from ${part('ends')}) as newest, ${start} as start,
      (select sampled from ${part('counts')})::int as sampled
    from (${summed(name, rows, most)}) s`
  return { parts, select }
}

async function firstStates(db: Db, grams: string, places: readonly Wanted[]): Promise<State[]> {
  const searches = places.map((wanted) => firstSearch(wanted, grams))
  const { rows } = await sql<FirstRow>`with ${sql.join(searches.flatMap(({ parts }) => parts))}
    ${lines(searches.map(({ select }) => select))}`.execute(db)
  return places.flatMap((wanted) =>
    rows
      .filter(({ name }) => name === wanted.name)
      .map(({ newest, start, compared, hits, found, sampled, all }) => ({
        wanted,
        newest,
        from: all ? 0 : start,
        compared,
        hits,
        found: [found],
        sampled: sampled / (sampledBlocks * smallestBlock),
      })),
  )
}

/** Compares at most as many of the next rows, down to an id. */
interface Next {
  readonly rows: (most: number) => RawBuilder<unknown>
  readonly from: number
}

/** Returns the next rows to search: all older ones if few of them are likely to have all trigrams. */
function nextRows({ wanted, newest, from, compared: done, sampled }: State, grams: string): Next {
  const share = done / (newest - from)
  const likely = Math.max(share, sampled)
  if (likely * from <= fewRows)
    return { rows: (most) => comparedBelow(wanted, grams, sql`${from}::bigint`, most), from: 0 }
  const ids = Math.ceil((margin * (comparedAtMost(wanted.most) - done)) / (share || likely))
  const range = blocksBelow(from, ids)
  const keys = sql`${blocks} && ${`{${range.keys.join()}}`}::bigint[]`
  return { rows: (most) => compared(wanted, grams, keys, most), from: range.from }
}

const isOpen = ({ wanted, hits, compared, from }: State) =>
  from > 0 && hits < wanted.most && compared < comparedAtMost(wanted.most)

/** Searches further rows of each place. */
async function searchedOn(db: Db, grams: string, open: readonly State[]): Promise<State[]> {
  const next = open.map((state) => ({ state, ...nextRows(state, grams) }))
  const selects = next.map(({ state: { wanted, compared: done, hits }, rows }) =>
    summed(wanted.name, rows(comparedAtMost(wanted.most) - done), wanted.most - hits),
  )
  const { rows } = await sql<Row>`${lines(selects)}`.execute(db)
  return next.flatMap(({ state, from }) =>
    rows
      .filter(({ name }) => name === state.wanted.name)
      .map((row) => ({
        ...state,
        from,
        compared: state.compared + row.compared,
        hits: state.hits + row.hits,
        found: [...state.found, row.found],
      })),
  )
}

const merged = (arrays: readonly string[]) =>
  `{${arrays
    .map((text) => text.slice(1, -1))
    .filter((text) => text !== '')
    .join()}}`

/** If a rare text has at least this many different trigrams, few other texts have all of them. */
const selectiveGrams = 3

/**
 * Searches all rows of each place at once. To find out first how frequent the text is would take a statement that is slow
 * to plan.
 */
async function foundAtOnce(db: Db, grams: string, places: readonly Wanted[]): Promise<string> {
  const selects = places.map((wanted) => {
    const rows = compared(wanted, grams, always, comparedAtMost(wanted.most))
    return sql`select found from (${rows}) y where found is not null limit ${wanted.most}`
  })
  const { rows } = await sql<{ found: string }>`select coalesce(array_agg(found), '{}')::text as found
    from (${lines(selects)}) f`.execute(db)
  return rows[0]?.found ?? '{}'
}

/**
 * Searches the newest rows of each place. Returns what was found as one array of integers, as PostgreSQL writes it;
 * undefined if the index has no trigram of the text. Compares at most `comparedAtMost` texts of each place that have all
 * trigrams.
 *
 * @param isRare whether few texts are likely to hold the part
 */
export async function foundIn(
  db: Db,
  part: string,
  places: readonly Wanted[],
  isRare: boolean,
): Promise<string | undefined> {
  const list = await gramsOf(db, part)
  if (list.length === 0) return undefined
  const grams = `{${list.map((gram) => `"${gram}"`).join()}}`
  if (isRare && list.length >= selectiveGrams) return foundAtOnce(db, grams, places)
  let states = await firstStates(db, grams, places)
  for (let open = states.filter(isOpen); open.length > 0; open = states.filter(isOpen))
    states = [...states.filter((state) => !isOpen(state)), ...(await searchedOn(db, grams, open))]
  return merged(states.flatMap(({ found }) => found))
}

/** Searches the newest rows of each place without an index. Returns what was found as `foundIn` does. */
export async function scannedIn(db: Db, places: readonly Wanted[]): Promise<string> {
  if (places.length === 0) return '{}'
  const selects = places.map((wanted) => {
    const newest = sql`select ${columnsOf(wanted)} from ${sql.table(wanted.table)} x where ${wanted.rows}
      order by x.id desc limit ${sql.lit(mostRead)}`
    return sql`select ${wanted.found} as found from (${newest}) x where ${wanted.holds} limit ${sql.lit(wanted.most)}`
  })
  const { rows } = await sql<{ found: string }>`select coalesce(array_agg(found), '{}')::text as found
    from (${lines(selects)}) f where found is not null`.execute(db)
  return rows[0]?.found ?? '{}'
}
