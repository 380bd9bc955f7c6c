import { describe, expect, test } from 'vitest'
import type { SessionContext } from '../../call/index.js'
import type { TicketPage } from '../../model/index.js'
import { createTestHelpdesk } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'
import { type SearchTicketsParams, search } from './search.js'

type Fields = Readonly<Record<string, unknown>>
interface Found {
  tickets: { title: string }[]
  pages: number
  page: number
}

const desk = await createTestHelpdesk()
const { helpdesk, admin, clock } = desk
const second = await desk.department({ name: 'Second' })
const third = await desk.department({ name: 'Third' })
const fourth = await desk.department({ name: 'Fourth', private: true })
// The first user and the first staff member have the same id.
const jane = await desk.user({ name: 'Jane' })
const joe = await desk.user({ name: 'Joe' })
const mia = await desk.staff({ name: 'Mia', departments: [1, second] })
const sam = await desk.staff({ name: 'Sam', departments: [third] })
const zoe = await desk.staff({ name: 'Zoe', level: 2, departments: [] })
const eva = await desk.staff({ name: 'Eva', departments: [1, second, third, fourth] })
for (const name of ['red', 'blue', 'green']) await helpdesk.ticket.createTag(admin, { name, color: '#abc' })
const [red, blue, green] = [1, 2, 3]

const numbers = new Map<string, number>()
/** Each is a minute after the previous one, the first at 12:00. */
async function write(title: string, author: SessionContext, departmentId: number) {
  numbers.set(title, await desk.ticket({ title, author, departmentId }))
  clock.advance({ minutes: 1 })
}
const numberOf = (title: string) => ({ ticketNumber: numbers.get(title) ?? 0 })

await write('jane in 1', jane, 1)
await write('jane in 2', jane, second)
await write('joe in 3', joe, third)
await write('mia in 3', mia, third)
await write('mia in 4', mia, fourth)
await write('sam in 1', sam, 1)
await write('admin in 2', admin, second)

await helpdesk.ticket.addTag(eva, { ...numberOf('jane in 1'), tagId: red })
await helpdesk.ticket.addTag(eva, { ...numberOf('jane in 2'), tagId: red })
await helpdesk.ticket.addTag(eva, { ...numberOf('jane in 2'), tagId: blue })
await helpdesk.ticket.addTag(eva, { ...numberOf('joe in 3'), tagId: blue })
await helpdesk.staff.assignTicket(mia, numberOf('jane in 1'))
await helpdesk.staff.assignTicket(eva, numberOf('joe in 3'))
await helpdesk.staff.assignTicket(eva, numberOf('sam in 1'))
await helpdesk.ticket.close(eva, numberOf('joe in 3'))
await helpdesk.ticket.close(mia, numberOf('jane in 2'))
await helpdesk.ticket.seen(mia, numberOf('jane in 1'))

/** Returns what a form finds, with unchecked fields. */
const find = async (session: SessionContext, fields: Fields = {}, on = helpdesk) =>
  (await on.call(search, session, fields)).data as Found
const titles = async (session: SessionContext, fields: Fields = {}) =>
  (await find(session, fields)).tickets.map(({ title }) => title)

const all = ['admin in 2', 'jane in 1', 'jane in 2', 'joe in 3', 'mia in 3', 'mia in 4', 'sam in 1']

