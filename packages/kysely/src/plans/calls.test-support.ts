import {
  OpenSupportsError,
  type Storage,
  type TicketFilter,
  type TicketOrder,
  type TicketPlace,
  type TicketStore,
} from '@opensupports/core'
import type { TestHelpdesk } from '@opensupports/core/testing'
import { usual } from '../stores/usual-order.test-support.js'

const page = { offset: 0, limit: 10 }
const at = new Date(Date.UTC(2026, 0, 1))
const day = { from: at, to: new Date(at.getTime() + 86_400_000) }
const departments = [1, 2, 3]
const author = { kind: 'user', id: 1 } as const
const event = { type: 'COMMENT', content: 'text', author, date: at, file: null, private: false } as const

/** The orders that the API offers, by their first key: a new key has to be added. */
const orders: Readonly<Record<TicketOrder['by'], readonly (readonly TicketOrder[])[]>> = {
  id: [[{ by: 'id' }], [{ by: 'id', desc: true }]],
  date: [
    [{ by: 'date' }, ...usual],
    [{ by: 'date', desc: true }, ...usual],
  ],
  closed: [usual, [{ by: 'closed', desc: true }, ...usual]],
  unreadStaff: [
    [{ by: 'unreadStaff' }, ...usual],
    [{ by: 'unreadStaff', desc: true }, ...usual],
  ],
  owner: [
    [{ by: 'owner' }, ...usual],
    [{ by: 'owner', desc: true }, ...usual],
  ],
  titlePrefix: [[{ by: 'titlePrefix' }, { by: 'id' }]],
  rank: [[{ by: 'rank' }, ...usual]],
}

/** One filter for each field: a new field has to be added. */
const filters: { readonly [Field in keyof Required<TicketFilter>]: Pick<TicketFilter, Field> } = {
  anyOf: { anyOf: [{ departments }, { writtenByStaff: 1 }] },
  departments: { departments },
  outside: { outside: departments },
  linkedToStaff: { linkedToStaff: 1 },
  authors: { authors: [author, { kind: 'staff', id: 1 }] },
  owners: { owners: [1, 2] },
  assigned: { assigned: true },
  closed: { closed: true },
  unreadStaff: { unreadStaff: true },
  unproved: { unproved: true },
  numbers: { numbers: [100_000, 100_001] },
  tags: { tags: [1, 2] },
  dateRange: { dateRange: day },
  titleContains: { titleContains: 'printer' },
  text: { text: 'printer' },
}

const all = Object.values(filters)
const notByScope = all.filter((filter) => !('departments' in filter || 'anyOf' in filter))
const everyDepartment = { departments: Array.from({ length: 60 }, (_, index) => index + 1) }

/** What the API lists: everything, own departments, or these and what the caller wrote. */
const listed: readonly TicketFilter[] = [
  {},
  ...all,
  ...notByScope.map((filter) => ({ ...filters.anyOf, ...filter })),
  { ...filters.departments, closed: false },
  { ...filters.departments, ...filters.numbers, closed: false },
  { ...filters.departments, ...filters.numbers, ...filters.titleContains },
  { ...filters.anyOf, ...filters.numbers, ...filters.text },
  { ...filters.authors, ...filters.numbers },
  { ...filters.linkedToStaff, ...filters.numbers, closed: false },
  { ...filters.departments, closed: false, assigned: false },
  { ...everyDepartment, closed: false },
]

/** All lists of tickets: each filter in each order. */
const ticketLists: readonly (readonly [string, TicketFilter, readonly TicketOrder[]])[] = Object.values(
  orders,
)
  .flat()
  .flatMap((order) =>
    listed.map((filter) => {
      const by = order.map((each) => (each.desc ? `${each.by} desc` : each.by)).join()
      return [`${JSON.stringify(filter)} by ${by}`, filter, order] as const
    }),
  )

