import { CompiledQuery } from 'kysely'
import type { Db } from '../schema.js'
import { bigTables } from './big-tables.test-support.js'

/** A step may read or sort this many rows: lists sort at most 5,000 tickets. */
const mostRows = 6_000

const run = async <Row>(db: Db, text: string, values: readonly unknown[]) =>
  (await db.executeQuery<Row>(CompiledQuery.raw(text, [...values]))).rows

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Plan Rows': number
  readonly Plans?: readonly Plan[]
}

const scansBelow = (plan: Plan): string[] => [
  ...(plan['Relation Name'] === undefined ? [] : [plan['Relation Name']]),
  ...(plan.Plans ?? []).flatMap(scansBelow),
]

/** Steps that read all that is below before they return a row. */
const reading = ['Sort', 'Hash', 'Aggregate', 'Materialize', 'ModifyTable', 'LockRows']

function heavyIn(plan: Plan, isLimited: boolean): string[] {
  const kind = plan['Node Type']
  const table = plan['Relation Name'] ?? ''
  const below = kind === 'Limit' || (isLimited && !reading.includes(kind))
  const rest = (plan.Plans ?? []).flatMap((each) => heavyIn(each, below))
  if (kind === 'Sort') {
    const input = plan.Plans?.[0]
    const tables = input ? scansBelow(input).filter((name) => bigTables.includes(name)) : []
    return input && input['Plan Rows'] > mostRows && tables.length > 0
      ? [`sorts: ${[...new Set(tables)].join()}`, ...rest]
      : rest
  }
  if (!bigTables.includes(table) || isLimited || kind === 'ModifyTable') return rest
  return kind === 'Seq Scan' || plan['Plan Rows'] > mostRows ? [`reads: ${table}`, ...rest] : rest
}

/** Returns the steps of a plan that read or sort many rows of a big table. Steps that end at a limit do not. */
export async function heavyInPostgres(db: Db, text: string, values: readonly unknown[]): Promise<string[]> {
  const [row] = await run<{ 'QUERY PLAN': unknown }>(db, `explain (format json) ${text}`, values)
  if (!row) return []
  const plan = row['QUERY PLAN']
  const [{ Plan }] = (typeof plan === 'string' ? JSON.parse(plan) : plan) as readonly [
    { readonly Plan: Plan },
  ]
  return [...new Set(heavyIn(Plan, false))]
}

interface Step {
  readonly id: number
  readonly select_type: string
  readonly table: string | null
  readonly type: string | null
  readonly rows: number | string | null
  readonly Extra: string | null
}

/** Returns the big tables of a statement by the names that its plan has for them. */
function namesIn(text: string): Map<string, string> {
  const named = text.matchAll(
    /(?:from|join|update) [`"]?(\w+)[`"]?(?:(?: as)? [`"]?(?!where|order|group|left|inner|cross|limit|set|straight|on\b|join)(\w+)[`"]?)?/gi,
  )
  const found = [...named].flatMap(([, table = '', name = table]) =>
    bigTables.includes(table) ? [[name, table] as const] : [],
  )
  return new Map([...found, ...found.map(([, table]) => [table, table] as const)])
}

/** Like `heavyInPostgres`. Of a plan, MariaDB and MySQL tell the steps of each `select` by its number. */
export async function heavyInMysql(db: Db, text: string, values: readonly unknown[]): Promise<string[]> {
  const steps = await run<Step>(db, `explain ${text}`, values)
  const tables = namesIn(text)
  const heavy = steps.flatMap(({ id, table, rows, Extra }) => {
    const name = tables.get(table ?? '')
    // MariaDB adds what a second index leaves: `154 (7%)`.
    if (!name || Number.parseInt(String(rows ?? 0), 10) <= mostRows) return []
    const isSorted = steps.some(
      (each) => each.id === id && /Using (?:filesort|temporary)/.test(each.Extra ?? ''),
    )
    if (isSorted) return [`sorts: ${name}`]
    const ends = / limit /i.test(text) || /Select tables optimized/.test(Extra ?? '')
    return ends ? [] : [`reads: ${name}`]
  })
  return [...new Set(heavy)]
}