describe('whose tickets are found', () => {
  const callers = { admin, mia, sam, zoe, eva }
  const miasOwn = ['admin in 2', 'jane in 1', 'jane in 2', 'mia in 3', 'mia in 4', 'sam in 1']
  type Row = [caller: keyof typeof callers, fields: Fields, found: string[]]

  test.each<Row>([
    // Without departments: those that the caller serves, and the caller's own tickets anywhere.
    ['mia', {}, miasOwn],
    ['mia', { departments: [] }, miasOwn],
    ['mia', { departments: '[]' }, miasOwn],
    ['sam', {}, ['joe in 3', 'mia in 3', 'sam in 1']],
    ['admin', {}, ['admin in 2', 'jane in 1', 'sam in 1']],
    ['zoe', {}, []],
    ['zoe', { departments: [] }, []],
    ['eva', {}, all],
    // With departments: everything in those that the caller serves; in others, the caller's own tickets.
    ['mia', { departments: [1] }, ['jane in 1', 'sam in 1']],
    ['mia', { departments: [third] }, ['mia in 3']],
    ['mia', { departments: [1, third] }, ['jane in 1', 'mia in 3', 'sam in 1']],
    ['mia', { departments: [1, 1, second, third, fourth] }, miasOwn],
    ['sam', { departments: [second] }, []],
    ['sam', { departments: [1] }, ['sam in 1']],
    ['zoe', { departments: [1, second, third, fourth] }, []],
    ['admin', { departments: [third, fourth] }, []],
    // The other filters apply to all of them.
    ['mia', { departments: [1, third], assigned: 0 }, ['mia in 3']],
    ['mia', { departments: [1, third], assigned: 1 }, ['jane in 1', 'sam in 1']],
    ['mia', { departments: [second, third], closed: 1 }, ['jane in 2']],
    ['mia', { departments: [1, third], tags: [red, blue] }, ['jane in 1']],
    ['mia', { departments: [1, third], unreadStaff: 0 }, ['jane in 1']],
    ['mia', { departments: [1, third], dateRange: [202603021203, 202603021204] }, ['mia in 3']],
    ['mia', { departments: [third], authors: [{ id: mia.id, isStaff: 1 }] }, ['mia in 3']],
    ['mia', { departments: [1, third], owners: [eva.id] }, ['sam in 1']],
    ['mia', { departments: [1, third], query: 'in 3' }, ['mia in 3']],
    // `supervisor` counts for level 3 only.
    ['admin', { supervisor: '1' }, all],
    ['admin', { supervisor: true, departments: [1] }, all],
    ['admin', { supervisor: true, assigned: 1, closed: 1 }, ['joe in 3']],
    ['admin', { supervisor: '0' }, ['admin in 2', 'jane in 1', 'sam in 1']],
    ['mia', { supervisor: '1' }, miasOwn],
    ['mia', { supervisor: '1', departments: [third] }, ['mia in 3']],
    ['zoe', { supervisor: '1' }, []],
  ])('%s with %j', async (caller, fields, found) => {
    expect((await titles(callers[caller], fields)).sort()).toEqual(found)
  })

  test('a member without departments finds their own tickets', async () => {
    const desk = await createTestHelpdesk()
    const zoe = await desk.staff({ departments: [] })
    await desk.ticket({ author: zoe, title: 'mine' })
    await desk.ticket({ author: desk.admin, title: 'not mine' })
    const { tickets } = await desk.helpdesk.ticket.search(zoe)
    expect(tickets.map(({ title }) => title)).toEqual(['mine'])
  })

  test.each([{}, jane])('only staff may search', async (caller) => {
    await expect(find(caller, { page: 'bad' })).rejects.toMatchObject({ code: 'NO_PERMISSION' })
  })
})

