import { type Credentials, callerOf, servedBy } from './caller.js'
import { customFieldsOf, dateOf, firstPage, heads, ticketInFull } from './views.js'
import { Refusal, type Row, row, rows } from './work.js'

type Fields = Readonly<Record<string, unknown>>

const idsOf = (found: readonly Row[]): number[] => found.map(({ id }) => Number(id))

/** Withholds a column from the indexes: walking all tickets by id finds a page of these departments sooner. */
const inAny = (departments: string) => `(t.department_id + 0) in (${departments})`

export const reads = {
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
    return yield* ticketInFull(ticket, caller.isStaff)
  },

  *'/user/get'(session: Credentials) {
    const { isStaff, id, account } = yield* callerOf(session)
    if (isStaff) throw new Refusal('INVALID_CREDENTIALS')
    const { name, email, verification_token } = account
    const customfields = yield* customFieldsOf([id])
    return { name, email, staff: false, verified: verification_token === null, customfields, users: null }
  },

  *'/user/get-tickets'(session: Credentials) {
    const { id } = yield* callerOf(session)
    const counted = 'from ticket where author_id = ?'
    return yield* firstPage({ ids: `select id ${counted} order by id desc`, counted }, [id], false)
  },

  *'/staff/get-all-tickets'(session: Credentials) {
    const departments = yield* servedBy(yield* callerOf(session))
    const ids = `select t.id from ticket t where ${inAny(departments)} and (t.closed + 0) = 0 order by t.id desc`
    const counted = `from ticket where department_id in (${departments}) and closed = 0`
    return yield* firstPage({ ids, counted }, [], true)
  },

  *'/staff/get-new-tickets'(session: Credentials) {
    const departments = yield* servedBy(yield* callerOf(session))
    const order = 'order by unread_staff desc, id'
    // Each department has an index in this order.
    const parts = departments.split(', ').map(
      (id) => `select * from (select id, unread_staff from ticket where department_id = ${id} and closed = 0
        and owner_id is null ${order} limit 11) p${id}`,
    )
    const ids = `select id from (${parts.join(' union all ')}) parts ${order}`
    const counted = `from ticket where department_id in (${departments}) and closed = 0 and owner_id is null`
    return yield* firstPage({ ids, counted }, [], true)
  },

  *'/staff/get-tickets'(session: Credentials) {
    const { id } = yield* callerOf(session)
    const counted =
      'from staff_ticket l join ticket t on t.id = l.ticket_id where l.staff_id = ? and t.closed = 0'
    return yield* firstPage({ ids: `select t.id ${counted} order by l.ticket_id`, counted }, [id], true)
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
    const counts = yield* rows(
      'select staff_id, sum(assigned) as assigned, sum(closed) as closed from os_owned_count group by staff_id',
    )
    const countOf = new Map(counts.map((each) => [Number(each.staff_id), each]))
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
      assignedTickets: Number(countOf.get(Number(id))?.assigned ?? 0),
      closedTickets: Number(countOf.get(Number(id))?.closed ?? 0),
      lastLogin: last_login === null ? null : dateOf(last_login),
    }))
  },
}
