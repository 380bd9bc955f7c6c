import type {
  AccountRef,
  TicketDetails,
  TicketInList,
  TicketPatch,
  TicketQuery,
  TicketStore,
} from '@opensupports/core'
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Dialect } from '../dialects/dialect.js'
import { forgetFoundTickets, holdsFoundTicket, holdsTicket } from '../locks.js'
import type { Db, Schema } from '../schema.js'
import {
  insertStatement,
  listStatement,
  patchStatement,
  placeholder,
  shapedStatements,
  statement,
} from '../statement.js'
import { bit, given, isSet, minuteOf, minuteOrNull } from '../values.js'
import { groupBy } from './group-by.js'
import { inParts } from './in-parts.js'
import { checkOwned, correctOwned, foldOwned, ownedChangesOf } from './owned-counts/index.js'
import { lockRow } from './row-locks.js'
import { changesOf, dayOf, noteAllDays, refreshStatistics, statisticsOf } from './statistics/index.js'
import { listHeads } from './ticket-list.js'
import {
  type EventRow,
  eventOf,
  eventOfTicketOf,
  events,
  eventsOfTickets,
  linkedEventOf,
  linkedEvents,
  type TicketRow,
  ticketHeads,
  ticketOf,
} from './ticket-rows.js'
import { ticketSequence } from './ticket-sequence.js'
import { customFieldValuesOf } from './users.js'

/** Whether an event is not a private comment. */
const isPublic = sql<boolean>`coalesce(e.private, 0) = 0`

const byNumber = statement((db, { ticketNumber }: { ticketNumber: number }) =>
  ticketHeads(db).where('t.ticket_number', '=', ticketNumber),
)
const numberExists = statement((db, { ticketNumber }: { ticketNumber: number }) =>
  db.selectFrom('ticket').select('id').where('ticket_number', '=', ticketNumber),
)
const tagsOf = statement((db, { id }: { id: number }) =>
  db
    .selectFrom('tag_ticket as l')
    .innerJoin('tag as g', 'g.id', 'l.tag_id')
    .where('l.ticket_id', '=', id)
    .orderBy('l.id')
    .select('g.name'),
)
const eventsOf = statement((db, { id }: { id: number }) =>
  events(db).where('e.ticket_id', '=', id).orderBy('e.id'),
)
interface EventPageOf {
  id: number
  before: number
  limit: number
}
const newestEvents = statement((db, { id, before, limit }: EventPageOf) =>
  events(db).where('e.ticket_id', '=', id).where('e.id', '<', before).orderBy('e.id', 'desc').limit(limit),
)
const newestPublicEvents = statement((db, { id, before, limit }: EventPageOf) =>
  events(db)
    .where('e.ticket_id', '=', id)
    .where('e.id', '<', before)
    .where(isPublic)
    .orderBy('e.id', 'desc')
    .limit(limit),
)

const tagsByIds = listStatement((db, ids) =>
  db
    .selectFrom('tag_ticket as l')
    .innerJoin('tag as g', 'g.id', 'l.tag_id')
    .where('l.ticket_id', 'in', ids)
    .orderBy('l.id')
    .select(['l.ticket_id', 'g.name']),
)
/**
 * Selects the number of comments of each ticket, and the id of the last one. It counts ticket by ticket, because `group by`
 * takes twice as long for a ticket with thousands of events.
 */
const commentsOf = (only: RawBuilder<unknown>) =>
  listStatement((db, ids) => {
    const comments = sql`from ticketevent e where e.ticket_id = t.id and e.type = 'COMMENT' and ${only}`
    return db
      .selectFrom('ticket as t')
      .where('t.id', 'in', ids)
      .select([
        't.id',
        sql<number>`(select count(*) ${comments})`.as('count'),
        sql<number | null>`(select max(e.id) ${comments})`.as('last'),
      ])
  })
const allComments = commentsOf(sql`1 = 1`)
const publicComments = commentsOf(isPublic)
const eventsById = listStatement((db, ids) => events(db).where('e.id', 'in', ids))
const eventsByIds = listStatement((db, ids) => events(db).where('e.ticket_id', 'in', ids).orderBy('e.id'))

const newestOfStaff = shapedStatements({ isSelect: true })

type NewRow = Omit<
  Schema['ticket'],
  | 'id'
  | 'owner_id'
  | 'edited_content'
  | 'edited_title'
  | 'first_closed_at'
  | 'last_closed_at'
  | 'reopened'
  | 'os_unproved'
