import { foldedText } from '@opensupports/core'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { openedStorage } from '../../database.js'
import { usual } from '../../stores/usual-order.test-support.js'
import { mostHits } from '../dialect.js'
import { sqliteDatabase } from './index.js'
import { sqliteText } from './search.js'

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

test('a search does not look for all grams if enough of the newest texts with its ends hold it, and are far apart', async () => {
  const asked: string[] = []
  const recorded = database.db.withPlugin({
    transformQuery({ node }) {
      asked.push(JSON.stringify(node))
      return node
    },
    transformResult: async ({ result }) => result,
  })
  const looksFor = async (text: string, gram: string) => {
    asked.length = 0
    await sqliteText.anywhere(recorded, text)
    return asked.some((each) => each.includes(`\\"${gram}\\"`))
  }
  const write = (statement: ReturnType<typeof sql>) => statement.execute(database.db)
  // Every second ticket has comments with `quagga`, and the others some with its first and its last gram.
  await write(sql`insert into ticketevent (id, type, content, ticket_id, date)
    select 2000000 + id * 400, 'COMMENT', case when id % 2 then 'a quagga' else 'aqua agga' end, id, 202601010000
    from ticket where id <= 6000`)
  expect([await looksFor('quagga', 'qua'), await looksFor('quagga', 'uag')]).toEqual([true, false])
  expect(await looksFor('twone', 'won')).toBe(true)
  const newest = Array.from({ length: mostHits }, (_, place) => 5999 - 2 * place)
  expect(await found('quagga')).toEqual(newest)
  await write(sql`update ticketevent set content = 'aqua agga' where id > 3500000`)
  expect(await looksFor('quagga', 'uag')).toBe(true)
  expect((await found('quagga')).length).toBe(1875)
  await write(sql`delete from ticketevent where id >= 2000000`)
})

test('a search for the number of a ticket finds the texts that hold it, also among old and many rows', async () => {
  const write = (statement: ReturnType<typeof sql>) => statement.execute(database.db)
  await write(sql`insert into ticket (id, ticket_number, title, content, closed, date) values
    (450000, 7654321, 'its own', 'none', 0, 202601010000), (450001, 765432, 'none', 'see 17654321', 0, 202601010000),
    (450002, 1900002, '7654321 first', 'none', 0, 202601010000), (3000, 1900003, 'after 7654321', 'none', 0, 202601010000),
    (450003, 1900004, 'none', 'see 765432 1', 0, 202601010000)
    on conflict (id) do update set title = excluded.title`)
  await write(sql`insert into ticketevent (id, type, content, ticket_id, date) values
    (1900000, 'COMMENT', 'the ticket 7654321', 5, 202601010000), (1900001, 'CLOSE', '7654321', 6, 202601010000)`)
  const filter = { text: '7654321' }
  const list = (more: object) =>
    storage.tickets.list({ filter, order: [{ by: 'rank' }], events: false, offset: 0, limit: 10, ...more })
  const { tickets, total } = await list({})
  expect([total, tickets.map(({ id }) => id)]).toEqual([5, [450_000, 450_002, 3000, 450_001, 5]])
  await write(sql`insert into ticketevent (id, type, content, ticket_id, date)
    select id + 2000000, 'COMMENT', '7654321', id, 202601010000 from ticket where id <= ${mostHits + 10}`)
  const ids = new Set((await list({ limit: 10_000 })).tickets.map(({ id }) => id))
  expect(ids.size).toBe(mostHits + 4)
  expect([450_000, 3000, mostHits + 10, 11, 10, 5].map((id) => ids.has(id))).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
  ])
  await write(sql`delete from ticketevent where id >= 1900000`)
  await write(sql`delete from ticket where id >= 450000`)
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
