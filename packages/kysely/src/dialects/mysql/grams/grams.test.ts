import { foldedText, type Storage } from '@opensupports/core'
import { type Connection, createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mysql } from '../../../mysql.js'
import { openDatabase } from '../../../open-storage.js'
import { mysqlServer } from '../../../servers.test-support.js'
import { usual } from '../../../stores/usual-order.test-support.js'
import { mostHits } from '../../dialect.js'
import { fillGrams } from './fill.js'
import { gramsOf, gramsWithin } from './gram.js'

const server = await mysqlServer()
afterAll(() => server?.stop())

/** Returns numbers below `end`, the same ones each time. */
function numbers(seed: number) {
  let state = seed
  return (end: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * end)
  }
}

const words =
  'printer Éclair e\u0301clair ΟΔΟΣ 100% under_score back\\slash 文字化け 😀 Straße lamp lampshade Qwx zeta'.split(
    ' ',
  )
const count = 5_000

interface Texts {
  readonly id: number
  title: string
  content: string
  comment: string
}

const below = numbers(11)
const text = (length: number) => Array.from({ length }, () => words[below(words.length)]).join(' ')
const texts: Texts[] = Array.from({ length: count }, (_, place) => ({
  id: place + 1,
  title: `${text(1)} ${place}`,
  content: `${text(1)}${place % 1000 === 3 ? ' zeppelin' : ''}`,
  comment: `${text(1)}${place % 1000 === 5 ? ' hippopotamus' : ''}`,
}))

/** The ids of the tickets that a search should find. */
function expected(part: string): number[] {
  const folded = foldedText(part)
  const found = new Set<number>()
  for (const place of ['title', 'content', 'comment'] as const) {
    const hits = texts.filter((each) => foldedText(each[place]).includes(folded)).reverse()
    for (const { id } of hits.slice(0, mostHits)) found.add(id)
  }
  return [...found].sort((one, other) => one - other)
}

test('a text has the grams of each of its parts', () => {
  for (const { title } of texts.slice(0, 200)) {
    const letters = [...title]
    const start = below(letters.length)
    const part = letters.slice(start, start + 3 + below(5)).join('')
    const grams = new Set(gramsOf(title))
    if (foldedText(title).includes(foldedText(part)))
      expect(gramsWithin(part).filter((gram) => !grams.has(gram))).toEqual([])
  }
})

