import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { adoptionTable } from '../database.js'
import { tablesOf411 } from '../ddl/index.js'
import { openDatabase, told } from '../open-storage.js'
import type { Db } from '../schema.js'
import {
  type Conflict,
  conflictsOf,
  danglingOf,
  doubleLinksOf,
  type Resolution,
  resolutionOf,
} from './conflicts.js'
import { gapsOf } from './gaps.js'
import { adoptInPlace } from './in-place.js'
import { copyInto } from './into.js'
import { applyRule } from './patches.js'
import { secretRules, valueRules } from './rules.js'
import { type OldShape, shapeOf } from './shape.js'
import { tableChangesOf } from './table-changes.js'

export type { Conflict } from './conflicts.js'

export interface AdoptOptions {
  /** The address of the 4.11 database: `mysql://user:password@host/database`. */
  readonly from: string
  /** The address of an empty database of any kind to copy to; `from` is not changed. Default: adopt `from` in place. */
  readonly to?: string
  /** Whether to report the changes without making them. Default false. */
  readonly dryRun?: boolean
  /** Whether to resolve conflicts, each as its `resolution` says. Default false: any conflict prevents the adoption. */
  readonly resolveConflicts?: boolean
  /** Reports the progress: of steps, or of rows of a table. */
  readonly onProgress?: (what: string, done: number, total: number) => void
  /** Ends the adoption before its next step, or the next 200 rows, with the signal's reason. */
  readonly signal?: AbortSignal
}

export interface AdoptionReport {
  /**
   * - `done`: the database was adopted
   * - `dry-run`: nothing was changed because `dryRun` is set
   * - `conflicts`: nothing was changed because there are conflicts and `resolveConflicts` is not set
   * - `already`: the database had been adopted before
   */
  readonly state: 'done' | 'dry-run' | 'conflicts' | 'already'
  /** The changes, one sentence each. */
  readonly changes: readonly string[]
  readonly conflicts: readonly Conflict[]
  /** The number of rows of each table. */
  readonly rows: Readonly<Record<string, number>>
  /** The stored names of all attachments and staff pictures. */
  readonly files: readonly string[]
}

/**
 * Adopts an OpenSupports 4.11 database, in place or into another database. No server may use the database meanwhile.
 * After an adoption in place, 4.11 can use it again, except for secrets it stored in clear text: API keys and links in
 * mails already sent.
 *
 * After a failure or an interruption, call it again with the same options to continue.
 *
 * @throws DatabaseError if a database cannot be used, `from` is not an OpenSupports database, or `to` is not empty
 * @example
 * await adopt({ from: 'mysql://help@localhost/help', dryRun: true })
 */
export async function adopt(options: AdoptOptions): Promise<AdoptionReport> {
  try {
    return await adoptAlone(options)
  } catch (error) {
    options.signal?.throwIfAborted()
    throw error
  }
}

const adoptAlone = (options: AdoptOptions): Promise<AdoptionReport> =>
  told(options.from, async () => {
    if (!/^(mysql|mariadb):/i.test(options.from))
      throw new Error('it is not an address of MySQL or MariaDB, which OpenSupports 4.11 uses')
    const { db } = await openDatabase(options.from)
    try {
      return await alone(db, () => adoptFrom(db, options))
    } finally {
      await db.destroy()
    }
  })

async function adoptFrom(db: Db, options: AdoptOptions): Promise<AdoptionReport> {
  const { to, dryRun = false, resolveConflicts = false, signal } = options
  const onProgress: NonNullable<AdoptOptions['onProgress']> = (what, done, total) => {
    signal?.throwIfAborted()
    options.onProgress?.(what, done, total)
  }
  const shape = await shapeOf(db)
  const isAdopted = shape.has('os_migration') && !shape.has(adoptionTable)
  if (isAdopted && to === undefined) {
    return { state: 'already', changes: [], conflicts: [], rows: {}, files: [] }
  }
  refuseOthers(shape, isAdopted)
  onProgress('inspecting', 0, 1)
  const now = new Date()
  const conflicts = await conflictsOf(db, shape)
  const resolution = await resolutionOf(db, conflicts)
  const changes = await changesOf(db, shape, resolution, now, to === undefined)
  const rows = await rowCounts(db, shape)
  const report = { changes, conflicts, rows, files: await filesOf(db, shape) }
  if (dryRun) return { state: 'dry-run', ...report }
  if (conflicts.length > 0 && !resolveConflicts) return { state: 'conflicts', ...report }
  if (to === undefined) {
    await adoptInPlace(db, resolution, now, onProgress)
  } else {
    const fingerprint = await fingerprintOf(db)
    await told(to, async () => {
      const target = await openDatabase(to)
      try {
        await copyInto({ source: db, shape, resolution, target, fingerprint, now, onRows: onProgress })
      } finally {
        await target.db.destroy()
      }
    })
  }
  return { state: 'done', ...report }
}