> & { os_unproved: number | null }
const ticketInsert = (db: Pick<Db, 'insertInto'>, row: NewRow) =>
  db
    .insertInto('ticket')
    .values({
      ticket_number: row.ticket_number,
      unread: 0,
      unread_staff: 1,
      closed: 0,
      title: row.title,
      content: row.content,
      language: row.language,
      file: row.file,
      date: row.date,
      author_email: row.author_email,
      author_name: row.author_name,
      department_id: row.department_id,
      author_id: row.author_id,
      author_staff_id: row.author_staff_id,
      total_departments: 0,
      total_owners: 0,
      os_unproved: row.os_unproved,
    })
    .onConflict((clash) => clash.column('ticket_number').doNothing())
const insertTicket = insertStatement(ticketInsert)

type NewRowOfDay = NewRow & { readonly day: number }

/** Inserts a ticket, and notes its day, in the parts of one statement. */
const ticketAndDay = (db: Db, row: NewRowOfDay) =>
  db
    .with('added', (part) => ticketInsert(part, row).returning('id'))
    .with('noted', (part) =>
      part
        .insertInto('os_statistic_change')
        .columns(['day'])
        .expression((from) => from.selectFrom('added').select(sql<number>`${row.day}`.as('day'))),
    )
const insertLinked = {
  user: statement((db, row: NewRowOfDay) =>
    ticketAndDay(db, row)
      .insertInto('ticket_user')
      .columns(['ticket_id', 'user_id'])
      .expression((from) =>
        from.selectFrom('added').select(['id', sql<number>`${row.author_id}`.as('author')]),
      )
      .returning('ticket_id as id'),
  ),
  staff: statement((db, row: NewRowOfDay) =>
    ticketAndDay(db, row)
      .insertInto('staff_ticket')
      .columns(['ticket_id', 'staff_id'])
      .expression((from) =>
        from.selectFrom('added').select(['id', sql<number>`${row.author_staff_id}`.as('author')]),
      )
      .returning('ticket_id as id'),
  ),
}
const linkUser = statement((db, { ticketId, userId }: { ticketId: number; userId: number }) =>
  db.insertInto('ticket_user').values({ ticket_id: ticketId, user_id: userId }),
)
const linkStaff = statement((db, { ticketId, staffId }: { ticketId: number; staffId: number }) =>
  db
    .insertInto('staff_ticket')
    .values({ ticket_id: ticketId, staff_id: staffId })
    .onConflict((clash) => clash.doNothing()),
)
const updateTicket = patchStatement((db, id, patch: object) =>
  db
    .updateTable('ticket')
    .set(patch as never)
    .where('id', '=', id),
)
const ticketExists = statement((db, { id }: { id: number }) =>
  db.selectFrom('ticket').select('id').where('id', '=', id),
)

interface NewEventRow {
  type: string
  content: string | null
  date: number
  ticket_id: number
  author_staff_id: number | null
  author_user_id: number | null
  file: string | null
  private: number | null
}
const insertEvent = insertStatement((db, row: NewEventRow) =>
  db.insertInto('ticketevent').values({
    type: row.type,
    content: row.content,
    date: row.date,
    ticket_id: row.ticket_id,
    file: row.file,
    author_staff_id: row.author_staff_id,
    author_user_id: row.author_user_id,
    private: row.private,
  }),
)
/** Inserts nothing if the ticket is gone. */
const insertEventOfTicket = insertStatement((db, row: NewEventRow) =>
  db
    .insertInto('ticketevent')
    .columns(['type', 'content', 'date', 'ticket_id', 'file', 'author_staff_id', 'author_user_id', 'private'])
    .expression((from) =>
      from
        .selectFrom('ticket')
        .where('id', '=', row.ticket_id)
        .select([
          sql`${row.type}`.as('type'),
          sql`${row.content}`.as('content'),
          sql`${row.date}`.as('date'),
          'id',
          sql`${row.file}`.as('file'),
          sql`${row.author_staff_id}`.as('author_staff_id'),
          sql`${row.author_user_id}`.as('author_user_id'),
          sql`${row.private}`.as('private'),
        ]),
    ),
)

/**
 * Inserts an event, or nothing if the ticket is gone: the foreign key then refuses the row. SQLite uses it, where
 * `insert … select` takes one and a half times as long.
 */
