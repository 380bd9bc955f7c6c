import type { Desk } from '../desks/index.js'
import { random } from '../random.js'
import { requestOf } from './connection.js'
import type { Request } from './load.js'

const content = 'It <b>still</b> does not print.'

type Fields = Readonly<Record<string, unknown>>

/** The kinds of requests of a busy day, with their shares in percent: 70 % are tickets and lists. */
const kinds = (
  desk: Desk,
): readonly (readonly [number, string, 'admin' | 'customer', string, Fields[]])[] => [
  [30, 'get', 'customer', '/ticket/get', [{ ticketNumber: desk.ticketNumber }]],
  [15, 'list', 'admin', '/staff/get-all-tickets', [1, 2, 3].map((page) => ({ page }))],
  [15, 'list', 'admin', '/staff/get-new-tickets', [{ page: 1 }]],
  [10, 'list', 'customer', '/user/get-tickets', [{ page: 1 }]],
  [12, 'search', 'admin', '/ticket/search', ['zeppelin', 'problem', '1000007'].map((query) => ({ query }))],
  [10, 'comment', 'customer', '/ticket/comment', [{ ticketNumber: desk.changedTicketNumber, content }]],
  [5, 'create', 'customer', '/ticket/create', [{ title: 'It does not print', content }]],
  [3, 'statistics', 'admin', '/system/get-stats', [{ dateRange: '["202506010000","202506302359"]' }]],
]

/** Returns a function that returns the next request of a connection; connections differ in their order. */
export function mixOf(desk: Desk): (connection: number) => Request {
  const requests = kinds(desk).flatMap(([share, kind, as, path, fields]) =>
    Array.from({ length: share }, (_, index): Request => {
      const asked = fields[index % fields.length] ?? {}
      return { kind, bytes: requestOf(path, asked, desk[as]) }
    }),
  )
  const randoms = new Map<number, () => number>()
  return (connection) => {
    let next = randoms.get(connection)
    if (!next) {
      next = random(connection + 1)
      randoms.set(connection, next)
    }
    return requests[Math.floor(next() * requests.length)] as Request
  }
}