describe('a filter', () => {
  const ownerless = ['admin in 2', 'jane in 2', 'mia in 3', 'mia in 4']
  const open = ['admin in 2', 'jane in 1', 'mia in 3', 'mia in 4', 'sam in 1']

  test.each<[fields: Fields, found: string[]]>([
    [{ tags: [red] }, ['jane in 1', 'jane in 2']],
    [{ tags: [red, blue] }, ['jane in 1', 'jane in 2', 'joe in 3']],
    [{ tags: '["2"]' }, ['jane in 2', 'joe in 3']],
    [{ tags: [green] }, []],
    [{ closed: '0' }, open],
    [{ closed: 1 }, ['jane in 2', 'joe in 3']],
    [{ closed: true }, ['jane in 2', 'joe in 3']],
    [{ unreadStaff: '0' }, ['jane in 1', 'joe in 3']],
    [{ unreadStaff: '1' }, ['admin in 2', 'jane in 2', 'mia in 3', 'mia in 4', 'sam in 1']],
    [{ assigned: '0' }, ownerless],
    [{ assigned: '1' }, ['jane in 1', 'joe in 3', 'sam in 1']],
    [{ owners: [mia.id] }, ['jane in 1']],
    [{ owners: `["${mia.id}",${eva.id}]` }, ['jane in 1', 'joe in 3', 'sam in 1']],
    [{ owners: [zoe.id] }, []],
    [{ authors: [{ id: jane.id }] }, ['jane in 1', 'jane in 2']],
    [{ authors: `[{"id":"${jane.id}","isStaff":0}]` }, ['jane in 1', 'jane in 2']],
    [{ authors: `[{"id":${admin.id},"isStaff":1}]` }, ['admin in 2']],
    [{ authors: [{ id: joe.id }, { id: sam.id, isStaff: true }] }, ['joe in 3', 'sam in 1']],
    [{ dateRange: [202603021201, 202603021202] }, ['jane in 2', 'joe in 3']],
    [{ dateRange: '["202603021206","999999999999"]' }, ['admin in 2']],
    [{ dateRange: [202603021203, 202603021203] }, ['mia in 3']],
    [{ dateRange: [0, 1] }, []],
    [
      { dateRange: [new Date('2026-03-02T12:01:00Z'), new Date('2026-03-02T12:02:00Z')] },
      ['jane in 2', 'joe in 3'],
    ],
    [{ query: 'JANE' }, ['jane in 1', 'jane in 2']],
    [{ tags: [], owners: [], authors: [], departments: [] }, all],
    [{ tags: '[]', owners: '[]', authors: '[]', departments: '[]' }, all],
    [{ period: '7', title: 'x', custom: 'y', useInitialValues: '1' }, all],
    [{ closed: undefined, tags: null }, all],
    // All filters must match.
    [{ assigned: 1, authors: [{ id: jane.id }] }, ['jane in 1']],
    [{ closed: 0, owners: [eva.id] }, ['sam in 1']],
    [{ closed: 1, assigned: 0, tags: [red] }, ['jane in 2']],
    [{ tags: [red], dateRange: [202603021201, 202603022359] }, ['jane in 2']],
    [{ tags: [blue], query: 'jane' }, ['jane in 2']],
    [
      {
        tags: [red, blue],
        closed: 1,
        unreadStaff: 0,
        assigned: 1,
        dateRange: [202603021202, 202603021202],
        departments: [third],
        authors: [{ id: joe.id }],
        owners: [eva.id],
        query: 'joe',
      },
      ['joe in 3'],
    ],
    [{ closed: 0, tags: [blue] }, []],
  ])('%j', async (fields, found) => {
    expect((await titles(eva, fields)).sort()).toEqual(found)
  })
})