describe.skipIf(!server)('the index of parts of words', () => {
  let address: string
  let raw: Connection
  let storage: Storage

  const insertRaw = async (rows: readonly Texts[]) => {
    const tickets = rows.map(({ id, title, content }) => [
      id,
      1_000_000 + id,
      title,
      content,
      0,
      202601010000,
    ])
    const comments = rows.map(({ id, comment }) => [id, 'COMMENT', comment, id, 202601010000])
    await raw.query('insert into ticket (id, ticket_number, title, content, closed, date) values ?', [
      tickets,
    ])
    await raw.query('insert into ticketevent (id, type, content, ticket_id, date) values ?', [comments])
  }
  const found = async (part: string, from = storage) => {
    const all = { filter: { text: part }, order: usual, events: false, offset: 0, limit: 100_000 }
    return (await from.tickets.list(all)).tickets.map(({ id }) => id).sort((one, other) => one - other)
  }
  const fill = async () => {
    const { db } = await openDatabase(address)
    await fillGrams(db)
    await db.destroy()
  }
  const indexed = async () => {
    const [rows] = await raw.query('select last_id as id from os_gram_done where source < 3 order by source')
    return (rows as { id: number }[]).map(({ id }) => id)
  }

  beforeAll(async () => {
    address = (await server?.empty()) ?? ''
    await (await mysql(address)).close()
    raw = await createConnection(address)
    await insertRaw(texts)
    storage = await mysql(address)
  })
  afterAll(async () => {
    await storage.close()
    await raw.end()
  })

  const parts = [
    'zeppelin',
    'hippopotamus',
    'LAMPS',
    'eclair',
    'οδος',
    'οδοσ',
    '文字',
    '化',
    '😀',
    'ße',
    '0%',
    '_s',
    '\\',
  ]
  const some = Array.from({ length: 30 }, () => {
    const letters = [...foldedText(texts[below(count)]?.title ?? '')]
    const start = below(letters.length)
    return letters.slice(start, start + 2 + below(6)).join('')
  }).filter((part) => !/^[0-9]+$/.test(part) && part.trim() === part && part !== '')

  test('has the rows that were there before the storage was opened', async () => {
    expect(await indexed()).toEqual([count - 256, count - 256])
  })

  test.each([...new Set([...parts, ...some, 'qx', 'absent', 'zeppelinx'])])('finds %j', async (part) => {
    expect(await found(part)).toEqual(expected(part))
  })

  test('a list by title finds what it holds', async () => {
    const byTitle = { filter: { titleContains: 'LAMPS' }, order: usual, events: false, offset: 0, limit: 10 }
    const { total } = await storage.tickets.list(byTitle)
    expect(total).toBe(texts.filter(({ title }) => title.includes('lamps')).length)
  })

  test('answers the same after a fill that was interrupted before its progress was noted', async () => {
    await raw.query('update os_gram_done set last_id = 0')
    await fill()
    for (const part of ['zeppelin', 'lampshade', 'hippopotamus', 'qw'])
      expect(await found(part)).toEqual(expected(part))
  })

  test('finds changed texts, before and after they are indexed', async () => {
    const [first, second] = texts
    if (!first || !second) throw new Error('no texts')
    await storage.tickets.update(first.id, { title: 'rhinoceros', content: 'okapi' })
    await storage.tickets.editEvent(second.id, 'a giraffe')
    Object.assign(first, { title: 'rhinoceros', content: 'okapi' })
    second.comment = 'a giraffe'
    for (let time = 0; time < 2; time++) {
      for (const part of ['rhinoceros', 'okapi', 'giraffe', 'lampshade'])
        expect(await found(part)).toEqual(expected(part))
      await fill()
    }
    const [stale] = await raw.query('select * from os_gram_stale')
    expect(stale).toEqual([])
  })

  test('a change that is rolled back leaves nothing', async () => {
    const rolledBack = storage.transaction(async (tx) => {
      await tx.tickets.update(3, { title: 'a platypus' })
      throw new Error('rolled back')
    })
    await expect(rolledBack).rejects.toThrow('rolled back')
    expect(await found('platypus')).toEqual([])
    expect((await raw.query('select * from os_gram_stale'))[0]).toEqual([])
  })

  test('finds what another program writes, at once and after it is indexed', async () => {
    const more = Array.from({ length: 1_000 }, (_, place) => ({
      id: count + place + 1,
      title: place === 1 ? 'a wombat' : 'more',
      content: place === 2 ? 'a wombat' : 'text',
      comment: place === 3 ? 'a wombat' : 'words',
    }))
    await insertRaw(more)
    texts.push(...more)
    expect(await found('wombat')).toEqual([count + 2, count + 3, count + 4])
    await fill()
    expect(await indexed()).toEqual([5_744, 5_744])
    expect(await found('wombat')).toEqual([count + 2, count + 3, count + 4])
  })

  test('finds what OpenSupports 4.11 has changed, at the next start', async () => {
    await raw.query("insert into os_counter (name, value) values ('purified-names', 1)")
    await raw.query("update ticket set title = 'a tapir', edited_title = 1 where id = 10")
    await raw.query("update ticketevent set content = 'a tapir', edited_content = 1 where id = 12")
    const entry = (type: string, id: number) => [type, String(1_000_000 + id), 202601010000]
    const entries = [
      entry('EDIT_TITLE', 10),
      entry('EDIT_COMMENT', 12),
      ['EDIT_TITLE', 'no number', 202601010000],
    ]
    await raw.query('insert into log (type, `to`, date) values ?', [entries])
    await (await mysql(address)).close()
    await raw.query("delete from os_counter where name = 'purified-names'")
    expect(await found('tapir')).toEqual([10, 12])
  })

  test('does not pass over a row whose transaction is still open', async () => {
    const id = 6_001
    await raw.query('begin')
    await insertRaw([{ id, title: 'late', content: 'a quokka', comment: 'late' }])
    const other = await createConnection(address)
    const values = Array.from({ length: 1_100 }, (_, place) => [id + 1 + place, 2_000_000 + place, 'x', 'x'])
    await other.query('insert into ticket (id, ticket_number, title, content) values ?', [values])
    let isFilled = false
    const filling = fill().then(() => {
      isFilled = true
    })
    const waits = async () => {
      const [rows] = await other.query(
        `select 1 from information_schema.processlist where db = database() and id <> connection_id()
          and info like '%lock in share mode%'`,
      )
      return (rows as unknown[]).length > 0
    }
    while (!isFilled && !(await waits()));
    await raw.query('commit')
    await filling
    expect((await indexed())[0]).toBeGreaterThan(id)
    expect(await found('quokka')).toEqual([id])
    await other.end()
  })

  test('is filled in the background by the writes', async () => {
    const [, before = 0] = await indexed()
    const event = { type: 'COMMENT', author: { kind: 'staff', id: 1 }, file: null, private: false } as const
    await raw.query("insert into staff (id, name, email, level) values (1, 'Ada', 'ada@x.example', 3)")
    await storage.transaction(async (tx) => {
      for (let each = 0; each < 800; each++)
        await tx.tickets.addEvent(9, { ...event, content: `a capybara ${each}`, date: new Date(0) })
    })
    // The next writes fill it, now that the transaction is over.
    for (let each = 0; each < 256; each++)
      await storage.tickets.addEvent(9, { ...event, content: 'next', date: new Date(0) })
    while ((await indexed())[1] === before);
    expect(await found('capybara 799')).toEqual([9])
  })

  test('compares the newest 5,000 of the texts that have all grams', async () => {
    // The newest thousands are compared without the index.
    const ids = Array.from({ length: 9_000 }, (_, place) => 20_001 + place)
    const [first = 0, last = 0] = [ids.at(0), ids.at(-1)]
    const words = (id: number) => (id === first || id === last ? 'okapi lemur' : 'lemur okapi; i lemur; pi l')
    await insertRaw(ids.map((id) => ({ id, title: 'none', content: words(id), comment: 'none' })))
    await fill()
    expect(await found('okapi lemur')).toEqual([last])
    expect(await found('lemur')).toEqual(ids.slice(-mostHits))
  })

  test('reads the rows of rare grams in many blocks at once', async () => {
    const ids = Array.from({ length: 100 }, (_, place) => 40_960 + 4_096 * place)
    await insertRaw(ids.map((id) => ({ id, title: 'none', content: 'narwhal', comment: 'none' })))
    await fill()
    const statements: string[] = []
    const watched = await mysql(address, { onQuery: (text) => void statements.push(text) })
    expect(await found('narwhal', watched)).toEqual(ids)
    // One for each of title, content and comment.
    expect(statements.filter((each) => each.includes('order by block desc'))).toHaveLength(3)
    await watched.close()
  })

  test('forgets removed tickets', async () => {
    await storage.tickets.removeThese([4, 1_004])
    expect(await found('zeppelin')).toEqual([2_004, 3_004, 4_004])
  })

  test('a restored helpdesk is indexed', async () => {
    const target = await mysql((await server?.empty()) ?? '')
    expect(await target.backup.restore(storage.backup.parts())).toBe(true)
    expect(await found('zeppelin', target)).toEqual([2_004, 3_004, 4_004])
    expect(await found('hippopotamus', target)).toEqual([6, 1_006, 2_006, 3_006, 4_006])
    await target.close()
  })

  test('is empty with the tickets', async () => {
    await storage.tickets.removeAll()
    expect((await raw.query('select * from os_gram limit 1'))[0]).toEqual([])
    expect(await found('zeppelin')).toEqual([])
  })
})
