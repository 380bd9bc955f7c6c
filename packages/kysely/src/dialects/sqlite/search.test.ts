import { foldedText } from '@opensupports/core'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { openedStorage } from '../../database.js'
import { usual } from '../../stores/usual-order.test-support.js'
import { mostHits } from '../dialect.js'
import { sqliteDatabase } from './index.js'

const database = await sqliteDatabase(':memory:')
const storage = await openedStorage(database, {})
afterAll(() => storage.close())

const count = 7_000

/** The texts by id. A ticket has one comment with its id. */
const texts: string[] = []
for (let id = 1; id <= count; id++) {
  // Each text has all grams of `one two`, and only some have these words beside each other.
  const words = [`twone. on two Text${id}`]
  if (id === 7 || id === count) words.push('Zeppelín')
  if (id === 10 || id === count - 100) words.push('on two one')
  if (id === 11 || id === count - 101) words.push('ne one two')
  texts.push(`e on e tw ${words.join(' ')} ne tw`)
}
const rows = sql`(select key + 1 as id, value as text from json_each(${JSON.stringify(texts)}))`
await sql`insert into ticket (id, ticket_number, title, content, closed, date)
  select id, 1000000 + id, 'none', 'none', 0, 202601010000 from ${rows}`.execute(database.db)
await sql`insert into ticketevent (id, type, content, ticket_id, date)
  select id, 'COMMENT', text, id, 202601010000 from ${rows}`.execute(database.db)

async function found(text: string): Promise<number[]> {
  const all = { filter: { text }, order: usual, events: false, offset: 0, limit: 100_000 }
  const { tickets } = await storage.tickets.list(all)
  return tickets.map(({ id }) => id).sort((one, other) => other - one)
}

const holding = (text: string) =>
  texts.flatMap((each, place) => (foldedText(each).includes(foldedText(text)) ? [place + 1] : [])).reverse()

test.each(['zeppelin', 'text699', 'lín', 'nothing of this'])(
  'a search finds all texts with %s',
  async (text) => expect(await found(text)).toEqual(holding(text)),
)

test('a search finds the newest 2,000 of many texts with a word', async () =>
  expect(await found('two')).toEqual(holding('two').slice(0, mostHits)))

test('a search compares the newest 5,000 of the texts that have all grams', async () => {
  expect(holding('one two')).toEqual([count - 101, 11])
  expect(await found('one two')).toEqual([count - 101])
})

test.each([
  ['two', [1, 11, count]],
  ['one two', [11]],
  ['zeppelin', [count]],
  ['1000001', [1]],
])('a search for %s in some tickets finds all of them', async (text, expected) => {
  const filter = { text, numbers: [1_000_001, 1_000_011, 1_000_000 + count] }
  const { tickets } = await storage.tickets.list({
    filter,
    order: usual,
    events: false,
    offset: 0,
    limit: 10,
  })
  expect(tickets.map(({ id }) => id).sort((one, other) => one - other)).toEqual(expected)
})