/** The orders in which cursors lead to a place, each with places. */
const places: readonly (readonly [readonly TicketOrder[], ...TicketPlace[]])[] = [
  [[{ by: 'id' }], [2]],
  [[{ by: 'id', desc: true }], [2]],
  [
    [{ by: 'date' }, ...usual],
    [at.getTime(), 0, null, 1, 2],
  ],
  [
    [{ by: 'date', desc: true }, ...usual],
    [at.getTime(), 0, null, 1, 2],
  ],
  [
    usual,
    [0, null, 0, at.getTime(), 2],
    [0, null, 1, at.getTime(), 2],
    [0, 1, 0, at.getTime(), 2],
    [1, null, 0, at.getTime(), 2],
    [1, 1, 1, at.getTime(), 2],
  ],
]
const ofNewTickets: readonly TicketOrder[] = [{ by: 'unreadStaff', desc: true }, { by: 'id' }]

/** No path lists unproved tickets in pages. */
const paged = listed.filter((filter) => filter.unproved === undefined)

/** The lists that go on behind a place. */
const listsBehind: readonly (readonly [TicketFilter, readonly TicketOrder[], TicketPlace])[] = [
  ...places.flatMap(([order, ...some]) =>
    paged.flatMap((filter) => some.map((after) => [filter, order, after] as const)),
  ),
  [{ ...filters.departments, closed: false, assigned: false }, ofNewTickets, [1, 2]],
  [{ ...filters.departments, closed: false, assigned: false }, ofNewTickets, [0, 2]],
]

/** The lists whose far pages walk all departments together. */
const farLists: readonly (readonly [TicketFilter, readonly TicketOrder[]])[] = [
  ...[usual, ...orders.id].flatMap((order) =>
    [everyDepartment, filters.departments].flatMap((filter) =>
      [{}, { closed: false }, { closed: true }].map((more) => [{ ...filter, ...more }, order] as const),
    ),
  ),
  [filters.anyOf, usual],
  [{ ...filters.anyOf, closed: true, unreadStaff: true }, usual],
  [{ ...filters.anyOf, closed: false, assigned: false }, usual],
]

type Methods<Store> = { readonly [Name in keyof Store]: ((store: Store) => Promise<unknown>) | string }

/** A call of each method of tickets, or why its plans are not here. A new method has to be added. */
const tickets: Methods<TicketStore> = {
  nextSequence: (store) => store.nextSequence(),
  hasNumber: (store) => store.hasNumber(100_001),
  insert: (store) =>
    store.insert({
      ticketNumber: 999_999,
      title: 'printer',
      content: 'text',
      language: 'en',
      departmentId: 1,
      author,
      authorName: null,
      authorEmail: null,
      unproved: false,
      file: null,
      date: at,
    }),
  byNumber: (store) => store.byNumber(1),
  detailsByNumber: (store) => store.detailsByNumber(100_000),
  async detailsOf(store) {
    const [ticket] = (await store.list({ filter: {}, order: [], events: false, ...page })).tickets
    if (!ticket) throw new Error('no ticket')
    for (const isPrivate of [true, false]) await store.detailsOf(ticket, { limit: 10, private: isPrivate })
  },
  list: (store) => store.list({ filter: {}, order: usual, events: true, ...page }),
  update: (store) => store.update(1, { closed: true }),
  assign: (store) => store.assign(1, 1, { unread: true }),
  unAssign: (store) => store.unAssign(1, 1, { unread: true }),
  releaseOutside: (store) => store.releaseOutside(1, departments),
  ownedOutside: (store) => store.ownedOutside(1, departments),
  firstIn: (store) => store.firstIn(1, 50),
  moveThese: (store) => store.moveThese([4, 5], 1),
  releaseThese: (store) => store.releaseThese([6, 7], 1, at),
  remove: (store) => store.remove(2),
  removeThese: (store) => store.removeThese([3]),
  contentsAndFiles: (store) => store.contentsAndFiles(1),
  removeAll: 'removes all tickets',
  mentionsAfter: (store) => store.mentionsAfter(0, 100),
  mentionsOf: (store) => store.mentionsOf([8, 9]),
  addEvent: (store) => store.addEvent(1, event),
  eventById: (store) => store.eventById(1),
  lastComment: (store) => store.lastComment(1, { includePrivate: true }),
  editEvent: (store) => store.editEvent(1, 'text'),
  eventsLinkedToStaff: (store) => store.eventsLinkedToStaff(1, page),
  async statistics(store) {
    await store.statistics({ dateRange: day, departments })
    await store.statistics(everyDepartment)
  },
  refreshStatistics: (store) => store.refreshStatistics(),
  addTag: (store) => store.addTag(1, 1),
  removeTag: (store) => store.removeTag(1, 1),
}

