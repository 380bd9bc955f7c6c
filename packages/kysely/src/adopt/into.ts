import { setImmediate as nextTurn } from 'node:timers/promises'
import type { BackupValue } from '@opensupports/core'
import type { ColumnKind } from '@opensupports/core/schema'
import { sql } from 'kysely'
import { adoptionTable, type Database, isAdopting } from '../database.js'
import { type TableOfOld, tablesOf411 } from '../ddl/index.js'
import { mysqlBackup } from '../dialects/mysql/backup.js'
import { migrate } from '../migrations/index.js'
import { withPlainNames } from '../purified-names.js'
import { anyTable, type Db } from '../schema.js'
import { recountAll } from '../stores/recount-all.js'
import { isMoved, type Resolution } from './conflicts.js'
import { fillGaps } from './gaps.js'
import { type OldRow, type Patch, type Rule, secretRules, valueRules } from './rules.js'
import type { OldShape } from './shape.js'

const rowsAtOnce = 200
/** A number of parameters that every kind of database accepts in a statement. */
const parametersAtOnce = 8000

export interface Copying {
  readonly source: Db
  readonly shape: OldShape
  readonly resolution: Resolution
  readonly target: Database
  /** Identifies the installation. */
  readonly fingerprint: string
  readonly now: Date
  /** Reports the copied rows of a table. */
  readonly onRows: (table: string, done: number, total: number) => void
}

/** The target database is not empty. */
export class TargetError extends Error {
  override readonly name = 'TargetError'
}

/**
 * Copies a 4.11 database into an empty one of any kind. Each batch is committed together with its progress, so after a
 * failure the next call continues there.
 */
export async function copyInto(copying: Copying): Promise<void> {
  const { source, shape, target, now, resolution } = copying
  await begin(copying)
  const rules = [...valueRules, ...secretRules(now)]
  const lastIds = await mysqlBackup.lastIds(source)
  for (const table of tablesOf411) {
    if (!shape.has(table.name)) continue
    await copyTable(copying, table, rules)
    await target.dialect.backup.setLastId(target.db, table.name, lastIds.get(table.name) ?? 0)
  }
  const { db } = target
  await target.dialect.transaction(db, async (tx) => {
    await fillGaps(tx)
    await recountAll(tx, target.dialect)
    const value = resolution.lastPlace
    if (value === undefined) return
    const counter = tx.insertInto('os_counter').values({ name: 'ticket', value })
    await counter.onConflict((clash) => clash.doNothing()).execute()
  })
  await target.dialect.backup.finish?.(db)
  await db.schema.dropTable(adoptionTable).execute()
}

async function begin({ target, fingerprint }: Copying): Promise<void> {
  const { db, prepare, check } = target
  await check?.()
  await prepare?.()
  await migrate(target)
  const isThere = await isAdopting(target)
  const source = `source ${fingerprint}`
  if (isThere) {
    const known = await anyTable(db)
      .selectFrom(adoptionTable)
      .selectAll()
      .where('name', '=', source)
      .execute()
    if (known.length === 0) throw new TargetError('it holds an unfinished adoption of another database')
    return
  }
  for (const table of ['setting', 'staff', 'user', 'ticket'] as const) {
    const some = await db.selectFrom(table).select('id').limit(1).execute()
    if (some.length > 0) throw new TargetError('it already contains a helpdesk')
  }
  await db.schema
    .createTable(adoptionTable)
    .addColumn('name', 'varchar(191)', (column) => column.primaryKey())
    .addColumn('value', 'bigint', (column) => column.notNull())
    .execute()
  await anyTable(db).insertInto(adoptionTable).values({ name: source, value: 1 }).execute()
}

