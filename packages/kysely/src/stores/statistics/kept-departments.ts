import { sql } from 'kysely'
import type { Db } from '../../schema.js'
import { allDepartments } from './recount.js'

/** The kept figures that add up to those of some departments. */
export interface Kept {
  readonly added: readonly number[]
  readonly takenOff: readonly number[]
}

/** Of fewer departments, the figures of each are added. */
const manyDepartments = 8

/**
 * Returns which kept figures to add, and which to take off: of most departments, those of all without those of the
 * others are fewer to read.
 */
export async function keptOf(db: Db, departments: readonly number[] | undefined): Promise<Kept> {
  if (!departments) return { added: [allDepartments], takenOff: [] }
  const added = { added: departments, takenOff: [] }
  if (departments.length < manyDepartments) return added
  const asked = new Set(departments)
  const known = (await db.selectFrom('department').select('id').execute()).map(({ id }) => Number(id))
  const others = known.filter((id) => !asked.has(id))
  // The figures of all departments include tickets outside of the known ones, which could not be taken off.
  if (others.length + 1 >= known.length - others.length || (await hasOutside(db, known))) return added
  return { added: [allDepartments], takenOff: others }
}

/** With more gaps between the ids of departments, the statement would be too long. */
const mostGaps = 50

/** Returns whether a ticket may be in no department, or in one that is gone: figures of all departments include it. */
async function hasOutside(db: Db, known: readonly number[]): Promise<boolean> {
  const ids = [...known].sort((one, other) => one - other)
  // In the index of departments, each gap between ids is one range.
  const gaps = ids.flatMap((id, place) => {
    const next = ids[place + 1]
    if (next === undefined) return [sql`t.department_id > ${id}`]
    return next - id > 1 ? [sql`(t.department_id > ${id} and t.department_id < ${next})`] : []
  })
  if (gaps.length > mostGaps) return true
  const outside = [sql`t.department_id is null`, sql`t.department_id < ${ids[0] ?? 0}`, ...gaps]
  const some = outside.map(
    (where) => sql`select 1 as one from (select t.id from ticket t where ${where} limit 1) x`,
  )
  return (await sql`${sql.join(some, sql` union all `)}`.execute(db)).rows.length > 0
}
