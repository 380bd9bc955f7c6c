import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../../schema.js'
import { mostHits, mostRead, mostTitles, type TextConditions } from '../dialect.js'
import { numbersWith } from '../numbers-with.js'
import { foldedPattern } from './folded-pattern.js'
import {
  clearGrams,
  comments,
  foundIn,
  type GramWriter,
  indexLength,
  indexState,
  type Source,
  tickets,
  type Wanted,
} from './grams/index.js'

interface Place {
  readonly id: number
  readonly place: number
}

/** The columns' collation treats different letters as equal, such as all emoji. */
const matches = (column: string, pattern: string) =>
  sql<SqlBool>`${sql.ref(column)} regexp ${pattern} collate utf8mb4_bin`

const holds: TextConditions['holds'] = (column, part) => matches(column, foldedPattern(part))

const startsWith: TextConditions['startsWith'] = (column, part) => matches(column, `^${foldedPattern(part)}`)

const titles = (part: string, most: number): Wanted => ({
  kind: 'title',
  part,
  columns: sql`x.id, case when ${startsWith('x.title', part)} then 2 else 3 end as place`,
  condition: holds('x.title', part),
  most,
})

/** Where to look for a text, other than in numbers. */
const places = (part: string): Wanted[] => [
  titles(part, mostHits),
  {
    kind: 'content',
    part,
    columns: sql`x.id, 4 as place`,
    condition: holds('x.content', part),
    most: mostHits,
  },
  {
    kind: 'comment',
    part,
    columns: sql`x.id, x.ticket_id as ticket, 5 as place`,
    condition: holds('x.content', part),
    most: mostHits,
  },
]

/** The index finds texts of two characters or more. */
const isIndexed = (text: string) => indexLength(text) >= 2

/** Reads the newest rows. */
async function scanned<Row>(db: Db, { kind, columns, condition, most }: Wanted): Promise<Row[]> {
  const rows =
    kind === 'comment'
      ? sql`(select id, ticket_id, content from ticketevent where type = 'COMMENT'
          order by id desc limit ${sql.lit(mostRead)})`
      : sql`(select id, title, content from ticket order by id desc limit ${sql.lit(mostRead)})`
  const found = await sql<Row>`select ${columns} from ${rows} x where ${condition}
    limit ${sql.lit(most)}`.execute(db)
  return found.rows
}

function inNumbers(text: string) {
  if (!/^[0-9]{1,7}$/.test(text)) return []
  const numbers = numbersWith(text)
  if (numbers)
    return [sql`select id, 1 as place from ticket where ticket_number in (${sql.join(numbers.map(sql.lit))})`]
  const newest = sql`select id, ticket_number from ticket order by id desc limit ${sql.lit(mostRead)}`
  return [
    sql`select x.id, 1 as place from (${newest}) x where locate(${text}, concat(x.ticket_number, '')) > 0
    limit ${sql.lit(mostHits)}`,
  ]
}

/** Selects rows that were found before. */
const selected = (rows: readonly (readonly [id: number, place: number])[]): RawBuilder<Place> =>
  sql<Place>`select f.id, f.place from json_table(${JSON.stringify(rows)}, '$[*]'
    columns (id int unsigned path '$[0]', place int path '$[1]')) f`

/** How MySQL and MariaDB search: in the index of grams, whose candidates are compared with a regular expression. */
export function mysqlText(writer: GramWriter): TextConditions {
  /** Returns a function that looks for a text, in columns of these sources. */
  async function finder(db: Db, sources: readonly Source[], text: string) {
    if (!isIndexed(text)) return <Row>(wanted: Wanted) => scanned<Row>(db, wanted)
    const state = await indexState(db, sources, text)
    if (state.isBehind) writer.fill()
    return <Row extends Place>(wanted: Wanted) => foundIn<Row>(db, state, wanted)
  }

  return {
    holds,
    startsWith,
    async anywhere(db, text) {
      const best = new Map<number, number>()
      const find = await finder(db, [tickets, comments], text)
      for (const wanted of places(text)) {
        for (const { id, ticket = id, place } of await find<Place & { ticket?: number | null }>(wanted)) {
          if (ticket !== null) best.set(ticket, Math.min(place, best.get(ticket) ?? place))
        }
      }
      const selects = [...inNumbers(text), selected([...best])]
      return {
        select: sql`${sql.join(
          selects.map((select) => sql`(${select})`),
          sql` union all `,
        )}`,
      }
    },
    async inTitles(db, part) {
      const find = await finder(db, [tickets], part)
      return selected((await find<Place>(titles(part, mostTitles))).map(({ id, place }) => [id, place]))
    },
    added: writer.added,
    cleared: clearGrams,
    changed: (db, table, id) => writer.changed(db, table === 'ticket' ? tickets : comments, id),
  }
}
