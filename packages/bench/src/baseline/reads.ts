import { type Credentials, callerOf, servedBy } from './caller.js'
import { dateOf, type EventsWanted, heads, ticketInFull, ticketsByIds } from './views.js'
import { Refusal, type Row, row, rows, type Work } from './work.js'

type Fields = Readonly<Record<string, unknown>>

/** Where the helpdesk's answers have more or less than the baseline would give by itself. */
export interface Shape {
  /** Whether lists that search have the histories of their tickets. */
  readonly histories: boolean
  readonly events: EventsWanted
}

const idsOf = (found: readonly Row[]): number[] => found.map(({ id }) => Number(id))

/** Counts up to the bound of the helpdesk, and returns the number of pages. */
function* pagesOf(from: string, ...values: readonly unknown[]): Work<number> {
  const counted = yield* row(`select count(*) as n from (select 1 as one ${from} limit 10000) c`, ...values)
  return Math.ceil(Number(counted?.n) / 10)
}

/** Withholds a column from the indexes: walking all tickets by id finds a page of these departments sooner. */
const inAny = (departments: string) => `(t.department_id + 0) in (${departments})`

function* withoutTags(ids: readonly number[], forStaff: boolean) {
  const tickets = yield* ticketsByIds(ids, forStaff, false)
  return tickets.map((ticket) => ({ ...ticket, content: String(ticket.content).replace(/<[^>]*>/g, '') }))
}

