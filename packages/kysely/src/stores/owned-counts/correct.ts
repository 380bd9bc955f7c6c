import { type RawBuilder, sql } from 'kysely'
import type { Dialect } from '../../dialects/dialect.js'
import { lockName } from '../../locks.js'
import type { Db } from '../../schema.js'
import { isClosed } from './changes.js'

/**
 * Selects the members whose rows do not add up to the tickets that they own, with the difference. A transaction writes
 * tickets and rows together, so one that is still open makes no difference.
 *
 * @param staffId the only member to look at
 */
export function differences(staffId?: number): RawBuilder<{ staff_id: number }> {
  const [owner, member] =
    staffId === undefined
      ? [sql`owner_id is not null`, sql`1 = 1`]
      : [sql`owner_id = ${staffId}`, sql`staff_id = ${staffId}`]
  return sql`select staff_id, sum(assigned), sum(closed) from (
      select owner_id as staff_id, count(*) as assigned, sum(${isClosed}) as closed from ticket
        where ${owner} group by owner_id
      union all
      select staff_id, -sum(assigned), -sum(closed) from os_owned_count where ${member} group by staff_id
    ) d group by staff_id having sum(assigned) <> 0 or sum(closed) <> 0`
}

/**
 * Makes the rows of members add up to their tickets, for tickets that were written by other means than the store. Exact
 * also while others write, except for a second correction: there, one waits for the other.
 *
 * @param staffId the only member to correct
 */
export async function correctOwned(db: Db, rowLocks: Dialect['rowLocks'], staffId?: number): Promise<void> {
  await lockName(db, rowLocks, 'ownedCounts')
  await sql`insert into os_owned_count (staff_id, assigned, closed) ${differences(staffId)}`.execute(db)
}
