import { foldedText } from '@opensupports/core'
import { afterAll, describe, expect, test } from 'vitest'
import { openedStorage } from '../../database.js'
import { emptyPglite } from '../../pglite.test-support.js'
import { usual } from '../../stores/usual-order.test-support.js'
import { comparedAtMost, mostHits } from '../dialect.js'
import { gramsOf } from './grams.js'
import { pgliteDatabase } from './index.js'
import type { PgliteDatabase } from './pool.js'

const statements: string[] = []
const runs: { readonly text: string; readonly values: unknown[] }[] = []
const pglite = await emptyPglite()
const watched: PgliteDatabase = {
  query(text, values = [], options) {
    runs.push({ text, values })
    return pglite.query(text, values, options)
  },
}
const database = await pgliteDatabase(watched, { onQuery: (text) => void statements.push(text) })
const storage = await openedStorage(database, {})
afterAll(() => pglite.close())

const count = 24_000

/** The texts by id. A ticket has one comment with its id. */
const texts: string[] = []
for (let id = 1; id <= count; id++) {
  // Each text has all grams of `two words`, and only some have these words beside each other.
  const words = [`words two Text${id}`]
  if (id === 7 || id === 11_000 || id === count) words.push('Zeppelín')
  if (id < 18_000) words.push('oldest')
  if (id % 5 === 0) words.push('fifth')
  if (id === 10 || id === count - 100) words.push('two words')
  texts.push(words.join(' '))
}
for (let start = 0; start < count; start += 4_000) {
  const some = JSON.stringify(
    texts.slice(start, start + 4_000).map((text, place) => ({ id: start + place + 1, text })),
  )
  for (const insert of [
    `insert into ticket (id, ticket_number, title, content, closed, date)
      select id, 1000000 + id, 'none', 'none', 0, 202601010000 from`,
    `insert into ticketevent (id, type, content, ticket_id, date) select id, 'COMMENT', text, id, 202601010000 from`,
  ])
    await pglite.query(`${insert} json_to_recordset($1) r(id bigint, text text)`, [some])
}

/** The tickets that a search finds, the newest first. */
async function found(text: string): Promise<number[]> {
  const all = { filter: { text }, order: usual, events: false, offset: 0, limit: 100_000 }
  const { tickets } = await storage.tickets.list(all)
  return tickets.map(({ id }) => id).sort((one, other) => other - one)
}

const holding = (text: string) =>
  texts.flatMap((each, place) => (foldedText(each).includes(foldedText(text)) ? [place + 1] : [])).reverse()

describe('a search in PostgreSQL', () => {
  test.each(['zeppelin', 'text2399', 'text23', 'lín', 'nothing of this', 'two wordsx'])(
    'finds all texts with %s',
    async (text) => expect(await found(text)).toEqual(holding(text)),
  )

  test.each(['words', 'oldest', 'fifth', 'ord', 'text1'])(
    'finds the newest 2,000 of the many texts with %s',
    async (text) => expect(await found(text)).toEqual(holding(text).slice(0, mostHits)),
  )

  test('finds the texts that hold the number of a ticket', async () => {
    await pglite.query(`insert into ticket (id, ticket_number, title, content, closed, date) values
      (30001, 7654321, 'its own', 'none', 0, 202601010000), (30002, 1111111, '7654321 first', 'none', 0, 202601010000),
      (30003, 1900003, 'after 7654321', 'none', 0, 202601010000), (30004, 1900004, 'none', 'a7654321', 0, 202601010000),
      (30005, 1900005, 'none', '11111112', 0, 202601010000), (30006, 1900006, 'none', '765 4321', 0, 202601010000)`)
    await pglite.query(`insert into ticketevent (id, type, content, ticket_id, date) values
      (40001, 'COMMENT', 'see 17654321', 7, 202601010000), (40002, 'CLOSE', '7654321', 8, 202601010000)`)
    const list = async (text: string) => {
      const order = [{ by: 'rank' }, { by: 'id' }] as const
      const page = { events: false, offset: 0, limit: 10 }
      return (await storage.tickets.list({ filter: { text }, order, ...page })).tickets.map(({ id }) => id)
    }
    expect(await list('7654321')).toEqual([30_001, 30_002, 30_003, 30_004, 7])
    expect(await list('1111111')).toEqual([30_002, 30_005])
    await pglite.query('delete from ticketevent where id > 40000')
    await pglite.query('delete from ticket where id > 30000')
  })

  test('compares the newest 5,000 of the texts that have all grams', async () => {
    expect(holding('two words')).toEqual([count - 100, 10])
    expect(count - 10).toBeGreaterThan(comparedAtMost(mostHits))
    expect(await found('two words')).toEqual([count - 100])
  })

  test.each(['qz', '!!!', 'c++', '12', 'te'])(
    'finds %s, of which there is no gram, in the newest 10,000 texts',
    async (text) =>
      expect(await found(text)).toEqual(
        holding(text)
          .filter((id) => id > count - 10_000)
          .slice(0, mostHits),
      ),
  )

  test('runs one statement for a text that few or most hold', async () => {
    for (const text of ['zeppelin', 'words', 'nothing of this']) {
      statements.length = 0
      await found(text)
      expect(statements.filter((each) => each.includes('os_blocks'))).toHaveLength(1)
    }
  })
})