describe('an invalid value is refused with the code of its field', () => {
  const notIds = ['', '1', '{}', 'null', '[null]', '[[1]]', '[1', '[-1]', '[1.5]', '["2abc"]', '[true]']
  const badIds = [
    ...notIds,
    '[{"id":1}]',
    '["2) or (1=1"]',
    '[0]',
    '[4294967296]',
    '[9999]',
    [9999],
    ['x'],
    5,
  ]
  const notFlags = ['', 'true', 'false', '2', '-1', '00', '01', '1.0', ' 1', [], [1], {}, 2, -1]
  const bad: Readonly<Record<string, { code: string; values: readonly unknown[] }>> = {
    page: { code: 'INVALID_PAGE', values: ['', '0', '-1', 'one', '1.5', '1e3', '+1', 0, -1, 1.5, [1], true] },
    tags: { code: 'INVALID_TAG_FILTER', values: badIds },
    closed: { code: 'INVALID_CLOSED_FILTER', values: notFlags },
    unreadStaff: { code: 'INVALID_UNREAD_STAFF_FILTER', values: notFlags },
    dateRange: {
      code: 'INVALID_DATE_RANGE_FILTER',
      values: [
        '',
        '1',
        '{}',
        '[]',
        '[1]',
        '[1,2,3]',
        '[2,1]',
        '[1,null]',
        '[true,true]',
        '["a","b"]',
        '[1,2',
        '{"0":1,"1":2}',
        '[1,""]',
        '[{},{}]',
        [2, 1],
        [1],
        [new Date(2), new Date('no date')],
        7,
      ],
    },
    departments: { code: 'INVALID_DEPARTMENT_FILTER', values: badIds },
    authors: {
      code: 'INVALID_AUTHOR_FILTER',
      values: [
        '',
        '1',
        '{}',
        'null',
        '[1]',
        '[null]',
        '[[]]',
        '[{}]',
        '[{"isStaff":1}]',
        '[{"id":"12x"}]',
        '[{id:1,isStaff:0}]',
        '[{"id":0}]',
        '[{"id":9999}]',
        '[{"id":9999,"isStaff":1}]',
        [{ id: 9999 }],
        '[{"id":1,"isStaff":2}]',
        '[{"id":1,"isStaff":"yes"}]',
        '{"id":1}',
        { id: 1 },
        '[{"id":1}',
      ],
    },
    owners: { code: 'INVALID_OWNER_FILTER', values: badIds },
    assigned: { code: 'INVALID_ASSIGNED_FILTER', values: notFlags },
    query: { code: 'INVALID_QUERY_FILTER', values: ['', '  ', '\t', '0', '0.0', [], {}, 5, 'a\u0000b'] },
    orderBy: {
      code: 'INVALID_ORDER_BY',
      values: [
        '',
        '[]',
        '{}',
        'null',
        'date',
        '{"value":"date"}',
        '{"asc":1}',
        '{"value":"id","asc":1}',
        '{"value":"Date","asc":1}',
        '{"value":"date","asc":true}',
        '{"value":"date","asc":"1"}',
        '{"value":true,"asc":1}',
        '{"value":"date","asc":2}',
        '{value:"date",asc:1}',
        ['date', 1],
      ],
    },
    pageSize: {
      code: 'INVALID_PAGE_SIZE',
      values: ['', '0', '4', '51', '+5', '5.5', 'ten', 'true', 4, 51, 5.5, true, [10]],
    },
  }

  test.each(Object.entries(bad))('%s', async (name, { code, values }) => {
    for (const value of values) {
      const outcome = await find(eva, { [name]: value }).then(
        () => 'success',
        (error: { code: string }) => error.code,
      )
      expect([value, outcome]).toEqual([value, code])
    }
  })

  test('of several, the first field of the table answers', async () => {
    const fields = Object.entries(bad).map(([name, { values }]) => [name, values[0]] as const)
    for (const [index, { code }] of Object.values(bad).entries()) {
      const rest = Object.fromEntries(fields.slice(index))
      await expect(find(eva, rest)).rejects.toMatchObject({ code })
    }
  })

  test('departments that do not exist are refused to supervisors too', async () => {
    await expect(find(admin, { supervisor: 1, departments: [9999] })).rejects.toMatchObject({
      code: 'INVALID_DEPARTMENT_FILTER',
    })
  })
})