async function copyTable(copying: Copying, table: TableOfOld, rules: readonly Rule[]): Promise<void> {
  const { source, shape, target, onRows } = copying
  const { name } = table
  const there = shape.get(name)?.columns
  const columns = ['id', ...Object.keys(table.columns).filter((column) => there?.has(column))]
  const ofTable = rules.filter((rule) => rule.table === name)
  const { total } = (
    await sql<{ total: number }>`select count(*) as total from ${sql.table(name)}`.execute(source)
  ).rows[0] ?? { total: 0 }
  const progress = anyTable(target.db).selectFrom(adoptionTable).select('value').where('name', '=', name)
  let after = Number((await progress.executeTakeFirst())?.value ?? 0)
  let done = 0
  if (after > 0) {
    const before = sql<{
      count: number
    }>`select count(*) as count from ${sql.table(name)} where id <= ${after}`
    done = Number((await before.execute(source)).rows[0]?.count ?? 0)
  }
  for (;;) {
    await nextTurn()
    onRows(name, done, Number(total))
    const found = (await anyTable(source)
      .selectFrom(name)
      .select(columns)
      .where('id', '>', after)
      .orderBy('id')
      .limit(rowsAtOnce)
      .execute()) as unknown as OldRow[]
    if (found.length === 0) return
    after = found.at(-1)?.id ?? after
    done += found.length
    const rows = found
      .map((row) => adoptedRow(row, table, ofTable, copying.resolution))
      .filter((row) => row !== undefined)
    await target.dialect.transaction(target.db, async (tx) => {
      await insert(tx, table, rows)
      await anyTable(tx)
        .insertInto(adoptionTable)
        .values({ name, value: after })
        .onConflict((clash) => clash.column('name').doUpdateSet({ value: after }))
        .execute()
    })
  }
}

async function insert(tx: Db, { name, pair }: TableOfOld, rows: readonly Patch[]): Promise<void> {
  const width = Object.keys(rows[0] ?? {}).length
  const atOnce = Math.max(1, Math.floor(parametersAtOnce / Math.max(1, width)))
  for (let start = 0; start < rows.length; start += atOnce) {
    const statement = anyTable(tx)
      .insertInto(name)
      .values(rows.slice(start, start + atOnce))
    // Merged accounts may have had the same link.
    await (pair ? statement.onConflict((clash) => clash.doNothing()) : statement).execute()
  }
}

/** The columns that rules add. All rows of a statement need them. */
const added: Readonly<Record<string, readonly string[]>> = {
  apikey: ['token_ending'],
  recoverpassword: ['os_purpose', 'os_expires_at'],
}

/** Returns the row as it is stored in the target; undefined if it is dropped. */
function adoptedRow(
  row: OldRow,
  { name, columns, references }: TableOfOld,
  rules: readonly Rule[],
  { gone, changed }: Resolution,
): Patch | undefined {
  if (gone.get(name)?.has(row.id)) return undefined
  const adopted: Patch = { id: row.id }
  for (const [column, kind] of Object.entries(columns)) adopted[column] = adoptedValue(row[column], kind)
  for (const column of added[name] ?? []) adopted[column] = null
  for (const [column, [target, onDelete]] of Object.entries(references)) {
    const id = adopted[column]
    const kept = typeof id === 'number' ? gone.get(target)?.get(id) : undefined
    if (kept === undefined) continue
    if (onDelete === 'cascade' && (kept === null || !isMoved(name))) return undefined
    adopted[column] = kept
  }
  Object.assign(adopted, changed.get(name)?.get(row.id))
  for (const rule of rules) Object.assign(adopted, rule.fix({ ...adopted, id: row.id }))
  Object.assign(adopted, withPlainNames(name, adopted))
  return adopted
}

function adoptedValue(value: BackupValue | undefined, kind: ColumnKind): BackupValue {
  if (value === null || value === undefined) return null
  if (kind === 'line' || kind === 'name' || kind === 'address' || kind === 'text') {
    // Not every kind of database stores NUL.
    return String(value).replaceAll('\0', '')
  }
  // The rules handle texts in number columns.
  const number = Number(value)
  if (value === '' || Number.isNaN(number)) return value
  return kind === 'minute' ? number : Math.trunc(number)
}
