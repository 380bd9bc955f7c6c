import { foldedText } from '@opensupports/core'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../../schema.js'
import { mostHits, mostTitles, type TextConditions, type TextSource } from '../dialect.js'
import { isWholeNumber, numbersWith } from '../numbers-with.js'
import { foundIn, scannedIn, type Wanted } from './find.js'

/** Escapes what has a meaning in the pattern of `like`, in a text folded as the function `os_folded` does. */
const pattern = (part: string) => foldedText(part).replace(/[\\%_]/g, '\\$&')

/** Folds a column. Most texts are ASCII, which built-in functions fold in a fraction of the time of `os_folded`. */
const folded = (
  column: string,
) => sql`case when octet_length(${sql.ref(column)}::text) = char_length(${sql.ref(column)}::text)
  then lower(${sql.ref(column)}::text collate "C") else os_folded(${sql.ref(column)}::text) end`

const holds: TextConditions['holds'] = (column, part) =>
  sql<SqlBool>`(${folded(column)}) like ${`%${pattern(part)}%`}`

const startsWith: TextConditions['startsWith'] = (column, part) =>
  sql<SqlBool>`(${folded(column)}) like ${`${pattern(part)}%`}`

/** Returns whether the index of trigrams can find a text: it cannot find one or two characters. */
const isIndexed = (text: string) => [...foldedText(text)].length >= 3

const always = sql<SqlBool>`true`
const isComment = sql<SqlBool>`x.type = 'COMMENT'`

/** Returns a number that holds the id of a ticket and the place where the text was found. */
const foundAt = (id: string, place: RawBuilder<unknown>) => sql<number>`${sql.ref(id)} * 10 + ${place}`

const inTitle = (text: string, most: number): Wanted => ({
  name: 'title',
  table: 'ticket',
  rows: always,
  column: 'title',
  columns: [],
  holds: holds('x.title', text),
  found: foundAt('x.id', sql`case when ${startsWith('x.title', text)} then 2 else 3 end`),
  most,
})

/** Where to look for a text, other than in numbers. */
const placesOf = (text: string): Wanted[] => [
  inTitle(text, mostHits),
  {
    name: 'content',
    table: 'ticket',
    rows: always,
    column: 'content',
    columns: [],
    holds: holds('x.content', text),
    found: foundAt('x.id', sql.lit(4)),
    most: mostHits,
  },
  {
    name: 'comment',
    table: 'ticketevent',
    rows: isComment,
    column: 'content',
    columns: ['ticket_id'],
    holds: holds('x.content', text),
    found: foundAt('x.ticket_id', sql.lit(5)),
    most: mostHits,
  },
]

/** The numbers of the newest tickets, for digits that too many numbers contain. */
const inNumber = (digits: string): Wanted => ({
  name: 'number',
  table: 'ticket',
  rows: always,
  column: 'ticket_number',
  columns: [],
  holds: sql<SqlBool>`x.ticket_number::text like ${`%${digits}%`}`,
  found: foundAt('x.id', sql.lit(1)),
  most: mostHits,
})

/** Selects the tickets that hold a text in one of these places, by index or without. */
async function inPlaces(db: Db, text: string, places: readonly Wanted[], unindexed: readonly Wanted[] = []) {
  const indexed = isIndexed(text) ? await foundIn(db, text, places, isWholeNumber(text)) : undefined
  const scanned = await scannedIn(db, indexed === undefined ? [...unindexed, ...places] : unindexed)
  const found = sql`select unnest(${indexed ?? '{}'}::bigint[] || ${scanned}::bigint[]) as found`
  return sql`select found / 10 as id, found % 10 as place from (${found}) f where found is not null`
}

async function anywhere(db: Db, text: string): Promise<TextSource> {
  const isNumber = /^[0-9]{1,7}$/.test(text)
  const numbers = isNumber ? numbersWith(text) : undefined
  const found = await inPlaces(db, text, placesOf(text), isNumber && !numbers ? [inNumber(text)] : [])
  if (!numbers) return { select: found }
  const byNumber = sql`select id, 1 as place from ticket where ticket_number in (${sql.join(numbers.map(sql.lit))})`
  return { select: sql`${byNumber} union all ${found}` }
}

const inTitles = async (db: Db, part: string) =>
  sql`select id from (${await inPlaces(db, part, [inTitle(part, mostTitles)])}) f`

export const postgresText: TextConditions = { holds, startsWith, anywhere, inTitles }
