import { CompiledQuery } from 'kysely'
import type { Db } from '../schema.js'

/** Rows of a helpdesk with 100,000 tickets; tables that are not here stay small. */
const rowsOf: Readonly<Record<string, number>> = {
  ticket: 100_000,
  ticketevent: 1_000_000,
  user: 10_000,
  staff_ticket: 70_000,
  ticket_user: 100_000,
  tag_ticket: 100_000,
  customfieldvalue: 20_000,
  log: 1_000_000,
  os_event: 1_000_000,
  os_outbox: 10_000,
  os_mail_ledger: 100_000,
  os_mail_original: 100_000,
  os_session: 10_000,
  sessioncookie: 10_000,
  os_attempt: 10_000,
  os_file_name: 100_000,
}

/** How many values the columns have, of those that have fewer than rows. */
const valuesOf: Readonly<Record<string, number>> = {
  department_id: 60,
  closed: 2,
  unread_staff: 2,
  owner_id: 500,
  author_staff_id: 500,
  staff_id: 500,
  tag_id: 200,
  author_id: 10_000,
  ticket_id: 100_000,
}

const run = async <Row>(db: Db, text: string, values: readonly unknown[] = []) =>
  (await db.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows

/** Tells SQLite that the tables are big, as `analyze` would. */
export async function claimRows(db: Db): Promise<void> {
  await run(db, 'analyze sqlite_schema')
  for (const [table, rows] of Object.entries(rowsOf)) {
    const indexes = await run<{ name: string }>(db, `select name from pragma_index_list('${table}')`)
    for (const { name } of indexes) {
      const columns = await run<{ name: string | null }>(db, `select name from pragma_index_info('${name}')`)
      let left = rows
      const counts = columns.map((column) => {
        left = Math.max(1, Math.ceil(left / (valuesOf[column.name ?? ''] ?? rows)))
        return left
      })
      await run(db, 'insert into sqlite_stat1 (tbl, idx, stat) values (?, ?, ?)', [
        table,
        name,
        [rows, ...counts].join(' '),
      ])
    }
  }
  await run(db, 'analyze sqlite_schema')
}

/** Reads what belongs to the tickets of a page, which the statement names one by one. */
const isOfPage = (detail: string, text: string) =>
  /\((?:ticket_id|user_id)=\?\)/.test(detail) && /_id"? in \(\?/.test(text)

interface Step {
  readonly id: number
  readonly parent: number
  readonly detail: string
}

/** Returns the steps of a statement's plan. */
export function planOf(db: Db, text: string): Promise<Step[]> {
  const marks = text.replace(/'[^']*'/g, '').match(/\?/g)?.length ?? 0
  return run(
    db,
    `explain query plan ${text}`,
    Array.from({ length: marks }, () => null),
  )
}

/** Returns the big tables that a statement reads by the names that its plan has for them. */
function bigTables(text: string): Map<string, string> {
  const named = text.matchAll(
    /(?:from|join) "?(\w+)"?(?:(?: as)? "?(?!where|order|group|left|inner|cross|limit)(\w+)"?)?/gi,
  )
  const found = [...named].flatMap(([, table = '', name = table]) =>
    table in rowsOf ? [[name, table] as const] : [],
  )
  return new Map([...found, ...found.map(([, table]) => [table, table] as const)])
}

/** Takes a row by a unique value. */
const isOne = (detail: string) => /rowid=\?| AND id=\?\)|\((?:\w*hash|key|stored)=\?\)|_place \(/.test(detail)

/**
 * Returns the steps of a statement's plan that read all of a big table, or sort more than a page of it. A walk in the
 * order of an index that ends at a limit is neither; a sort of what each value of the first keys has is not either.
 */
export async function heavySteps(db: Db, text: string): Promise<string[]> {
  const steps = await planOf(db, text)
  const tables = bigTables(text)
  const isSubquery = (detail: string, name: string) =>
    detail === `SCAN ${name}` &&
    steps.some((each) => /^(?:CO-ROUTINE|MATERIALIZE) /.test(each.detail) && each.detail.endsWith(` ${name}`))
  return steps.flatMap(({ detail, parent }) => {
    const [, how, name = ''] = /^(SCAN|SEARCH) (\w+)/.exec(detail) ?? []
    if (!tables.has(name) || isOne(detail) || isSubquery(detail, name) || detail.includes(' VIRTUAL TABLE '))
      return []
    const isSorted = steps.some(
      (each) => each.parent === parent && /^USE TEMP B-TREE FOR (?:ORDER|GROUP) BY/.test(each.detail),
    )
    const isRange = !/[=<]\?/.test(detail) || !/=\?|>\?/.test(detail)
    const isLong = how === 'SCAN' || isRange
    // A removal reads what it removes.
    const ends =
      / limit /i.test(text) || /^select (?:min|max)\(/.test(text) || (/^delete/.test(text) && isRange)
    if (isLong && !ends) return [`reads all: ${detail}`]
    return isSorted && !isOfPage(detail, text) ? [`sorts: ${detail}`] : []
  })
}
