import type { ViewerStore } from '@opensupports/core'
import { sql } from 'kysely'
import type { Db } from '../schema.js'
import { removeInParts } from './remove-in-parts.js'

export const viewerStore = (db: Db): ViewerStore => ({
  async of(ticketId, now, limit) {
    const rows = await db
      .selectFrom('os_viewer')
      .selectAll()
      .where('ticket_id', '=', ticketId)
      .where('until', '>', now.getTime())
      .orderBy('staff_id')
      .limit(limit)
      .execute()
    return rows.map((row) => ({
      ticketId: row.ticket_id,
      staffId: row.staff_id,
      isWriting: row.is_writing === 1,
      until: new Date(row.until),
    }))
  },
  async put({ ticketId, staffId, isWriting, until }) {
    const state = { is_writing: isWriting ? 1 : 0, until: until.getTime() }
    await db
      .insertInto('os_viewer')
      .values({ ticket_id: ticketId, staff_id: staffId, ...state })
      .onConflict((clash) => clash.columns(['ticket_id', 'staff_id']).doUpdateSet(state))
      .execute()
  },
  async removeExpired(now) {
    await removeInParts(db, 'os_viewer', sql`${sql.ref('until')} <= ${now.getTime()}`)
  },
})