/** What runs without a request, again and again. */
const inBackground: Readonly<Record<string, (storage: Storage) => Promise<unknown>>> = {
  'outbox.claim': ({ outbox }) => outbox.claim(at, at, 20),
  'outbox.undelivered': ({ outbox }) => outbox.undelivered(page),
  'webhooks.all': ({ webhooks }) => webhooks.all(),
  'webhooks.claim': ({ webhooks }) => webhooks.claim(1, at, at),
  'webhooks.bringForward': ({ webhooks }) => webhooks.bringForward(1, at),
  'webhooks.deliveries': ({ webhooks }) => webhooks.deliveries(1, { state: 'failed', ...page }),
  'webhooks.deliveries of all states': ({ webhooks }) =>
    webhooks.deliveries(1, { state: undefined, ...page }),
  'webhooks.removeFinished': ({ webhooks }) => webhooks.removeFinished(at, 100),
  'events.position': ({ events }) => events.position(100),
  'events.after': ({ events }) => events.after(5, 100),
  'events.range': ({ events }) => events.range(),
  'events.removeBefore': ({ events }) => events.removeBefore(at),
  'sessions.removeExpired': ({ sessions }) => sessions.removeExpired(at),
  'rememberTokens.removeExpired': ({ rememberTokens }) => rememberTokens.removeExpired(at),
  'attempts.removeExpired': ({ attempts }) => attempts.removeExpired(at),
  'mailLedger.of': ({ mailLedger }) => mailLedger.of('inbox', '1', [1, 2]),
  'mailLedger.takenAs': ({ mailLedger }) => mailLedger.takenAs({ contentHash: 'a', sentHash: 'b' }),
  'mailLedger.messageIdsOf': ({ mailLedger }) => mailLedger.messageIdsOf(1),
  'mailLedger.ticketsOf': ({ mailLedger }) => mailLedger.ticketsOf(['a']),
  'mailLedger.problems': ({ mailLedger }) => mailLedger.problems(page),
  'accessTokens.byHash': ({ accessTokens }) => accessTokens.byHash('a'),
  'accessTokens.touch': ({ accessTokens }) => accessTokens.touch(1, at),
  'accessTokens.removeEnded': ({ accessTokens }) => accessTokens.removeEnded(at),
  'keptAnswers.byKey': ({ keptAnswers }) => keptAnswers.byKey('a'),
  'keptAnswers.removeBefore': ({ keptAnswers }) => keptAnswers.removeBefore(at),
  'viewers.of': ({ viewers }) => viewers.of(1, at, 20),
  'viewers.removeExpired': ({ viewers }) => viewers.removeExpired(at),
  'logs.list': ({ logs }) => logs.list(page),
}

type Fields = Readonly<Record<string, unknown>>