async function insertEventOrNone(db: Db, row: NewEventRow): Promise<number | undefined> {
  try {
    return await insertEvent(db, row)
  } catch (error) {
    if ((await ticketExists(db, { id: row.ticket_id })).length > 0) throw error
    return undefined
  }
}

const userId = ({ kind, id }: AccountRef) => (kind === 'user' ? id : null)
const staffId = ({ kind, id }: AccountRef) => (kind === 'staff' ? id : null)

/** Adds to a new object: a spread of so many fields takes fifty times as long. */
function detailsOf(
  row: TicketRow,
  tags: string[],
  history: EventRow[],
  values: Awaited<ReturnType<typeof customFieldValuesOf>>,
): TicketDetails {
  return Object.assign(ticketOf(row), {
    tags,
    events: history.map(eventOf),
    authorCustomFields: (row.user_id !== null && values.get(row.user_id)) || [],
  })
}

const noComments = { count: 0, last: null }

/** Returns the number of comments and the last one of each ticket that has any. */
async function lastComments(
  db: Db,
  ids: readonly number[],
  which: TicketQuery['comments'],
): Promise<Map<number, TicketInList['comments']>> {
  if (which === undefined) return new Map()
  const rows = which === 'all' ? await allComments(db, ids) : await publicComments(db, ids)
  const last = await eventsById(
    db,
    rows.flatMap((row) => (row.last === null ? [] : Number(row.last))),
  )
  const byId = new Map(last.map((row) => [row.id, row]))
  return new Map(
    rows.map((row) => {
      const event = byId.get(Number(row.last))
      return [Number(row.id), { count: Number(row.count), last: event ? eventOf(event) : null }]
    }),
  )
}

/** Returns whether a patch changes figures of the statistics. */
const isCounted = (patch: TicketPatch) =>
  patch.departmentId !== undefined ||
  patch.closed !== undefined ||
  patch.reopened !== undefined ||
  patch.totalDepartments !== undefined ||
  patch.firstClosedAt !== undefined ||
  patch.lastClosedAt !== undefined

/** The tickets that somebody owns outside these departments. */
function ownedOutside(ownerId: number, departmentIds: readonly number[]) {
  const others =
    departmentIds.length === 0 ? sql`1 = 1` : sql`department_id not in (${sql.join(departmentIds)})`
  return sql<SqlBool>`owner_id = ${ownerId} and (department_id is null or ${others})`
}

/** The most tickets that one statement takes from their owner. */
const releasedAtOnce = 200

interface BoundedTicketStore extends TicketStore {
  /** @throws TooMuch if `isBounded` is true and the list may have to read many tickets */
  list(query: TicketQuery, isBounded?: boolean): ReturnType<TicketStore['list']>
}

