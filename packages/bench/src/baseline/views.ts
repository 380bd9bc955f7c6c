import { type Row, rows, type Work } from './work.js'

export const heads = `select t.id, t.ticket_number, t.title, t.content, t.language, t.file, f.name as file_name, t.date,
  t.closed, t.unread, t.unread_staff, t.edited_content, t.edited_title, t.os_unproved, t.author_name, t.author_email,
  d.id as department_id, d.name as department_name, u.id as user_id, u.name as user_name, u.email as user_email,
  s.id as staff_id, s.name as staff_name, s.email as staff_email, s.profile_pic as staff_pic, o.id as owner_id,
  o.name as owner_name, o.email as owner_email, o.profile_pic as owner_pic
  from ticket t left join department d on d.id = t.department_id left join "user" u on u.id = t.author_id
  left join staff s on s.id = t.author_staff_id left join staff o on o.id = t.owner_id
  left join os_file_name f on f.stored = t.file`

const events = `select e.id, e.type, e.content, e.date, e.file, f.name as file_name, e.private, e.edited_content,
  e.ticket_id, u.id as user_id, u.name as user_name, u.email as user_email, s.id as staff_id, s.name as staff_name,
  s.email as staff_email, s.profile_pic as staff_pic
  from ticketevent e left join "user" u on u.id = e.author_user_id left join staff s on s.id = e.author_staff_id
  left join os_file_name f on f.stored = e.file`

/** Returns a moment that is stored as YYYYMMDDHHmm. */
export function dateOf(minute: Row[string] | undefined): Date {
  const value = Number(minute)
  const days = Math.floor(value / 10_000)
  return new Date(
    Date.UTC(
      Math.floor(days / 10_000),
      (Math.floor(days / 100) % 100) - 1,
      days % 100,
      Math.floor(value / 100) % 100,
      value % 100,
    ),
  )
}

function authorOf(row: Row) {
  if (row.user_id !== null)
    return { id: row.user_id, name: row.user_name, email: row.user_email, profilePic: null, staff: false }
  if (row.staff_id === null) return null
  return {
    id: row.staff_id,
    name: row.staff_name,
    email: row.staff_email,
    profilePic: row.staff_pic,
    staff: true,
  }
}

const eventOf = (row: Row) => ({
  type: row.type,
  content: row.content,
  author: authorOf(row),
  date: dateOf(row.date),
  file: row.file,
  fileName: row.file_name,
  private: row.type === 'COMMENT' ? row.private === 1 : null,
  edited: row.edited_content === 1,
  id: row.id,
})

function ticketOf(row: Row, tags: string[], customfields: unknown[], forStaff: boolean) {
  const author = authorOf(row)
  return {
    ticketNumber: row.ticket_number,
    title: row.title,
    content: row.content,
    department: { id: row.department_id, name: row.department_name },
    date: dateOf(row.date),
    file: row.file,
    fileName: row.file_name,
    language: row.language,
    unread: row.unread === 1,
    unreadStaff: forStaff && row.unread_staff === 1,
    closed: row.closed === 1,
    author: author
      ? { ...author, customfields: author.staff ? [] : customfields }
      : { id: null, staff: false, name: row.author_name, email: row.author_email },
    owner:
      row.owner_id === null
        ? null
        : { id: row.owner_id, name: row.owner_name, email: row.owner_email, profilePic: row.owner_pic },
    tags,
    edited: row.edited_content === 1,
    editedTitle: row.edited_title === 1,
    unproved: row.os_unproved === 1,
  }
}

/** How many events an answer has. */
const eventsAtOnce = 100