export const reads = (shape: Shape) => ({
  *'/system/get-settings'() {
    const values = yield* rows('select name, value from setting')
    const departments = yield* rows(`select d.id, d.name, d.private,
      (select count(*) from department_staff s where s.department_id = d.id) as owners from department d order by d.id`)
    const languages = yield* rows('select code, allowed, supported from language')
    const tags = yield* rows('select id, name, color from tag order by id')
    const setting = new Map(values.map(({ name, value }) => [name, value]))
    const codes = (which: string) => languages.filter((each) => each[which] === 1).map(({ code }) => code)
    const isOn = (name: string) => setting.get(name) === '1'
    return {
      language: setting.get('language'),
      reCaptchaKey: setting.get('recaptcha-public'),
      'maintenance-mode': isOn('maintenance-mode'),
      layout: setting.get('layout'),
      'allow-attachments': false,
      'max-size': Number(setting.get('max-size')),
      title: setting.get('title'),
      registration: isOn('registration'),
      departments: departments
        .filter((each) => each.private !== 1)
        .map(({ id, name, owners }) => ({ id, name, owners: Number(owners), private: false })),
      supportedLanguages: codes('supported'),
      allowedLanguages: codes('allowed'),
      'session-prefix': setting.get('session-prefix'),
      tags,
      'mandatory-login': isOn('mandatory-login'),
      'default-department-id': Number(setting.get('default-department-id')),
      'default-is-locked': isOn('default-is-locked'),
    }
  },

  *'/ticket/get'(session: Credentials, { ticketNumber }: Fields) {
    const caller = yield* callerOf(session)
    const ticket = yield* row(`${heads} where t.ticket_number = ?`, ticketNumber)
    if (!ticket) throw new Refusal('NO_PERMISSION')
    if (!caller.isStaff && ticket.user_id !== caller.id) throw new Refusal('NO_PERMISSION')
    if (caller.isStaff && !(yield* servedBy(caller)).split(', ').includes(String(ticket.department_id)))
      throw new Refusal('NO_PERMISSION')
    return yield* ticketInFull(ticket, caller.isStaff, shape.events)
  },

  *'/user/get-tickets'(session: Credentials) {
    const { id } = yield* callerOf(session)
    const found = yield* rows('select id from ticket where author_id = ? order by id desc limit 10', id)
    const pages = yield* pagesOf('from ticket where author_id = ?', id)
    return { tickets: yield* withoutTags(idsOf(found), false), page: 1, pages }
  },

  *'/staff/get-all-tickets'(session: Credentials) {
    const departments = yield* servedBy(yield* callerOf(session))
    const found = yield* rows(`select t.id from ticket t where ${inAny(departments)} and (t.closed + 0) = 0
      order by t.id desc limit 10`)
    const pages = yield* pagesOf(`from ticket where department_id in (${departments}) and closed = 0`)
    return { tickets: yield* withoutTags(idsOf(found), true), pages }
  },

  *'/staff/get-new-tickets'(session: Credentials) {
    const departments = yield* servedBy(yield* callerOf(session))
    const order = 'order by unread_staff desc, id limit 10'
    // Each department has an index in this order.
    const parts = departments.split(', ').map(
      (id) => `select * from (select id, unread_staff from ticket where department_id = ${id} and closed = 0
        and owner_id is null ${order}) p${id}`,
    )
    const found = yield* rows(`select id from (${parts.join(' union all ')}) parts ${order}`)
    const pages = yield* pagesOf(
      `from ticket where department_id in (${departments}) and closed = 0 and owner_id is null`,
    )
    return { tickets: yield* withoutTags(idsOf(found), true), page: 1, pages }
  },

  *'/staff/get-tickets'(session: Credentials) {
    const { id } = yield* callerOf(session)
    const from =
      'from staff_ticket l join ticket t on t.id = l.ticket_id where l.staff_id = ? and t.closed = 0'
    const found = yield* rows(`select t.id ${from} order by l.ticket_id limit 10`, id)
    return {
      tickets: yield* withoutTags(idsOf(found), true),
      page: 1,
      pages: yield* pagesOf(from, id),
    }
  },

  *'/staff/last-events'(session: Credentials) {
    const { id } = yield* callerOf(session)
    const newest = yield* rows(
      `select e.id from staff_ticket l join ticketevent e on e.ticket_id = l.ticket_id where l.staff_id = ?
        order by e.id desc limit 10`,
      id,
    )
    if (newest.length === 0) return []
    const found =
      yield* rows(`select e.type, e.edited_content, t.ticket_number, t.author_name, u.id as user_id,
      u.name as user_name, s.id as staff_id, s.name as staff_name
      from ticketevent e join ticket t on t.id = e.ticket_id left join "user" u on u.id = e.author_user_id
      left join staff s on s.id = e.author_staff_id where e.id in (${idsOf(newest).join(', ')}) order by e.id desc`)
    return found.map((each) => ({
      type: each.type,
      ticketNumber: each.ticket_number,
      author: {
        name: each.user_name ?? each.staff_name ?? each.author_name,
        staff: each.user_id === null && each.staff_id !== null,
        id: each.user_id ?? each.staff_id,
        customfields: [],
      },
      edited: each.edited_content === 1,
    }))
  },

  *'/staff/get-all'(session: Credentials) {
    yield* servedBy(yield* callerOf(session))
    const members = yield* rows(
      'select id, name, email, profile_pic, level, last_login from staff order by id',
    )
    const memberships = yield* rows(`select m.staff_id, d.id, d.name, c.owners from department_staff m
      join department d on d.id = m.department_id
      join (select department_id, count(*) as owners from department_staff group by department_id) c
        on c.department_id = d.id order by d.id`)
    const counts = yield* rows(`select owner_id, count(*) as n, sum(closed) as closed from ticket
      where owner_id is not null group by owner_id`)
    const countOf = new Map(counts.map((each) => [Number(each.owner_id), each]))
    const served = new Map(members.map(({ id }) => [Number(id), [] as unknown[]]))
    for (const { staff_id, id, name, owners } of memberships)
      served.get(Number(staff_id))?.push({ id, name, owners: Number(owners) })
    return members.map(({ id, name, email, profile_pic, level, last_login }) => ({
      id,
      name,
      email,
      profilePic: profile_pic,
      level,
      departments: served.get(Number(id)),
      assignedTickets: Number(countOf.get(Number(id))?.n ?? 0),
      closedTickets: Number(countOf.get(Number(id))?.closed ?? 0),
      lastLogin: last_login === null ? null : dateOf(last_login),
    }))
  },
})
