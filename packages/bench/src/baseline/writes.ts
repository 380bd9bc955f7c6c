import sanitize from 'sanitize-html'
import { type Credentials, callerOf, servedBy } from './caller.js'
import { Refusal, type Row, row, rows, type Work } from './work.js'

type Fields = Readonly<Record<string, unknown>>

const clean = (html: unknown): string => (/[<>&]/.test(String(html)) ? sanitize(String(html)) : String(html))

/** Returns the current minute as the tables store it. */
const minute = () => Number(new Date().toISOString().replace(/\D/g, '').slice(0, 12))

interface By {
  readonly id: number
  readonly isStaff: boolean
  readonly account: Row
}

function* log(by: By, type: string, number: unknown): Work<void> {
  yield* rows(
    'insert into log (type, "to", date, author_name, author_user_id, author_staff_id) values (?, ?, ?, ?, ?, ?)',
    type,
    String(number),
    minute(),
    by.account.name,
    by.isStaff ? null : by.id,
    by.isStaff ? by.id : null,
  )
}

function* emit(by: By, name: string, payload: object): Work<void> {
  yield* rows(
    'insert into os_event (position, name, by_kind, by_id, at, payload) values (?, ?, ?, ?, ?, ?)',
    null,
    name,
    by.isStaff ? 'staff' : 'user',
    by.id,
    Date.now(),
    JSON.stringify(payload),
  )
}

/** Queues the mails to all recipients with one statement. */
function* mail(template: string, to: readonly string[], variables: object): Work<void> {
  if (to.length === 0) return
  const now = Date.now()
  yield* rows(
    `insert into os_outbox (template, recipient, language, variables, created_at, due_at)
      values ${to.map(() => '(?, ?, ?, ?, ?, ?)').join(', ')}`,
    ...to.flatMap((each) => [template, each, 'en', JSON.stringify({ to: each, ...variables }), now, now]),
  )
}

/** Returns the id of the event. */
function* addEvent(by: By, ticketId: unknown, type: string, content: string | null): Work<unknown> {
  const added = yield* row(
    `insert into ticketevent (type, content, date, ticket_id, author_staff_id, author_user_id, private)
      values (?, ?, ?, ?, ?, ?, ?) returning id`,
    type,
    content,
    minute(),
    ticketId,
    by.isStaff ? by.id : null,
    by.isStaff ? null : by.id,
    type === 'COMMENT' ? 0 : null,
  )
  return added?.id
}

/** Notes the day whose statistics change with a ticket. */
function* noteDay(date: unknown): Work<void> {
  yield* rows('insert into os_statistic_change (day) values (?)', Math.floor(Number(date) / 10_000))
}

/** Notes that the owner of a ticket has one closed ticket more or fewer. */
function* noteClosed(owner: unknown, closed: 1 | -1): Work<void> {
  if (owner !== null)
    yield* rows('insert into os_owned_count (staff_id, assigned, closed) values (?, 0, ?)', owner, closed)
}

/** Returns a ticket that the caller may change. */
function* managed(by: By, { ticketNumber }: Fields): Work<Row> {
  const ticket = yield* row(
    `select t.id, t.ticket_number, t.title, t.date, t.closed, t.department_id, t.author_id, t.owner_id, t.first_closed_at,
      u.name as user_name, u.email as user_email from ticket t left join "user" u on u.id = t.author_id
      where t.ticket_number = ?`,
    ticketNumber,
  )
  if (!ticket) throw new Refusal('INVALID_TICKET')
  const served = by.isStaff ? (yield* servedBy(by)).split(', ') : []
  const isOwn = by.isStaff ? served.includes(String(ticket.department_id)) : ticket.author_id === by.id
  if (!isOwn) throw new Refusal('NO_PERMISSION')
  return ticket
}

/** The last number of a ticket: the server is the only process that gives them out. */
let lastNumber = 5_000_000