describe('order', () => {
  test('without a wish: open, without owner, by owner, read by staff, newest', async () => {
    expect(await titles(eva)).toEqual([
      'admin in 2',
      'mia in 4',
      'mia in 3',
      'jane in 1',
      'sam in 1',
      'jane in 2',
      'joe in 3',
    ])
  })

  test.each([
    ['closed', 1, 'admin in 2,mia in 4,mia in 3,jane in 1,sam in 1,jane in 2,joe in 3'],
    ['closed', 0, 'jane in 2,joe in 3,admin in 2,mia in 4,mia in 3,jane in 1,sam in 1'],
    ['owner_id', 1, 'admin in 2,mia in 4,mia in 3,jane in 2,jane in 1,sam in 1,joe in 3'],
    ['owner_id', 0, 'sam in 1,joe in 3,jane in 1,admin in 2,mia in 4,mia in 3,jane in 2'],
    ['unread_staff', 1, 'jane in 1,joe in 3,admin in 2,mia in 4,mia in 3,sam in 1,jane in 2'],
    ['unread_staff', 0, 'admin in 2,mia in 4,mia in 3,sam in 1,jane in 2,jane in 1,joe in 3'],
    ['date', 1, 'jane in 1,jane in 2,joe in 3,mia in 3,mia in 4,sam in 1,admin in 2'],
    ['date', 0, 'admin in 2,sam in 1,mia in 4,mia in 3,joe in 3,jane in 2,jane in 1'],
  ])('by %s, asc %i', async (value, asc, expected) => {
    const ordered = expected.split(',')
    expect(await titles(eva, { orderBy: JSON.stringify({ value, asc, further: 'key' }) })).toEqual(ordered)
    expect(await titles(eva, { orderBy: { value, asc } })).toEqual(ordered)
  })

  test('of the same minute lists the one opened last first', async () => {
    const desk = await createTestHelpdesk()
    for (const title of ['a', 'b', 'c']) await desk.ticket({ author: desk.admin, title })
    const { tickets } = await find(desk.admin, {}, desk.helpdesk)
    expect(tickets.map(({ title }) => title)).toEqual(['c', 'b', 'a'])
  })
})

describe('a query', async () => {
  const desk = await createTestHelpdesk()
  const { helpdesk, admin } = desk
  const uma = await desk.user({ name: 'Wilhelmina', email: 'wilhelmina@customer.example' })
  const numbered = await desk.ticket({ author: uma, title: 'numbered', content: 'nothing' })
  const needle = String(numbered)
  const commented = await desk.ticket({ author: uma, title: 'commented', content: 'nothing' })
  const secretly = await desk.ticket({ author: uma, title: 'secretly', content: 'nothing' })
  await desk.ticket({ author: uma, title: 'content', content: `It says ${needle}.` })
  await desk.ticket({ author: uma, title: `in the title: ${needle}`, content: needle })
  await desk.ticket({ author: uma, title: `${needle} starts it`, content: 'nothing' })
  await desk.ticket({ author: uma, title: '100% sure', content: 'a_b and c\\d' })
  await desk.ticket({ author: uma, title: 'Quite ŻÓŁTY', content: 'R&D' })
  const public_ = { ticketNumber: commented, content: `See ${needle}, Xanadu` }
  await helpdesk.ticket.comment(admin, public_)
  const hidden = { ticketNumber: secretly, content: `Not for all: ${needle}, Yokohama`, private: true }
  await helpdesk.ticket.comment(admin, hidden)
  await helpdesk.staff.assignTicket(admin, { ticketNumber: commented })
  await helpdesk.ticket.createTag(admin, { name: 'tagged', color: '#abc' })
  await helpdesk.ticket.addTag(admin, { ticketNumber: commented, tagId: 1 })
  const titles = async (query: string, fields: Fields = {}) =>
    (await find(admin, { query, ...fields }, helpdesk)).tickets.map(({ title }) => title)

  const ranked = ['numbered', `${needle} starts it`, `in the title: ${needle}`, 'content']

  test('ranks by number, start of the title, title, content, comment', async () => {
    expect(await titles(needle)).toEqual([...ranked, 'secretly', 'commented'])
  })

  test('the requested order applies within a rank', async () => {
    const byDate = (asc: 0 | 1) => ({ orderBy: { value: 'date', asc } })
    expect(await titles(needle, byDate(1))).toEqual([...ranked, 'secretly', 'commented'])
    const byOwner = { orderBy: { value: 'owner_id', asc: 0 } }
    expect(await titles(needle, byOwner)).toEqual([...ranked, 'commented', 'secretly'])
  })

  test.each([
    ['part of a number', needle.slice(1), 'numbered'],
    ['a public comment', 'xanadu', 'commented'],
    ['a private comment', 'YOKOHAMA', 'secretly'],
    ['letters without accents', 'zoł', 'Quite ŻÓŁTY'],
    ['a percent sign, literally', '%', '100% sure'],
    ['an underscore, literally', 'a_b', '100% sure'],
    ['a backslash, literally', '\\', '100% sure'],
    ['a single letter', 'Q', 'Quite ŻÓŁTY'],
    ['characters of its own syntax', 'c\\d', '100% sure'],
  ])('finds %s', async (_, query, found) => {
    expect(await titles(query)).toContain(found)
  })

  test.each([
    ['what an underscore stands for', 'a-b'],
    ['any letters for a percent sign', '1%sure'],
    ['names of authors', 'wilhelmina'],
    ['their addresses', 'customer.example'],
    ['names of owners in events', 'Ada Admin'],
    ['names of tags', 'tagged'],
    ['untrimmed text', ' commented'],
    ['quotes and operators as anything but text', '" OR "'],
  ])('does not find %s', async (_, query) => {
    expect(await titles(query)).toEqual([])
  })

  test('a lone wildcard finds only texts that contain it', async () => {
    expect(await titles('%')).toEqual(['100% sure'])
    expect(await titles('_')).toEqual(['100% sure'])
  })

  test('a ticket that holds it in many places is found once', async () => {
    const found = await find(admin, { query: needle }, helpdesk)
    expect(new Set(found.tickets.map(({ title }) => title)).size).toBe(found.tickets.length)
    expect(found.pages).toBe(1)
  })
})