export function ticketStore(db: Db, dialect: Dialect): BoundedTicketStore {
  const changes = changesOf(db, dialect.dates)
  const counts = ownedChangesOf(db)
  const sequence = ticketSequence(db, dialect)
  const unlinkOwner = (owner: number, ticketIds: ReturnType<typeof sql>) =>
    sql`delete from staff_ticket where staff_id = ${owner} and ticket_id in (${ticketIds})
      and ticket_id not in (select id from ticket where author_staff_id = ${owner})`.execute(
      db as Kysely<unknown>,
    )
  /** A ticket may have ten thousand events. */
  const removeEvents = (ticketIds: readonly number[]) =>
    inParts(dialect, 100, async (limit) => {
      const all = db.selectFrom('ticketevent').select('id').where('ticket_id', 'in', ticketIds)
      const some = db.deleteFrom('ticketevent')
      const remove =
        limit === undefined
          ? some.where('ticket_id', 'in', ticketIds)
          : some.where('id', 'in', all.limit(limit))
      return Number((await remove.executeTakeFirst()).numDeletedRows)
    })
  const mentionsOf = async (ids: readonly number[]) => {
    if (ids.length === 0) return []
    const list = sql.join(ids)
    const page = db.selectFrom('ticket').select(['id', 'ticket_number']).where('id', 'in', ids).orderBy('id')
    // Each part finds its rows by an index. A join with the union of all of them reads the whole tables, and so may one
    // that names the tickets only once.
    const isMentioned = (content: RawBuilder<unknown>, file: string) =>
      sql`concat(coalesce(${sql.ref(file)}, ''), ' ', ${content}) like concat('%t', t.ticket_number, '%')`
    const { rows } = await sql<{ ticket_id: number; content: string | null; file: string | null }>`
      select t.id as ticket_id, t.content, t.file from ticket t
        where t.id in (${list}) and ${isMentioned(sql`coalesce(t.content, '')`, 't.file')}
      union all select e.ticket_id, e.content, e.file from ticketevent e join ticket t on t.id = e.ticket_id
        where e.ticket_id in (${list}) and t.id in (${list}) and ${isMentioned(sql`coalesce(e.content, '')`, 'e.file')}
      union all select m.ticket_id, null, m.file from os_mail_original m join ticket t on t.id = m.ticket_id
        where m.ticket_id in (${list}) and t.id in (${list}) and m.file is not null
          and ${isMentioned(sql`''`, 'm.file')}`.execute(db)
    const mentions = groupBy(rows, ({ ticket_id }) => ticket_id)
    return (await page.execute()).map(({ id, ticket_number }) => ({
      id,
      ticketNumber: ticket_number,
      contents: (mentions.get(id) ?? []).map(({ content, file }) => ({ content, file })),
    }))
  }
  return {
    async nextSequence() {
      // Never the same twice, also when the newest ticket is gone: the counter remembers, and old servers move the ids
      // on.
      const place = await sequence.next()
      return place === 1 ? 0 : place
    },
    hasNumber: async (ticketNumber) => (await numberExists(db, { ticketNumber })).length > 0,
    async insert({ ticketNumber, departmentId, author, authorName, authorEmail, date, unproved, ...ticket }) {
      // Asked first: a clash would use up an id.
      if ((await numberExists(db, { ticketNumber })).length > 0) return undefined
      const row = {
        ...ticket,
        ticket_number: ticketNumber,
        date: minuteOf(date),
        department_id: departmentId,
        author_name: authorName,
        author_email: authorEmail,
        author_id: userId(author),
        author_staff_id: staffId(author),
        unread: 0,
        unread_staff: 1,
        closed: 0,
        total_departments: 0,
        total_owners: 0,
        os_unproved: unproved ? 1 : null,
      }
      const { insertsIntoSeveral } = dialect
      if (insertsIntoSeveral) {
        const [added] = await insertLinked[author.kind](db, Object.assign(row, { day: dayOf(row.date) }))
        if (added) dialect.text.added?.()
        return added?.id ?? undefined
      }
      const ticketId = await insertTicket(db, row)
      if (ticketId === undefined) return undefined
      dialect.text.added?.()
      await changes.created(row.date)
      if (author.kind === 'user') await linkUser(db, { ticketId, userId: author.id })
      else await linkStaff(db, { ticketId, staffId: author.id })
      return ticketId
    },
    byNumber: async (ticketNumber) => (await byNumber(db, { ticketNumber })).map(ticketOf)[0],
    async detailsByNumber(ticketNumber) {
      const [row] = await byNumber(db, { ticketNumber })
      if (!row) return undefined
      const tags = (await tagsOf(db, row)).map(({ name }) => name)
      const values = await customFieldValuesOf(db, row.user_id === null ? [] : [row.user_id])
      return detailsOf(row, tags, await eventsOf(db, row), values)
    },
    async detailsOf(ticket, { before = Number.MAX_SAFE_INTEGER, limit, private: isPrivate }) {
      const { id, author } = ticket
      const tags = (await tagsOf(db, { id })).map(({ name }) => name)
      const values = await customFieldValuesOf(db, author?.kind === 'user' ? [author.id] : [])
      // Reads one event more than the page, to learn whether there are earlier ones.
      const page = { id, before, limit: limit + 1 }
      const found = isPrivate ? await newestEvents(db, page) : await newestPublicEvents(db, page)
      const newest = found.slice(0, limit).reverse().map(eventOf)
      const authorCustomFields = (author && values.get(author.id)) || []
      return {
        details: Object.assign({}, ticket, { tags, events: newest, authorCustomFields }),
        hasEarlier: found.length > limit,
      }
    },
    async list(query, isBounded = false) {
      const { rows, total, totalIsExact, hasMore } = await listHeads(db, dialect, query, isBounded)
      if (rows.length === 0) return { tickets: [], total, totalIsExact, hasMore }
      const ids = rows.map(({ id }) => id)
      const tags = await tagsByIds(db, ids)
      const history = query.events ? await eventsByIds(db, ids) : []
      const values = await customFieldValuesOf(db, [...new Set(rows.flatMap(({ user_id }) => user_id ?? []))])
      const tagNames = groupBy(tags, ({ ticket_id }) => ticket_id)
      const byTicket = groupBy(history, ({ ticket_id }) => ticket_id ?? 0)
      const comments = await lastComments(db, ids, query.comments)
      const tickets = rows.map((row) => {
        const names = (tagNames.get(row.id) ?? []).map(({ name }) => name)
        const details = detailsOf(row, names, byTicket.get(row.id) ?? [], values)
        return Object.assign(details, { comments: comments.get(row.id) ?? noComments })
      })
      return { tickets, total, totalIsExact, hasMore }
    },
    async update(id, patch) {
      const flag = (value: boolean | undefined) => (value === undefined ? undefined : bit(value))
      // 4.11 takes 0 for a yes in these.
      const mark = (value: boolean | undefined) => (value === undefined ? undefined : value ? 1 : null)
      const minute = (value: Date | null | undefined) =>
        value === undefined ? undefined : minuteOrNull(value)
      const row = given({
        title: patch.title,
        content: patch.content,
        department_id: patch.departmentId,
        closed: flag(patch.closed),
        unread: flag(patch.unread),
        unread_staff: flag(patch.unreadStaff),
        edited_content: mark(patch.editedContent),
        edited_title: mark(patch.editedTitle),
        reopened: mark(patch.reopened),
        os_unproved: mark(patch.unproved),
        total_departments: patch.totalDepartments,
        first_closed_at: minute(patch.firstClosedAt),
        last_closed_at: minute(patch.lastClosedAt),
      })
      if (Object.keys(row).length === 0) return (await ticketExists(db, { id })).length > 0
      if (patch.closed !== undefined) {
        // Otherwise, two transactions that close it at once would both count it.
        if (dialect.rowLocks && !holdsTicket(db, id)) await lockRow(db, dialect, 'ticket', id, 'update')
        await counts.switched(id, patch.closed)
      }
      if ((await updateTicket(db, id, row, holdsFoundTicket(db, id))) === 0) return false
      if (patch.title !== undefined || patch.content !== undefined)
        await dialect.text.changed?.(db, 'ticket', id)
      if (isCounted(patch)) await changes.of(id)
      return true
    },
    async assign(id, ownerId, { unread }) {
      const set = {
        owner_id: ownerId,
        unread: bit(unread),
        total_owners: sql<number>`coalesce(total_owners, 0) + 1`,
      }
      const change = db.updateTable('ticket').set(set).where('id', '=', id).where('owner_id', 'is', null)
      if ((await change.executeTakeFirst()).numUpdatedRows === 0n) return false
      await changes.of(id)
      await counts.taken(id)
      await linkStaff(db, { ticketId: id, staffId: ownerId })
      return true
    },
    async unAssign(id, ownerId, { unread }) {
      const set = { owner_id: null, unread: bit(unread) }
      const change = db.updateTable('ticket').set(set).where('id', '=', id).where('owner_id', '=', ownerId)
      if ((await change.executeTakeFirst()).numUpdatedRows === 0n) return false
      await counts.left(id, ownerId)
      await unlinkOwner(ownerId, sql`${id}`)
      return true
    },
    async releaseOutside(ownerId, departmentIds) {
      const outside = ownedOutside(ownerId, departmentIds)
      await inParts(dialect, releasedAtOnce, async (limit) => {
        // Lock the rows first, so that all statements see the same tickets.
        const part =
          limit === undefined ? sql`order by id ${dialect.rowLocks?.update ?? sql``}` : sql`limit ${limit}`
        const first = sql<{ id: number }>`select id from ticket where ${outside} ${part}`
        const { rows } = await first.execute(db as Kysely<unknown>)
        if (rows.length === 0) return 0
        for (let from = 0; from < rows.length; from += releasedAtOnce) {
          const ids = rows.slice(from, from + releasedAtOnce).map(({ id }) => id)
          const these = sql<SqlBool>`id in (${sql.join(ids)})`
          await unlinkOwner(ownerId, sql.join(ids))
          await counts.leaving(these)
          await sql`update ticket set owner_id = null where ${these}`.execute(db as Kysely<unknown>)
        }
        return rows.length
      })
    },
    async ownedOutside(ownerId, departmentIds) {
      const outside = ownedOutside(ownerId, departmentIds)
      const rows = sql<{
        ticket_number: number
      }>`select ticket_number from ticket where ${outside} order by id`
      const { rows: owned } = await rows.execute(db as Kysely<unknown>)
      return owned.map(({ ticket_number }) => Number(ticket_number))
    },
    async firstIn(departmentId, limit) {
      const rows = db.selectFrom('ticket').select('id').where('department_id', '=', departmentId)
      const locked = rows.orderBy('id').limit(limit)
      return (await locked.modifyEnd(dialect.rowLocks?.update ?? sql``).execute()).map(({ id }) => id)
    },
    async moveThese(ids, departmentId) {
      if (ids.length === 0) return
      await changes.where(sql`id in (${sql.join(ids)})`)
      await db.updateTable('ticket').set({ department_id: departmentId }).where('id', 'in', ids).execute()
    },
    async releaseThese(ids, departmentId, date) {
      if (ids.length === 0) return []
      const members = db
        .selectFrom('department_staff')
        .select('staff_id')
        .where('department_id', '=', departmentId)
      const owned = await db
        .selectFrom('ticket')
        .select(['id', 'ticket_number', 'owner_id', 'author_staff_id'])
        .where('id', 'in', ids)
        .where('owner_id', 'is not', null)
        .where('owner_id', 'not in', members.where('staff_id', 'is not', null))
        .orderBy('id')
        .modifyEnd(dialect.rowLocks?.update ?? sql``)
        .execute()
      if (owned.length === 0) return []
      const ownedIds = owned.map(({ id }) => id)
      await db
        .insertInto('ticketevent')
        .columns(['type', 'content', 'date', 'ticket_id', 'author_staff_id'])
        .expression(
          db
            .selectFrom('ticket')
            .innerJoin('staff', 'staff.id', 'ticket.owner_id')
            .where('ticket.id', 'in', ownedIds)
            .select([
              sql<string>`'UN_ASSIGN'`.as('type'),
              'staff.name',
              sql<number>`${sql.lit(minuteOf(date))}`.as('date'),
              'ticket.id',
              'staff.id as staff_id',
            ])
            .orderBy('ticket.id'),
        )
        .execute()
      const linked = new Map(
        owned.flatMap((row) => (row.author_staff_id === row.owner_id ? [] : [[row.id, row.owner_id]])),
      )
      const links = await db
        .selectFrom('staff_ticket')
        .select(['id', 'ticket_id', 'staff_id'])
        .where('ticket_id', 'in', ownedIds)
        .execute()
      const gone = links.flatMap((link) => (linked.get(link.ticket_id) === link.staff_id ? [link.id] : []))
      if (gone.length > 0) await db.deleteFrom('staff_ticket').where('id', 'in', gone).execute()
      await counts.leaving(sql`id in (${sql.join(ownedIds)})`)
      await db.updateTable('ticket').set({ owner_id: null, unread: 1 }).where('id', 'in', ownedIds).execute()
      return owned.map(({ ticket_number, owner_id }) => ({
        ticketNumber: Number(ticket_number),
        ownerId: Number(owner_id),
      }))
    },
    async remove(id, condition) {
      forgetFoundTickets(db)
      // Nobody takes it or adds an event meanwhile.
      if (!(await lockRow(db, dialect, 'ticket', id, 'removal'))) return false
      const owned = db
        .selectFrom('ticket')
        .select('id')
        .where('id', '=', id)
        .where('owner_id', 'is not', null)
      if (condition?.unowned && (await owned.execute()).length > 0) return false
      await changes.of(id)
      await counts.leaving(sql`id = ${id}`)
      // The events first: with the ticket gone, nothing would tell which were its own.
      await removeEvents([id])
      await db.deleteFrom('os_mail_original').where('ticket_id', '=', id).execute()
      return (await db.deleteFrom('ticket').where('id', '=', id).executeTakeFirst()).numDeletedRows > 0
    },
    async removeThese(ids) {
      if (ids.length === 0) return
      forgetFoundTickets(db)
      const rows = db.selectFrom('ticket').select('id').where('id', 'in', ids).orderBy('id')
      if (dialect.rowLocks) await rows.modifyEnd(dialect.rowLocks.removal).execute()
      await changes.where(sql`id in (${sql.join(ids)})`)
      await counts.leaving(sql`id in (${sql.join(ids)})`)
      await removeEvents(ids)
      await db.deleteFrom('os_mail_original').where('ticket_id', 'in', ids).execute()
      await db.deleteFrom('ticket').where('id', 'in', ids).execute()
    },
    async removeAll() {
      forgetFoundTickets(db)
      await noteAllDays(db, dialect.dates)
      await db.deleteFrom('ticketevent').execute()
      await db.deleteFrom('os_mail_original').execute()
      await db.deleteFrom('ticket').execute()
      await correctOwned(db, dialect.rowLocks)
      await dialect.text.cleared?.(db)
      await db.deleteFrom('os_session').where('ticket_number', 'is not', null).execute()
    },
    async mentionsAfter(after, limit) {
      const page = db.selectFrom('ticket').select('id').where('id', '>', after).orderBy('id').limit(limit)
      return mentionsOf((await page.execute()).map(({ id }) => id))
    },
    mentionsOf,
    async contentsAndFiles(id) {
      const head = db.selectFrom('ticket').select(['content', 'file']).where('id', '=', id)
      const rest = db
        .selectFrom('ticketevent')
        .select(['content', 'file', 'private'])
        .where('ticket_id', '=', id)
      const mails = db
        .selectFrom('os_mail_original')
        .select(['file', sql<null>`null`.as('content')])
        .where('ticket_id', '=', id)
        .where('file', 'is not', null)
      const texts = (await rest.execute()).map((row) => ({ ...row, private: isSet(row.private) }))
      return [
        ...(await head.execute()).map((row) => ({ ...row, private: false })),
        ...texts,
        ...(await mails.execute()).map((row) => ({ ...row, private: true })),
      ]
    },

    async addEvent(ticketId, { type, content, author, date, file, private: isPrivate }) {
      const { rowLocks } = dialect
      const mayVanish = rowLocks !== undefined && !holdsTicket(db, ticketId)
      if (mayVanish && !(await lockRow(db, dialect, 'ticket', ticketId, 'reference'))) return undefined
      const row = {
        type,
        content,
        file,
        date: minuteOf(date),
        ticket_id: ticketId,
        author_user_id: userId(author),
        author_staff_id: staffId(author),
        private: isPrivate === null ? null : bit(isPrivate),
      }
      const id = rowLocks ? await insertEventOfTicket(db, row) : await insertEventOrNone(db, row)
      if (type === 'COMMENT') dialect.text.added?.()
      if (id !== undefined && type === 'COMMENT' && author.kind === 'staff' && !isPrivate)
        await changes.of(ticketId)
      return id
    },
    async eventById(id) {
      return (await eventsOfTickets(db).where('e.id', '=', id).execute()).map(eventOfTicketOf)[0]
    },
    async lastComment(ticketId, { includePrivate }) {
      const comments = events(db).where('e.ticket_id', '=', ticketId).where('e.type', '=', 'COMMENT')
      const visible = includePrivate ? comments : comments.where(sql<boolean>`coalesce(e.private, 0) = 0`)
      return (await visible.orderBy('e.id', 'desc').limit(1).execute()).map(eventOf)[0]
    },
    async editEvent(id, content) {
      const change = db.updateTable('ticketevent').set({ content, edited_content: 1 }).where('id', '=', id)
      if ((await change.executeTakeFirst()).numUpdatedRows === 0n) return false
      await dialect.text.changed?.(db, 'ticketevent', id)
      return true
    },
    async eventsLinkedToStaff(staff, { offset, limit }) {
      const rows = await newestOfStaff(db, String(limit), { staff, offset }, () =>
        linkedEvents(placeholder('staff'), placeholder('offset'), limit),
      )
      const authors = new Set(rows.flatMap(({ user_id }) => user_id ?? []))
      const values = await customFieldValuesOf(db, [...authors])
      return rows.map((row) => linkedEventOf(row, values))
    },

    statistics: (filter) => statisticsOf(db, dialect, filter),
    async refreshStatistics() {
      if ((await refreshStatistics(db, dialect)) || (await foldOwned(db, dialect))) return true
      await checkOwned(db, dialect)
      return false
    },

    async addTag(ticketId, tagId) {
      const insert = db.insertInto('tag_ticket').values({ ticket_id: ticketId, tag_id: tagId })
      return (
        (
          await insert
            .onConflict((clash) => clash.doNothing())
            .returning('id')
            .execute()
        ).length > 0
      )
    },
    async removeTag(ticketId, tagId) {
      const rows = db.deleteFrom('tag_ticket').where('ticket_id', '=', ticketId).where('tag_id', '=', tagId)
      return (await rows.executeTakeFirst()).numDeletedRows > 0
    },
  }
}