/** Returns a ticket with the newest page of its history. */
export function* ticketInFull(row: Row, forStaff: boolean) {
  const tags = yield* rows(
    'select g.name from tag_ticket l join tag g on g.id = l.tag_id where l.ticket_id = ? order by l.id',
    row.id,
  )
  const values = row.user_id === null ? [] : yield* customFieldsOf([Number(row.user_id)])
  const shown = forStaff ? '' : ' and coalesce(e.private, 0) = 0'
  const history = yield* rows(
    `${events} where e.ticket_id = ?${shown} order by e.id desc limit ${eventsAtOnce + 1}`,
    row.id,
  )
  const hasEarlier = history.length > eventsAtOnce
  const page = history.slice(0, eventsAtOnce).reverse().map(eventOf)
  const names = tags.map(({ name }) => String(name))
  return {
    ...ticketOf(row, names, values, forStaff),
    events: page,
    earlierEvents: hasEarlier ? page[0]?.id : null,
  }
}

export function* customFieldsOf(users: readonly number[]): Work<Row[]> {
  if (users.length === 0) return []
  return yield* rows(
    `select v.id, v.value, v.user_id, f.name as field from customfieldvalue v
      left join customfield f on f.id = v.customfield_id where v.user_id in (${users.join(', ')})
      order by v.customfield_id, v.id`,
  )
}

const withoutTags = (html: Row[string] | undefined) => String(html ?? '').replace(/<[^>]*>/g, '')

/** Returns the tickets of a page in the order of their ids, with the number of their comments and the last one. */
export function* listedTickets(ids: readonly number[], forStaff: boolean) {
  if (ids.length === 0) return []
  const marks = ids.map(() => '?').join(', ')
  const found = yield* rows(`${heads} where t.id in (${marks})`, ...ids)
  const tags = yield* rows(
    `select l.ticket_id, g.name from tag_ticket l join tag g on g.id = l.tag_id where l.ticket_id in (${marks})
      order by l.id`,
    ...ids,
  )
  const users = new Set(found.flatMap(({ user_id }) => (user_id === null ? [] : Number(user_id))))
  const values = yield* customFieldsOf([...users])
  const shown = forStaff ? '' : ' and coalesce(private, 0) = 0'
  const comments = yield* rows(
    `select ticket_id, count(*) as n, max(id) as last from ticketevent where ticket_id in (${marks})
      and type = 'COMMENT'${shown} group by ticket_id`,
    ...ids,
  )
  const newest = comments.map(({ last }) => Number(last))
  const last =
    newest.length === 0
      ? []
      : yield* rows(`${events} where e.id in (${newest.map(() => '?').join(', ')})`, ...newest)
  const tagsOf = new Map(ids.map((id) => [id, [] as string[]]))
  for (const { ticket_id, name } of tags) tagsOf.get(Number(ticket_id))?.push(String(name))
  const countOf = new Map(comments.map(({ ticket_id, n }) => [Number(ticket_id), Number(n)]))
  const lastOf = new Map(last.map((event) => [Number(event.ticket_id), event]))
  const byId = new Map(found.map((row) => [Number(row.id), row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    if (!row) return []
    const comment = lastOf.get(id)
    const own = values.filter(({ user_id }) => user_id === row.user_id)
    const ticket = ticketOf(row, tagsOf.get(id) ?? [], own, forStaff)
    return {
      ...ticket,
      content: withoutTags(ticket.content),
      commentCount: countOf.get(id) ?? 0,
      lastComment: comment ? { ...eventOf(comment), content: withoutTags(comment.content) } : null,
    }
  })
}

const pageSize = 10
/** Lists count up to here, as those of the helpdesk do. */
const mostCounted = 10_000

/** Returns the first page of a list. Both statements take the same values. */
export function* firstPage(
  { ids, counted }: { readonly ids: string; readonly counted: string },
  values: readonly unknown[],
  forStaff: boolean,
) {
  const found = (yield* rows(`${ids} limit ${pageSize + 1}`, ...values)).map(({ id }) => Number(id))
  const count = yield* rows(
    `select count(*) as n from (select 1 as one ${counted} limit ${mostCounted}) c`,
    ...values,
  )
  const total = Number(count[0]?.n)
  return {
    tickets: yield* listedTickets(found.slice(0, pageSize), forStaff),
    page: 1,
    pages: Math.ceil(total / pageSize),
    total,
    totalIsExact: total < mostCounted,
    cursor: found.length > pageSize ? String(found[pageSize - 1]) : null,
    updatedSince: null,
  }
}