describe('pages', async () => {
  const desk = await createTestHelpdesk()
  for (let each = 1; each <= 9; each++) await desk.ticket({ author: desk.admin, title: `${each}` })
  const page = async (fields: Fields) => {
    const { tickets, page, pages } = await find(desk.admin, fields, desk.helpdesk)
    return { page, pages, titles: tickets.map(({ title }) => title).join('') }
  }

  test.each<[fields: Fields, answer: object]>([
    [{}, { page: 1, pages: 1, titles: '987654321' }],
    [{ pageSize: 5 }, { page: 1, pages: 2, titles: '98765' }],
    [
      { pageSize: '5', page: '2' },
      { page: 2, pages: 2, titles: '4321' },
    ],
    [
      { pageSize: 5, page: 3 },
      { page: 3, pages: 2, titles: '' },
    ],
    [
      { pageSize: 50, page: 1_000_000_000 },
      { page: 1_000_000_000, pages: 1, titles: '' },
    ],
    [{ pageSize: 9 }, { page: 1, pages: 1, titles: '987654321' }],
    [
      { pageSize: 8, page: 2 },
      { page: 2, pages: 2, titles: '1' },
    ],
    [{ closed: 1 }, { page: 1, pages: 0, titles: '' }],
    [
      { pageSize: 5, page: 2, query: 'It does not' },
      { page: 2, pages: 0, titles: '' },
    ],
    [
      { pageSize: 5, page: 2, query: 'help' },
      { page: 2, pages: 2, titles: '4321' },
    ],
  ])('%j', async (fields, answer) => {
    expect(await page(fields)).toEqual(answer)
  })
})

