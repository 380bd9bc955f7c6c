import { tables } from '@opensupports/core/schema'
import { sql } from 'kysely'
import { tablesOf411 } from '../ddl/index.js'
import { mysqlDialect } from '../dialects/mysql/index.js'
import { migrate } from '../migrations/index.js'
import { markPurified } from '../purified-names.js'
import type { Db } from '../schema.js'
import { isMoved, type Resolution } from './conflicts.js'
import { fillGaps } from './gaps.js'
import { applyPatches, applyRule } from './patches.js'
import { type Rule, secretRules, valueRules } from './rules.js'
import { shapeOf } from './shape.js'
import { changeTable, tableChangesOf } from './table-changes.js'

/** Called before each step, with the number of completed steps and of all steps. */
export type Step = (text: string, done: number, total: number) => void

const isBefore = ({ table }: Rule) => table === 'topic' || table === 'article'

/**
 * Converts an old database in place. Each step checks what is left to do, so that the conversion can be repeated after
 * a failure.
 */
export async function adoptInPlace(db: Db, resolution: Resolution, now: Date, step: Step): Promise<void> {
  await sql`create table if not exists os_adoption (name varchar(191) primary key, value bigint not null)`.execute(
    db,
  )
  const changes = tableChangesOf(await shapeOf(db))
  const early = valueRules.filter(isBefore)
  const late = valueRules.filter((rule) => !isBefore(rule))
  const secret = secretRules(now)
  const total = changes.length + early.length + late.length + secret.length + 3
  let done = 0
  const next = (text: string) => step(text, done++, total)

  next('conflicting rows')
  await resolve(db, resolution)
  // Columns that become numbers must contain numbers first.
  for (const rule of early) {
    next(`values of ${rule.table}`)
    await applyRule(db, rule, await columnsOf(db, rule.table), false)
  }
  for (const change of changes) {
    next(`table ${change.table}`)
    await changeTable(db, change)
  }
  for (const rule of late) {
    next(`values of ${rule.table}`)
    await applyRule(db, rule, await columnsOf(db, rule.table), false)
  }
  next('missing settings, languages and mail templates')
  await fillGaps(db)
  next('new tables')
  await migrate({ db, dialect: mysqlDialect(db, false), tables })
  for (const rule of secret) {
    next(`secrets of ${rule.table}`)
    await applyRule(db, rule, await columnsOf(db, rule.table), false)
  }
  if (resolution.lastPlace !== undefined) {
    const value = resolution.lastPlace
    await db.insertInto('os_counter').values({ name: 'ticket', value }).execute()
  }
  await markPurified(db)
  await sql`drop table os_adoption`.execute(db)
}

async function columnsOf(db: Db, table: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`select column_name as name from information_schema.columns
    where table_schema = database() and table_name = ${table}`.execute(db)
  return new Set(rows.map(({ name }) => name))
}

async function resolve(db: Db, { gone, changed }: Resolution): Promise<void> {
  for (const [table, ids] of gone) {
    for (const [id, kept] of ids) {
      if (kept !== null) await rePoint(db, table, id, kept)
      await sql`delete from ${sql.table(table)} where id = ${id}`.execute(db)
    }
  }
  for (const [table, patches] of changed) await applyPatches(db, table, patches)
}

async function rePoint(db: Db, table: string, from: number, to: number): Promise<void> {
  const shape = await shapeOf(db)
  for (const { name, references } of tablesOf411) {
    for (const [column, [target, onDelete]] of Object.entries(references)) {
      if (target !== table || !shape.get(name)?.columns.has(column)) continue
      // Ignore links that exist already.
      if (isMoved(name)) {
        await sql`update ignore ${sql.table(name)} set ${sql.ref(column)} = ${to}
          where ${sql.ref(column)} = ${from}`.execute(db)
      }
      if (onDelete === 'cascade') {
        await sql`delete from ${sql.table(name)} where ${sql.ref(column)} = ${from}`.execute(db)
      }
    }
  }
}