test('grams are those that the index has for each text with the part', async () => {
  const folded = 'a bcd ef, ghi+j k.'
  for (let start = 0; start < folded.length; start++)
    for (let end = start + 1; end <= folded.length; end++) {
      const part = folded.slice(start, end)
      const { rows } = await pglite.query<{ gram: string }>(
        'select unnest(show_trgm($1)) as gram intersect select unnest(show_trgm($2))',
        [`q${part}q`, `z${part}z`],
      )
      expect([part, (await gramsOf(database.db, part)).sort()]).toEqual([
        part,
        rows.map(({ gram }) => gram).sort(),
      ])
    }
})

interface Plan {
  readonly 'Node Type': string
  readonly Filter?: string
  readonly 'Actual Rows': number
  readonly 'Actual Loops': number
  readonly Plans?: readonly Plan[]
}

/** Returns the numbers of rows that scans of indexes found. */
const foundByIndexes = (plan: Plan): number[] => [
  ...(plan['Node Type'] === 'Bitmap Index Scan' ? [plan['Actual Rows'] * plan['Actual Loops']] : []),
  ...(plan.Plans ?? []).flatMap(foundByIndexes),
]

/** Returns the plan of the one statement that looks grams up, as it ran last. */
async function planOfSearch(): Promise<Plan> {
  const searches = runs.filter(({ text }) => text.includes('os_blocks'))
  expect(searches).toHaveLength(1)
  const { text = '', values = [] } = searches[0] ?? {}
  const { rows } = await pglite.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `explain (analyze, format json) ${text}`,
    values,
  )
  return rows[0]?.['QUERY PLAN'][0].Plan as Plan
}

const filters = ({ Filter = '', Plans = [] }: Plan): string[] => [Filter, ...Plans.flatMap(filters)]

test('grams are looked up in their index while the entries of many new rows wait beside it', async () => {
  await pglite.query('vacuum (analyze) ticket')
  // Contents only, so that the index of titles has no such list and seems to cost less.
  await pglite.query(
    `insert into ticket (id, ticket_number, title, content, closed, date)
      select 50000 + n, 2000000 + n, '', 'new ' || repeat(md5(n::text), 8), 0, 202601010000
      from generate_series(1, 1500) n`,
  )
  runs.length = 0
  await found('zeppelin')
  expect(filters(await planOfSearch()).filter((each) => each.includes('show_trgm'))).toEqual([])
  await pglite.query('delete from ticket where id > 50000')
})

test('a text that is frequent in ids that no sample shows is looked up in one large block at a time', async () => {
  const [largest, perBlock] = [2 ** 18, 3_000]
  await pglite.query(
    `insert into ticketevent (id, type, content, ticket_id, date)
      select ${largest} * b + ${2 ** 16} + n, 'COMMENT', 'a giraffe', 1, 202601010000
      from generate_series(1, 5) b, generate_series(1, ${perBlock}) n`,
  )
  await pglite.query(
    `insert into ticketevent (id, type, content, ticket_id, date) values (${largest * 7}, 'COMMENT', 'last', 2, 202601010000)`,
  )
  runs.length = 0
  expect(await found('giraffe')).toEqual([1])
  const [most] = foundByIndexes(await planOfSearch()).sort((one, other) => other - one)
  // The newest two of five blocks have the 5,000 that are compared.
  expect(most).toBe(2 * perBlock)
})
