import { customerLogin, type Desk } from '../desks/index.js'

type Fields = Readonly<Record<string, unknown>>

/** One request of a measured call. */
export interface Step {
  readonly path: string
  readonly fields: (desk: Desk) => Fields
}

/** What is measured: an operation, or several that belong together. */
export interface Call {
  readonly name: string
  readonly as: 'admin' | 'customer' | 'guest'
  readonly steps: readonly Step[]
  readonly writes: boolean
  /** The number of staff members that each new ticket notifies. Default: 5. */
  readonly toNotify?: number
  /** Whether the throughput over HTTP is measured, too. */
  readonly overHttp: boolean
}

const call = (
  name: string,
  as: Call['as'],
  path: string,
  fields: Fields | ((desk: Desk) => Fields) = {},
  overHttp = false,
): Call => ({
  name,
  as,
  steps: [{ path, fields: typeof fields === 'function' ? fields : () => fields }],
  writes: false,
  overHttp,
})

const content = 'The printer in the hall <b>does not print</b>. What can we do about it?'

const create = (toNotify: number, overHttp: boolean): Call => ({
  ...call(
    `ticket.create, ${toNotify} staff notified`,
    'customer',
    '/ticket/create',
    { title: 'It does not print', content },
    overHttp,
  ),
  writes: true,
  toNotify,
})

const changed = ({ changedTicketNumber: ticketNumber }: Desk) => ({ ticketNumber })

const search = (name: string, fields: Fields, overHttp = false): Call =>
  call(`ticket.search, ${name}`, 'admin', '/ticket/search', fields, overHttp)

/** The reads come first, so that what is written does not change them. */
export const calls: readonly Call[] = [
  call('system.getSettings', 'guest', '/system/get-settings', {}, true),
  call('user.login', 'guest', '/user/login', customerLogin),
  call('ticket.get', 'customer', '/ticket/get', ({ ticketNumber }) => ({ ticketNumber }), true),
  call('ticket.get, 10,000 events', 'customer', '/ticket/get', ({ longTicketNumber }) => ({
    ticketNumber: longTicketNumber,
  })),
  call('user.get', 'customer', '/user/get'),
  call('user.getTickets', 'customer', '/user/get-tickets', { page: 1 }),
  call('staff.getAllTickets', 'admin', '/staff/get-all-tickets', { page: 1 }, true),
  call('staff.getNewTickets', 'admin', '/staff/get-new-tickets', { page: 1 }),
  call('staff.getTickets', 'admin', '/staff/get-tickets', { page: 1 }),
  call('staff.lastEvents', 'admin', '/staff/last-events', { page: 1 }),
  call('staff.getAll', 'admin', '/staff/get-all'),
  search('no query', {}, true),
  search('a rare word', { query: 'zeppelin' }, true),
  search('a frequent word', { query: 'problem' }),
  search('two letters', { query: 'pr' }),
  search('a number', { query: '1000007' }, true),
  search('by author', { authors: '[{"id":1,"isStaff":0}]' }),
  search('closed', { closed: '1' }),
  search('page 1,000', { page: 1000 }),
  call('system.getLogs', 'admin', '/system/get-logs', { page: 1 }),
  call('system.getStats', 'admin', '/system/get-stats'),
  create(5, true),
  create(50, false),
  {
    ...call('ticket.comment', 'customer', '/ticket/comment', (desk) => ({ ...changed(desk), content }), true),
    writes: true,
  },
  {
    name: 'ticket.close and ticket.reOpen',
    as: 'admin',
    writes: true,
    overHttp: false,
    steps: [
      { path: '/ticket/close', fields: changed },
      { path: '/ticket/re-open', fields: changed },
    ],
  },
]

/** Returns the calls to measure: those with `only` in their names, or all without it. */
export const dueCalls = (only: string | undefined, isMeasured: (name: string) => boolean): Call[] =>
  calls.filter(({ name }) => (only === undefined || name.includes(only)) && !isMeasured(name))
