import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db } from '../../schema.js'
import { lateStatement } from '../../statement.js'

/** 1 for a closed ticket, otherwise 0. */
export const isClosed = sql<number>`case when coalesce(closed, 0) = 0 then 0 else 1 end`

const note = (db: Db, rows: RawBuilder<unknown>) =>
  db.insertInto('os_owned_count').columns(['staff_id', 'assigned', 'closed']).expression(rows)

interface One {
  id: number
}
const noteTaken = lateStatement((db, { id }: One) =>
  note(db, sql`select owner_id, 1, ${isClosed} from ticket where id = ${id} and owner_id is not null`),
)
const noteLeft = lateStatement((db, { id, owner }: One & { owner: number }) =>
  note(db, sql`select ${owner}, -1, -(${isClosed}) from ticket where id = ${id}`),
)
const noteClosed = lateStatement((db, { id }: One) =>
  note(
    db,
    sql`select owner_id, 0, 1 from ticket where id = ${id} and owner_id is not null and ${isClosed} = 0`,
  ),
)
const noteReopened = lateStatement((db, { id }: One) =>
  note(
    db,
    sql`select owner_id, 0, -1 from ticket where id = ${id} and owner_id is not null and ${isClosed} = 1`,
  ),
)

/**
 * Notes how many tickets members get and lose. Call it in the transaction of the change, which has locked the tickets: what
 * is noted depends on their rows.
 */
export interface OwnedChanges {
  /** Call it after a ticket without an owner has got one. */
  taken(ticketId: number): Promise<unknown>
  /** Call it after a ticket has lost its owner. */
  left(ticketId: number, owner: number): Promise<unknown>
  /** Call it before a ticket is closed or opened. It may be so already. */
  switched(ticketId: number, closed: boolean): Promise<unknown>
  /** Call it before the tickets `ticket` that match lose their owners, or are removed. */
  leaving(condition: RawBuilder<SqlBool>): Promise<unknown>
}

export const ownedChangesOf = (db: Db): OwnedChanges => ({
  taken: (id) => noteTaken(db, { id }),
  left: (id, owner) => noteLeft(db, { id, owner }),
  switched: (id, closed) => (closed ? noteClosed : noteReopened)(db, { id }),
  leaving: (condition) =>
    note(
      db,
      sql`select owner_id, -count(*), -sum(${isClosed}) from ticket
        where owner_id is not null and ${condition} group by owner_id`,
    ).execute(),
})
