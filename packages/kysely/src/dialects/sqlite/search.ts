import { foldedText } from '@opensupports/core'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../../schema.js'
import { placeholder, shapedStatements } from '../../statement.js'
import {
  comparedAtMost,
  mostHits,
  mostRead,
  mostTitles,
  type TextConditions,
  type TextSource,
} from '../dialect.js'
import { isWholeNumber, numbersWith } from '../numbers-with.js'

/** Folds a column. Most texts are ASCII, which SQLite folds by itself in a fraction of the time of `os_folded`. */
const foldedColumn = (
  column: string,
) => sql`case when length(${sql.ref(column)}) = length(cast(${sql.ref(column)} as blob))
  then lower(${sql.ref(column)}) else os_folded(${sql.ref(column)}) end`

/** Whether a column holds a part, literally, without case. Reads every row that is left. */
const holds = (column: string, part: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`instr(${foldedColumn(column)}, ${foldedText(part)}) > 0`

/** Whether a column starts with a part, literally, without case. */
const startsWith = (column: string, part: string): RawBuilder<SqlBool> =>
  sql<SqlBool>`substr(${foldedColumn(column)}, 1, ${[...foldedText(part)].length}) = ${foldedText(part)}`

/** The trigram index holds folded texts, and finds nothing shorter than three characters. */
const isIndexed = (folded: string) => [...folded].length >= 3

/** A phrase of the index's query language. */
const phraseOf = (folded: string) => `"${folded.replaceAll('"', '""')}"`

/** Returns a query for texts that have all trigrams of a text, in any order; or only its first and its last one. */
function gramsOf(folded: string, which: 'all' | 'ends'): string {
  const letters = [...folded]
  const found = letters.slice(2).map((_, place) => letters.slice(place, place + 3).join(''))
  const grams = which === 'ends' ? [...found.slice(0, 1), ...found.slice(-1)] : found
  return [...new Set(grams)].slice(0, mostGrams).map(phraseOf).join(' AND ')
}

/** The most trigrams that the index looks up. Texts are compared for the others. */
const mostGrams = 40

interface Found {
  readonly id: number
  readonly place: number
}

const jsonOf = (found: readonly Found[]) => JSON.stringify(found.map(({ id, place }) => [id, place]))

/** Selects the ids and places from a text that `jsonOf` returned. */
const inJson = (json: string) => sql`select value ->> 0 as id, value ->> 1 as place from json_each(${json})`

const numberSearch = shapedStatements({ isSelect: true })

/** Selects the newest rows whose text holds a number. */
const rowsWithNumber = (place: Place) =>
  sql`select rowid from ${sql.table(indexOf(place))} where ${sql.ref(indexOf(place))} match ${placeholder(place)}
    order by rowid desc limit ${sql.lit(mostHits)}`

function textsWithNumber() {
  const isFirst = sql`substr(x.title, 1, ${placeholder('length')}) = ${placeholder('text')}`
  return sql<Found>`select x.id, case when ${isFirst} then 2 else 3 end as place
      from (${rowsWithNumber('title')}) f cross join ticket x where x.id = f.rowid
    union all select rowid as id, 4 as place from (${rowsWithNumber('content')})
    union all select x.ticket_id as id, 5 as place
      from (${rowsWithNumber('comment')}) f cross join ticketevent x where x.id = f.rowid`
}

/**
 * Selects the tickets that hold a whole number. It trusts the index and compares no texts, since few texts have such a
 * number. Even among ten million comments, the index takes few milliseconds, so it need not run on a thread.
 */
async function wholeNumber(db: Db, text: string): Promise<TextSource> {
  const query = (place: Place) => `${columnOf(place)} : ${phraseOf(text)}`
  const queries = { title: query('title'), content: query('content'), comment: query('comment') }
  const values = { ...queries, text, length: text.length }
  const found = await numberSearch<Found>(db, 'number', values, textsWithNumber)
  return {
    select: sql`select id, 1 as place from ticket
        where ticket_number in (select value from json_each(${placeholder('numbers')}))
      union all ${inJson(placeholder('found'))}`,
    key: 'number',
    values: { numbers: JSON.stringify(numbersWith(text)), found: jsonOf(found) },
  }
}

async function anywhere(db: Db, text: string): Promise<TextSource> {
  if (isWholeNumber(text)) return wholeNumber(db, text)
  const folded = foldedText(text)
  const places = [
    ...inNumbers(text),
    ...(isIndexed(folded)
      ? await indexed(db, text, ['title', 'content', 'comment'], mostHits)
      : scanned(text)),
  ]
  return {
    select: sql`${sql.join(
      places.map((place) => sql`select * from (${place})`),
      sql` union all `,
    )}`,
  }
}

function inNumbers(text: string) {
  if (!/^[0-9]{1,7}$/.test(text)) return []
  const numbers = numbersWith(text)
  if (numbers)
    return [sql`select id, 1 as place from ticket where ticket_number in (${sql.join(numbers.map(sql.lit))})`]
  const newest = sql`select id, ticket_number from ticket order by id desc limit ${sql.lit(mostRead)}`
  return [
    sql`select id, 1 as place from (${newest}) where instr(cast(ticket_number as text), ${text}) > 0
    limit ${sql.lit(mostHits)}`,
  ]
}

/** Where the index finds texts. */
type Place = 'title' | 'content' | 'comment'

const indexOf = (place: Place) => (place === 'comment' ? 'os_comment_text' : 'os_ticket_text')
const columnOf = (place: Place) => (place === 'comment' ? 'content' : place)

/** Selects the newest rows that the index finds for a query. */
const rowsWith = (place: Place, query: string, most: number) =>
  sql`select rowid from ${sql.table(indexOf(place))}
    where ${sql.ref(indexOf(place))} match ${`${columnOf(place)} : (${query})`} order by rowid desc limit ${sql.lit(most)}`

/**
 * Returns the places where more texts match a query than a search compares. For each place it returns how far apart the ids of
 * the newest and the oldest of the texts to compare are.
 */
async function frequentPlaces(
  db: Db,
  query: string,
  places: readonly Place[],
  most: number,
): Promise<ReadonlyMap<Place, number>> {
  if (places.length === 0) return new Map()
  const compared = sql.lit(comparedAtMost(most))
  const distances = places.map(
    (place) => sql`(select case when count(*) > ${compared} then max(rowid) - min(rowid) end
      from (${rowsWith(place, query, comparedAtMost(most) + 1)})) as ${sql.ref(place)}`,
  )
  const { rows } = await sql<Record<Place, number | null>>`select ${sql.join(distances)}`.execute(db)
  return new Map(
    places.flatMap((place) => {
      const distance = rows[0]?.[place] ?? null
      return distance === null ? [] : [[place, distance]]
    }),
  )
}

/**
 * Selects the tickets of an index's rows, and the place where each holds a text.
 *
 * @param isCompared whether to leave out rows that do not hold it. False where the index has found it exactly
 */
function hitsIn(place: Place, text: string, rows: RawBuilder<unknown>, most: number, isCompared = true) {
  const isComment = place === 'comment'
  const column = `x.${columnOf(place)}`
  const titles = sql`case when ${startsWith(column, text)} then 2 else 3 end`
  const rank = place === 'title' ? titles : sql.lit(isComment ? 5 : 4)
  return sql<Found>`select ${sql.ref(isComment ? 'x.ticket_id' : 'x.id')} as id, ${rank} as place
    from (${rows}) f cross join ${sql.table(isComment ? 'ticketevent' : 'ticket')} x
    where x.id = f.rowid ${isCompared ? sql`and ${holds(column, text)}` : sql``} limit ${sql.lit(most)}`
}

/** How many texts with the first and the last trigram of a text are read to estimate how many of them hold all of it. */
const sampled = 200

/**
 * The distance of ids from which it takes the index longer to look up all trigrams than to look up two and compare texts: it
 * also steps over the texts in between.
 */
const farApart = 1_000_000

/**
 * Returns the newest hits of each place in which the newest texts with the first and the last trigram have as many hits as a
 * search returns. A sample shows first where that is likely, so that few texts are compared in vain.
 */
async function newestHits(
  db: Db,
  text: string,
  ends: string,
  places: readonly Place[],
  most: number,
): Promise<ReadonlyMap<Place, readonly Found[]>> {
  const found = new Map<Place, readonly Found[]>()
  for (const place of places) {
    const among = (count: number) => hitsIn(place, text, rowsWith(place, ends, count), Math.min(count, most))
    const some = await among(sampled).execute(db)
    if (some.rows.length * comparedAtMost(most) < most * sampled) continue
    const { rows } = await among(comparedAtMost(most)).execute(db)
    if (rows.length === most) found.set(place, rows)
  }
  return found
}

/**
 * Selects the newest rows with a text. If few texts have its first and its last trigram, those are compared: the index
 * takes ten times as long to find texts with six trigrams. So are the newest ones of many that are far apart, if most of
 * them hold the text. If many texts have these two but few have all, the index alone finds them. If many have all, it would
 * read all of them to find those with the trigrams in the right order, so the newest ones are compared.
 */
async function indexed(db: Db, text: string, places: readonly Place[], most: number) {
  const folded = foldedText(text)
  const [ends, grams] = [gramsOf(folded, 'ends'), gramsOf(folded, 'all')]
  const many = await frequentPlaces(db, ends, places, most)
  const apart = ends === grams ? [] : [...many.keys()].filter((place) => (many.get(place) ?? 0) > farApart)
  const newest = await newestHits(db, text, ends, apart, most)
  const others = [...many.keys()].filter((place) => !newest.has(place))
  const frequent = ends === grams ? many : await frequentPlaces(db, grams, others, most)
  return places.map((place) => {
    const known = newest.get(place)
    if (known) return inJson(jsonOf(known))
    if (many.has(place) && !frequent.has(place))
      return hitsIn(place, text, rowsWith(place, phraseOf(folded), most), most, false)
    return hitsIn(
      place,
      text,
      rowsWith(place, frequent.has(place) ? grams : ends, comparedAtMost(most)),
      most,
    )
  })
}

/** Reads the newest tickets and comments. */
function scanned(text: string) {
  const tickets = sql`select id, title, content from ticket order by id desc limit ${sql.lit(mostRead)}`
  const comments = sql`select ticket_id, content from ticketevent where type = 'COMMENT'
    order by id desc limit ${sql.lit(mostRead)}`
  return [
    sql`select t.id, case when ${startsWith('t.title', text)} then 2 when ${holds('t.title', text)} then 3 else 4 end as place
      from (${tickets}) t where ${holds('t.title', text)} or ${holds('t.content', text)} limit ${sql.lit(mostHits)}`,
    sql`select e.ticket_id as id, 5 as place from (${comments}) e where ${holds('e.content', text)}
      limit ${sql.lit(mostHits)}`,
  ]
}

async function inTitles(db: Db, part: string) {
  if (isIndexed(foldedText(part))) {
    const [found] = await indexed(db, part, ['title'], mostTitles)
    return sql`select id from (${found})`
  }
  const newest = sql`select id, title from ticket order by id desc limit ${sql.lit(mostRead)}`
  return sql`select x.id from (${newest}) x where ${holds('x.title', part)} limit ${sql.lit(mostTitles)}`
}

export const sqliteText: TextConditions = { holds, startsWith, anywhere, inTitles }