/** The fields of each operation that reads, or why its plans are not here. A new one has to be added. */
export const readOperations: Readonly<Record<string, Fields | string>> = {
  '/user/check-session': {},
  '/user/get': {},
  '/user/get-supervised-tickets': { showOwnTickets: 1 },
  '/user/get-tickets': {},
  '/user/get-user': { userId: 1 },
  '/user/get-users': { page: 1, orderBy: 'id' },
  '/user/list-ban': {},
  '/staff/get': {},
  '/staff/get-all': {},
  '/staff/get-all-tickets': { page: 1 },
  '/staff/get-new-tickets': { page: 1 },
  '/staff/get-tickets': { page: 1 },
  '/staff/last-events': { page: 1 },
  '/staff/search-tickets': { page: 1, query: 'printer' },
  '/ticket/get': {},
  '/ticket/get-authors': { authors: '[{"id":1,"isStaff":0}]' },
  '/ticket/get-custom-responses': {},
  '/ticket/get-original-mail': {},
  '/ticket/get-tags': {},
  '/ticket/search': {},
  '/ticket/search-authors': { query: 'Uma' },
  '/article/get-all': {},
  '/system/backup-database': 'reads all',
  '/system/check-requirements': 'only before the installation',
  '/system/download': { file: 'a.png' },
  '/system/get-api-keys': {},
  '/system/get-csv-import': {},
  '/system/get-custom-fields': {},
  '/system/get-logs': { page: 1 },
  '/system/get-mail-template': { template: 'USER_SIGNUP', language: 'en' },
  '/system/get-mail-template-list': {},
  '/system/get-settings': {},
  '/system/get-stats': 'computes figures of all tickets',
  '/system/get-tokens': {},
  '/system/get-undelivered-mails': { page: 1 },
  '/system/get-untaken-mails': { page: 1 },
  '/system/get-webhook-deliveries': 'its lists are among the calls in the background',
  '/system/get-webhooks': {},
  '/system/init-database': 'only before the installation',
  '/system/installation-done': {},
  '/system/test-imap': 'only before the installation',
  '/system/test-smtp': 'only before the installation',
}

const ofUsers = ['/user/get', '/user/get-tickets', '/user/get-supervised-tickets']
const ofOneTicket = ['/ticket/get', '/ticket/get-original-mail']
/** There is no such file or mail, which is found out in the tables. */
const refused = ['/system/download', '/ticket/get-original-mail']

/** All calls by name. */
async function callsOf(desk: TestHelpdesk): Promise<Record<string, () => Promise<unknown>>> {
  const { helpdesk, storage, admin } = desk
  const uma = await desk.user({ name: 'Uma' })
  await helpdesk.ticket.createTag(admin, { name: 'red', color: '#abc' })
  let ticketNumber = 0
  for (let each = 0; each < 4; each++) ticketNumber = await desk.ticket({ author: uma, title: 'printer' })
  await helpdesk.ticket.comment(uma, { ticketNumber, content: 'a comment' })

  const calls: Record<string, () => Promise<unknown>> = {}
  for (const [name, filter, order] of ticketLists)
    calls[name] = () => storage.tickets.list({ filter, order, events: false, ...page })
  for (const [filter, order] of farLists)
    calls[`${JSON.stringify(filter)} by ${order[0]?.by} in a far page`] = () =>
      storage.tickets.list({ filter, order, events: false, offset: 390, limit: 10 })
  for (const [filter, order, after] of listsBehind)
    calls[`${JSON.stringify(filter)} by ${order[0]?.by} behind ${JSON.stringify(after)}`] = () =>
      storage.tickets.list({ filter, order, events: false, after, ...page })
  for (const [path, fields] of Object.entries(readOperations)) {
    const operation = helpdesk.operations.get(path)
    if (typeof fields === 'string' || !operation) continue
    const asked = ofOneTicket.includes(path) ? { ticketNumber } : fields
    const call = () => helpdesk.call(operation, ofUsers.includes(path) ? uma : admin, asked)
    calls[path] = refused.includes(path)
      ? () =>
          call().catch((error: unknown) => {
            if (!(error instanceof OpenSupportsError)) throw error
          })
      : call
  }
  for (const [name, call] of Object.entries(inBackground)) calls[name] = () => call(storage)
  for (const [name, call] of Object.entries(tickets))
    if (typeof call === 'function')
      calls[`tickets.${name}`] = () => storage.transaction((tx) => call(tx.tickets))
  return calls
}

/** The statements, each with the name of the first call that runs it. */
export async function statementsOf(
  desk: TestHelpdesk,
  statements: Set<string>,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  for (const [name, call] of Object.entries(await callsOf(desk))) {
    statements.clear()
    await call()
    for (const text of statements)
      if (/^(?:select|update|delete|with)\b/i.test(text.trim()) && !found.has(text)) found.set(text, name)
  }
  return found
}