export const writes = {
  *'/ticket/create'(session: Credentials, { title, content }: Fields) {
    const by = yield* callerOf(session)
    if (yield* row('select id from ban where email = ?', by.account.email))
      throw new Refusal('ALREADY_BANNED')
    const setting = yield* row(`select value from setting where name = 'default-department-id'`)
    const chosen = yield* row('select id, private from department where id = ?', Number(setting?.value))
    if (!chosen || chosen.private === 1) throw new Refusal('INVALID_DEPARTMENT')
    const departmentId = chosen.id
    if (lastNumber === 5_000_000) {
      const last = yield* row('select max(ticket_number) as number from ticket where ticket_number > 5000000')
      lastNumber = Math.max(lastNumber, Number(last?.number ?? 0))
    }
    const ticketNumber = ++lastNumber
    // Rows that change are locked before others refer to them: two writers would wait for each other.
    yield* rows('update "user" set tickets = tickets + 1 where id = ?', by.id)
    const added = yield* row(
      `insert into ticket (ticket_number, unread, unread_staff, title, content, language, date, closed, department_id,
        author_id, total_departments, total_owners) values (?, 0, 1, ?, ?, 'en', ?, 0, ?, ?, 0, 0) returning id`,
      ticketNumber,
      title,
      clean(content),
      minute(),
      departmentId,
      by.id,
    )
    yield* noteDay(minute())
    yield* rows('insert into ticket_user (ticket_id, user_id) values (?, ?)', added?.id, by.id)
    const members = yield* rows(
      `select s.email from staff s join department_staff m on m.staff_id = s.id
        where s.send_email_on_new_ticket = 1 and m.department_id = ? order by s.id`,
      departmentId,
    )
    const variables = { name: by.account.name, ticketNumber: String(ticketNumber), title }
    yield* mail(
      'TICKET_CREATED_STAFF',
      members.map(({ email }) => String(email)),
      variables,
    )
    yield* log(by, 'CREATE_TICKET', ticketNumber)
    yield* emit(by, 'ticket.created', { ticketNumber, departmentId })
    return { ticketNumber }
  },

  *'/ticket/comment'(session: Credentials, fields: Fields) {
    const by = yield* callerOf(session)
    const ticket = yield* managed(by, fields)
    yield* rows('update ticket set unread_staff = 1 where id = ?', ticket.id)
    const commentId = yield* addEvent(by, ticket.id, 'COMMENT', clean(fields.content))
    if (by.isStaff) yield* noteDay(ticket.date)
    yield* log(by, 'COMMENT', ticket.ticket_number)
    yield* emit(by, 'ticket.commented', {
      ticketNumber: ticket.ticket_number,
      commentId,
      private: false,
      byStaff: by.isStaff,
    })
    return null
  },

  *'/ticket/close'(session: Credentials, fields: Fields) {
    const by = yield* callerOf(session)
    const ticket = yield* managed(by, fields)
    if (ticket.closed === 1) return null
    const now = minute()
    yield* rows(
      `update ticket set closed = 1, unread = 1, unread_staff = ?, first_closed_at = coalesce(first_closed_at, ?),
        last_closed_at = ? where id = ?`,
      ticket.owner_id === by.id ? 0 : 1,
      now,
      now,
      ticket.id,
    )
    yield* noteClosed(ticket.owner_id, 1)
    yield* noteDay(ticket.date)
    yield* addEvent(by, ticket.id, 'CLOSE', null)
    yield* log(by, 'CLOSE', ticket.ticket_number)
    const { user_name: name, title } = ticket
    const variables = { name, ticketNumber: String(ticket.ticket_number), title, url: 'http://localhost' }
    yield* mail('TICKET_CLOSED', [String(ticket.user_email)], variables)
    yield* emit(by, 'ticket.closed', { ticketNumber: ticket.ticket_number })
    return null
  },

  *'/ticket/re-open'(session: Credentials, fields: Fields) {
    const by = yield* callerOf(session)
    const ticket = yield* managed(by, fields)
    if (ticket.closed !== 1) return null
    yield* rows('update ticket set closed = 0, unread = 1, reopened = 1 where id = ?', ticket.id)
    yield* noteClosed(ticket.owner_id, -1)
    yield* noteDay(ticket.date)
    yield* addEvent(by, ticket.id, 'RE_OPEN', null)
    yield* log(by, 'RE_OPEN', ticket.ticket_number)
    yield* emit(by, 'ticket.reopened', { ticketNumber: ticket.ticket_number })
    return null
  },
}