function refuseOthers(shape: OldShape, isAdopted: boolean): void {
  const needed = ['setting', 'staff', 'user', 'department', 'ticket', 'ticketevent']
  if (needed.some((table) => !shape.has(table)))
    throw new Error('it does not have the tables of OpenSupports 4.11')
  if (isAdopted) throw new Error('it was adopted in place: use `opensupports export` and `restore`')
  if (shape.get('ticket')?.columns.has('priority')) {
    throw new Error('it belongs to an OpenSupports before 4.8: run the upgrade to 4.11 first')
  }
}

/** Runs the work under a lock of the server: one adoption at a time. The lock ends with the connection. */
async function alone<T>(db: Db, work: () => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    const name = sql`concat('os_adoption ', left(sha1(database()), 40))`
    const { rows } = await sql<{ got: number }>`select get_lock(${name}, 0) as got`.execute(connection)
    if (Number(rows[0]?.got) !== 1) throw new Error('another adoption of it is running')
    try {
      return await work()
    } finally {
      await sql`select release_lock(${name})`.execute(connection)
    }
  })
}

async function changesOf(
  db: Db,
  shape: OldShape,
  resolution: Resolution,
  now: Date,
  inPlace: boolean,
): Promise<string[]> {
  const texts: string[] = []
  const tell = (count: number, text: string) => {
    if (count > 0) texts.push(`${count} ${text}`)
  }
  if (inPlace) texts.push(...tableChangesOf(shape).map(({ table, text }) => `table ${table}: ${text}`))
  tell(await danglingOf(db, shape, resolution), 'dangling references removed')
  tell(await doubleLinksOf(db, shape, resolution), 'duplicate links removed')
  for (const [rules, what] of [
    [valueRules, 'corrected'],
    [secretRules(now), 'hashed'],
  ] as const) {
    for (const rule of rules) {
      const columns = shape.get(rule.table)?.columns
      // Missing columns are created correctly.
      if (!columns || !rule.columns.every((column) => columns.has(column))) continue
      const count = await applyRule(db, rule, new Set(columns.keys()), true)
      tell(count, `rows of ${rule.table}: ${rule.columns.join(', ')} ${what}`)
    }
  }
  const gaps = await gapsOf(db, new Set(shape.keys()))
  const settings = gaps.settings.map(({ name }) => name)
  if (settings.length > 0) texts.push(`settings added: ${settings.join(', ')}`)
  const languages = gaps.languages.map(({ code }) => code)
  if (languages.length > 0) texts.push(`languages added: ${languages.join(', ')}`)
  tell(gaps.templates.length, 'mail templates added')
  return texts
}

async function rowCounts(db: Db, shape: OldShape): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const { name } of tablesOf411) {
    if (!shape.has(name)) continue
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(name)}`.execute(
      db,
    )
    counts[name] = Number(rows[0]?.count ?? 0)
  }
  return counts
}

async function filesOf(db: Db, shape: OldShape): Promise<string[]> {
  const names: string[] = []
  for (const [table, column] of [
    ['ticket', 'file'],
    ['ticketevent', 'file'],
    ['staff', 'profile_pic'],
  ] as const) {
    if (!shape.get(table)?.columns.has(column)) continue
    const { rows } = await sql<{ name: string }>`select ${sql.ref(column)} as name from ${sql.table(table)}
      where ${sql.ref(column)} is not null and ${sql.ref(column)} <> ''`.execute(db)
    for (const { name } of rows) names.push(name)
  }
  return names
}

async function fingerprintOf(db: Db): Promise<string> {
  const names = ['session-prefix', 'ticket-gap', 'ticket-first-number']
  const rows = await db
    .selectFrom('setting')
    .select(['name', 'value'])
    .where('name', 'in', names)
    .orderBy('id')
    .execute()
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 32)
}
