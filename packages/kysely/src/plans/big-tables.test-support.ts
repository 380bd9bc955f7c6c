import { sql } from 'kysely'
import type { Database } from '../database.js'

/** Tables that grow with the tickets, and are filled here. */
export const bigTables = [
  'ticket',
  'ticketevent',
  'user',
  'staff_ticket',
  'ticket_user',
  'tag_ticket',
  'log',
  'os_gram',
]

export const ticketCount = 20_000
const eventCount = 100_000
const rowsAtOnce = 20_000

/** Selects the numbers from 0 to 99,999. */
const numbers = sql`(select a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d as n from ${sql.join(
  ['a', 'b', 'c', 'e', 'f'].map(
    (name) =>
      sql`(${sql.join(
        Array.from({ length: 10 }, (_, digit) => sql`select ${sql.lit(digit)} as d`),
        sql` union all `,
      )}) ${sql.ref(name)}`,
  ),
)}) x`

/** Fills the tables with rows of 60 departments, 100 staff members and 10,000 users, and updates the statistics. */
export async function fillBigTables({ db, dialect }: Database, analyze: string): Promise<void> {
  const insert = async (table: string, columns: readonly string[], values: string, count: number) => {
    // In parts, since a statement has a limit of time.
    for (let from = 0; from < count; from += rowsAtOnce)
      await sql`insert into ${sql.table(table)} (${sql.join(columns.map((name) => sql.ref(name)))})
        select ${sql.raw(values)} from ${numbers}
        where n >= ${sql.lit(from)} and n < ${sql.lit(Math.min(count, from + rowsAtOnce))} order by n`.execute(
        db,
      )
  }
  const highest = async (table: string) => {
    const { rows } = await sql<{ id: number | null }>`select max(id) as id from ${sql.table(table)}`.execute(
      db,
    )
    return Number(rows[0]?.id ?? 0)
  }
  await insert('department', ['name', 'owners'], "concat('D', n), 1", 60)
  const email = (name: string) => `concat('${name}', n, '@plans.example')`
  await insert('staff', ['level', 'name', 'email', 'password'], `2, concat('S', n), ${email('s')}, '-'`, 100)
  await insert(
    'user',
    ['name', 'email', 'password', 'signup_date', 'tickets'],
    `concat('U', n), ${email('u')}, '-', 202601010000, 10`,
    10_000,
  )
  await insert('tag', ['name', 'color'], "concat('tag ', n), '#abc'", 50)
  // Ids may have gaps, so all refer to the first ones.
  const after = await highest('ticket')
  await insert(
    'ticket',
    [
      'ticket_number',
      'title',
      'content',
      'language',
      'date',
      'closed',
      'unread',
      'unread_staff',
      'department_id',
      'author_id',
      'author_staff_id',
      'owner_id',
      'os_unproved',
    ],
    `1000000 + n, concat('title ', n), concat('content ', n), 'en', 202601010000 + n, case when mod(n, 5) = 0 then 0 else 1 end, 0,
      case when mod(n, 7) = 0 then 1 else 0 end, 1 + mod(n, 60), case when mod(n, 13) = 0 then null else 1 + mod(n * 7, 10000) end,
      case when mod(n, 13) = 0 then 1 + mod(n, 10) end, case when mod(n, 3) = 0 then null else 1 + mod(n, 100) end,
      case when mod(n, 11) = 0 then 1 end`,
    ticketCount,
  )
  const ticket = `${after} + 1 + mod(n, ${ticketCount})`
  await insert(
    'ticketevent',
    ['type', 'content', 'date', 'ticket_id', 'author_staff_id'],
    `case when mod(n, 3) = 0 then 'ASSIGN' else 'COMMENT' end, concat('text ', n), 202601010000 + n, ${ticket}, 1 + mod(n, 100)`,
    eventCount,
  )
  await insert('ticket_user', ['ticket_id', 'user_id'], `${ticket}, 1 + mod(n, 10000)`, ticketCount)
  await insert('staff_ticket', ['ticket_id', 'staff_id'], `${ticket}, 1 + mod(n, 100)`, ticketCount)
  await insert('tag_ticket', ['ticket_id', 'tag_id'], `${ticket}, 1 + mod(n, 50)`, ticketCount)
  await insert(
    'log',
    ['type', 'date', 'author_staff_id'],
    "'LOGIN', 202601010000 + n, 1 + mod(n, 100)",
    eventCount,
  )
  await dialect.ddl.completeSearchIndexes?.(db)
  const { rows } = await dialect.tableNames.execute(db)
  for (const { name: table } of rows) await sql`${sql.raw(analyze)} ${sql.table(table)}`.execute(db)
}