test('tickets come with their comments counted and the last one, private ones included', async () => {
  const desk = await createTestHelpdesk()
  const uma = await desk.user()
  const ticketNumber = await desk.ticket({ author: uma })
  await desk.helpdesk.ticket.comment(uma, { ticketNumber, content: 'Hello' })
  await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber, content: '<b>psst</b>', private: true })
  const { tickets } = await desk.helpdesk.ticket.search(desk.admin)
  const { events, earlierEvents, allowed, hasOriginalMail, ...head } = await desk.helpdesk.ticket.get(
    desk.admin,
    { ticketNumber },
  )
  const last = Object.assign({}, events.at(-1), { content: 'psst', hasOriginalMail: undefined })
  expect(tickets).toEqual([{ ...head, commentCount: 2, lastComment: last }])
})

describe('a cursor', async () => {
  const desk = await createTestHelpdesk()
  for (let each = 1; each <= 23; each++) {
    const ticketNumber = await desk.ticket({ author: desk.admin, title: `${each}` })
    if (each % 3 === 0) await desk.helpdesk.ticket.close(desk.admin, { ticketNumber })
    if (each % 4 === 0) await desk.helpdesk.staff.assignTicket(desk.admin, { ticketNumber })
    desk.clock.advance({ minutes: each % 5 === 0 ? 1 : 0 })
  }
  const { search } = desk.helpdesk.ticket
  const orders = ['closed', 'owner_id', 'unread_staff', 'date'] as const
  const lists = orders.flatMap((value) => [true, false].map((asc) => ({ orderBy: { value, asc } })))

  test.each<SearchTicketsParams>([{}, { query: 'It does' }, { closed: false }, ...lists])(
    'leads through the whole list: %j',
    async (params) => {
      const whole = await search(desk.admin, { ...params, pageSize: 50 })
      expect(whole).toMatchObject({ cursor: null, totalIsExact: true, total: whole.tickets.length })
      const found: number[] = []
      let cursor: string | null | undefined
      while (cursor !== null) {
        const page: TicketPage = await search(desk.admin, { ...params, cursor, pageSize: 5 })
        expect(page).toMatchObject({ page: 1, total: whole.total, pages: Math.ceil(whole.total / 5) })
        found.push(...page.tickets.map(({ ticketNumber }) => ticketNumber))
        cursor = page.cursor
      }
      expect(found).toEqual(whole.tickets.map(({ ticketNumber }) => ticketNumber))
    },
  )

  test('goes on at its place when tickets come before it', async () => {
    const { getAllTickets } = desk.helpdesk.staff
    const first = await getAllTickets(desk.admin, { page: 1, closed: true })
    await desk.ticket({ author: desk.admin, title: 'new' })
    const { tickets } = await getAllTickets(desk.admin, { page: 2, closed: true, cursor: first.cursor ?? '' })
    expect(tickets.map(({ title }) => title).slice(0, 2)).toEqual(['13', '12'])
  })

  test('of another list, or of nobody, is refused', async () => {
    const { cursor } = await search(desk.admin, { pageSize: 5 })
    const orderBy = { value: 'date', asc: true } as const
    const made = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const order = 'closed,owner,unreadStaff,-date,-id'
    const wrong = [
      made({ order, offset: 5 }),
      made({ order, after: [0, null, 1, 0] }),
      made({ order, after: [0, null, 2, 0, 1] }),
      made({ order, after: [0, null, 1, 9e15, 1] }),
      made({ order, after: [0, null, 1, 0, 2 ** 33] }),
      made({ order, after: ['0', null, 1, 0, 1] }),
      made({ order, after: [0, null, 1, 0, 1], more: 1 }),
      '!',
      'a',
      'a'.repeat(1000),
    ]
    for (const each of wrong)
      await expect(search(desk.admin, { cursor: each })).rejects.toEqual(refusal('INVALID_CURSOR'))
    const elsewhere = search(desk.admin, { cursor: cursor ?? '', orderBy })
    await expect(elsewhere).rejects.toEqual(refusal('INVALID_CURSOR'))
  })
})
