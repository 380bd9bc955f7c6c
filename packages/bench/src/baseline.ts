import { createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { openRaw } from './raw-database.js'

/**
 * A hand-written server for these few paths: node:http, prepared statements, and the same reads, writes and answers. It
 * has no permission checks beyond the session, no HTML sanitizing, no files, no mail, and only one department. The
 * helpdesk spends its additional time on these.
 */
export function baseline(file: string): {
  answer(path: string, form: URLSearchParams): unknown
  server(): Server
} {
  const db = openRaw(file)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = NORMAL')
  const prepare = (sql: string) => db.prepare(sql)

  const session = prepare('select * from os_session where token_hash = ?')
  const user = prepare('select * from user where id = ?')
  const staff = prepare('select * from staff where id = ?')
  const served = prepare('select department_id from department_staff where staff_id = ?').pluck()
  const settings = prepare('select name, value from setting')
  const languages = prepare('select * from language')
  const departments =
    prepare(`select d.*, (select count(*) from department_staff s where s.department_id = d.id) owners
    from department d`)
  const head = `select t.*, d.name department_name, u.name user_name, u.email user_email, s.name staff_name,
    s.email staff_email, o.name owner_name, o.email owner_email
    from ticket t left join department d on d.id = t.department_id left join user u on u.id = t.author_id
    left join staff s on s.id = t.author_staff_id left join staff o on o.id = t.owner_id`
  const ticketByNumber = prepare(`${head} where t.ticket_number = ?`)
  const tags = prepare(
    'select g.name from tag_ticket l join tag g on g.id = l.tag_id where l.ticket_id = ?',
  ).pluck()
  const values = prepare('select * from customfieldvalue where user_id = ?')
  const events =
    prepare(`select e.*, u.name user_name, u.email user_email, s.name staff_name, s.email staff_email
    from ticketevent e left join user u on u.id = e.author_user_id left join staff s on s.id = e.author_staff_id
    where e.ticket_id = ? order by e.id`)
  const department = prepare('select * from department where id = ?')
  const page = prepare(`${head} where t.department_id = ? and t.closed = 0
    order by t.id desc limit 10`)
  const pages = prepare(`select count(*) n from ticket where department_id = ?
    and closed = 0`).pluck()
  const found = `(t.ticket_number like @like or t.title like @like or t.content like @like or exists
    (select 1 from ticketevent e where e.ticket_id = t.id and e.type = 'COMMENT' and e.content like @like))`
  const searched = prepare(`${head} where t.department_id = @department and ${found}
    order by case when t.ticket_number like @like then 1 when t.title like @start then 2 when t.title like @like then 3
    when t.content like @like then 4 else 5 end, t.closed, t.owner_id, t.unread_staff, t.date desc, t.id desc limit 10`)
  const searchedPages = prepare(`select count(*) n from ticket t
    where t.department_id = @department and ${found}`).pluck()
  const ban = prepare('select 1 from ban where email = ?')
  const sequence = prepare('select coalesce(max(id), 0) + 1 from ticket').pluck()
  const insert =
    prepare(`insert into ticket (ticket_number, unread, unread_staff, title, content, language, date, closed,
    department_id, author_id, total_departments, total_owners) values (?, 0, 1, ?, ?, 'en', 202601010000, 0, ?, ?, 0, 0)`)
  const link = prepare('insert into ticket_user (ticket_id, user_id) values (?, ?)')
  const counter = prepare('update user set tickets = tickets + 1 where id = ?')
  const log = prepare(`insert into log (type, "to", date, author_name, author_user_id)
    values ('CREATE_TICKET', ?, 202601010000, ?, ?)`)

  type Row = Record<string, string | number | null>
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value))

  const caller = (form: URLSearchParams) => {
    const hash = createHash('sha256')
      .update(form.get('csrf_token') ?? '')
      .digest('hex')
    const row = session.get(hash) as Row | undefined
    if (!row) throw new Error('NO_PERMISSION')
    const isStaff = row.staff_id !== null
    const id = isStaff ? row.staff_id : row.user_id
    if (String(id) !== form.get('csrf_userid')) throw new Error('NO_PERMISSION')
    return { id, isStaff, account: (isStaff ? staff : user).get(id) as Row }
  }
  const view = (row: Row, history: unknown[]) => ({
    ticketNumber: text(row.ticket_number),
    title: row.title,
    content: row.content,
    department: { id: text(row.department_id), name: row.department_name },
    date: text(row.date),
    file: row.file,
    language: row.language,
    unread: !!row.unread,
    unreadStaff: !!row.unread_staff,
    closed: !!row.closed,
    author: {
      id: text(row.author_id ?? row.author_staff_id),
      name: row.user_name ?? row.staff_name,
      staff: row.author_staff_id !== null,
      profilePic: null,
      email: row.user_email ?? row.staff_email,
      customfields: row.author_id === null ? [] : values.all(row.author_id),
    },
    owner:
      row.owner_id === null ? null : { id: text(row.owner_id), name: row.owner_name, email: row.owner_email },
    events: history,
    tags: tags.all(row.id),
    edited: null,
    editedTitle: null,
  })
  const eventView = (row: Row) => ({
    type: row.type,
    content: row.content,
    date: text(row.date),
    file: row.file,
    private: text(row.private),
    author: {
      id: text(row.author_user_id ?? row.author_staff_id),
      name: row.user_name ?? row.staff_name,
      email: row.user_email ?? row.staff_email,
      profilePic: null,
      staff: row.author_staff_id !== null,
    },
    edited: text(row.edited_content),
    id: text(row.id),
  })
  const history = (row: Row) => (events.all(row.id) as Row[]).map(eventView)
  const allSettings = () =>
    Object.fromEntries((settings.all() as Row[]).map(({ name, value }) => [name, value]))

  const create = db.transaction(
    (author: { id: unknown; account: Row }, form: URLSearchParams, departmentId: unknown) => {
      const place = Number(sequence.get())
      const number = 2_000_000 + place
      const id = insert.run(
        number,
        form.get('title'),
        form.get('content'),
        departmentId,
        author.id,
      ).lastInsertRowid
      link.run(id, author.id)
      counter.run(author.id)
      log.run(String(number), author.account.name, author.id)
      return null
    },
  )

  const paths: Record<string, (form: URLSearchParams) => unknown> = {
    '/system/get-settings': () => ({
      ...allSettings(),
      departments: (departments.all() as Row[]).filter((row) => !row.private),
      languages: languages.all(),
    }),
    '/ticket/get': (form) => {
      const { id } = caller(form)
      const row = ticketByNumber.get(Number(form.get('ticketNumber'))) as Row
      if (row.author_id !== id) throw new Error('NO_PERMISSION')
      return view(row, history(row))
    },
    '/staff/get-all-tickets': (form) => {
      const mine = served.get(caller(form).id)
      return {
        tickets: (page.all(mine) as Row[]).map((row) => view(row, [])),
        pages: Math.ceil(Number(pages.get(mine)) / 10),
      }
    },
    '/ticket/search': (form) => {
      const query = form.get('query') ?? ''
      const parameters = { department: served.get(caller(form).id), like: `%${query}%` }
      return {
        tickets: (searched.all({ ...parameters, start: `${query}%` }) as Row[]).map((row) =>
          view(row, history(row)),
        ),
        pages: Math.ceil(Number(searchedPages.get(parameters)) / 10),
        page: 1,
      }
    },
    '/ticket/create': (form) => {
      const author = caller(form)
      const { 'default-department-id': departmentId } = allSettings()
      department.get(Number(departmentId))
      ban.get(author.account.email)
      return create(author, form, Number(departmentId))
    },
  }

  const answer = (path: string, form: URLSearchParams) => paths[path]?.(form)
  const server = () =>
    createServer((request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        const form = new URLSearchParams(Buffer.concat(chunks).toString())
        const data = answer((request.url ?? '').replace('/api', ''), form)
        const body = JSON.stringify({ status: 'success', data })
        response.writeHead(200, {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        })
        response.end(body)
      })
    })
  return { answer, server }
}
