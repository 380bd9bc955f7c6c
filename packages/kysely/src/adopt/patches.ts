import { sql } from 'kysely'
import { anyTable, type Db } from '../schema.js'
import type { OldRow, Patch, Rule } from './rules.js'

const rowsAtOnce = 500

/** Updates many rows with few statements. */
export async function applyPatches(
  db: Db,
  table: string,
  patches: ReadonlyMap<number, Patch>,
): Promise<void> {
  const all = [...patches].filter(([, patch]) => Object.keys(patch).length > 0)
  for (let start = 0; start < all.length; start += rowsAtOnce) {
    const some = all.slice(start, start + rowsAtOnce)
    const columns = new Set(some.flatMap(([, patch]) => Object.keys(patch)))
    for (const column of columns) {
      const rows = some.filter(([, patch]) => column in patch)
      const cases = rows.map(([id, patch]) => sql`when ${id} then ${patch[column] ?? null}`)
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = case id ${sql.join(cases, sql` `)} end
        where id in (${sql.join(rows.map(([id]) => id))})`.execute(db)
    }
  }
}

/** Applies a rule. Returns the number of changed rows; in a dry run, of those it would change. */
export async function applyRule(
  db: Db,
  rule: Rule,
  columns: ReadonlySet<string>,
  dryRun: boolean,
): Promise<number> {
  const { table, suspects } = rule
  const read = ['id', ...rule.columns.filter((column) => columns.has(column))]
  let changed = 0
  for (let after = 0; ; ) {
    const rows = await anyTable(db)
      .selectFrom(table)
      .select(read)
      .where('id', '>', after)
      .where(sql<boolean>`(${sql.raw(suspects)})`)
      .orderBy('id')
      .limit(rowsAtOnce)
      .execute()
    const patches = new Map<number, Patch>()
    for (const row of rows as OldRow[]) {
      const patch = rule.fix(row)
      if (Object.keys(patch).length > 0) patches.set(row.id, patch)
    }
    changed += patches.size
    if (!dryRun) await applyPatches(db, table, patches)
    if (rows.length < rowsAtOnce) return changed
    after = Number(rows.at(-1)?.id)
  }
}
