import type { MailOriginalStore } from '@opensupports/core'
import { sql } from 'kysely'
import type { Db } from '../schema.js'
import { statement } from '../statement.js'

/** A union, since each of its parts finds its rows by the index. */
const eventsOf = statement(
  (db, { ticketId, first, last }: { ticketId: number; first: number; last: number }) => {
    const mails = db
      .selectFrom('os_mail_original')
      .select('event_id')
      .where('ticket_id', '=', ticketId)
      .where('piece', '=', sql.lit(0))
    return mails
      .where('event_id', 'is', null)
      .unionAll(mails.where('event_id', '>=', first).where('event_id', '<=', last))
  },
)

export const mailOriginalStore = (db: Db): MailOriginalStore => {
  const pieceOf = (ticketId: number, eventId: number | null, index: number) =>
    db
      .selectFrom('os_mail_original')
      .where('ticket_id', '=', ticketId)
      .where('event_id', eventId === null ? 'is' : '=', eventId)
      .where('piece', '=', index)
  return {
    async add({ ticketId, eventId, file, size, hash }, pieces) {
      const row = { ticket_id: ticketId, event_id: eventId, file, size, hash }
      // One row per statement, so that each statement stays below the packet limit of the server.
      for (const [piece, content] of contentsOf(pieces).entries())
        await db
          .insertInto('os_mail_original')
          .values({ ...row, piece, content })
          .execute()
    },
    async of(ticketId, eventId) {
      const found = pieceOf(ticketId, eventId, 0).select(['file', 'size', 'hash'])
      const row = await found.executeTakeFirst()
      return row && { ticketId, eventId, file: row.file, size: row.size, hash: row.hash }
    },
    async eventsOf(ticketId, first, last) {
      return (await eventsOf(db, { ticketId, first, last })).map(({ event_id }) => event_id)
    },
    async filesOf(ticketIds) {
      const files: string[] = []
      for (let start = 0; start < ticketIds.length; start += 500) {
        const rows = await db
          .selectFrom('os_mail_original')
          .select('file')
          .where('ticket_id', 'in', ticketIds.slice(start, start + 500))
          .where('file', 'is not', null)
          .execute()
        files.push(...rows.flatMap(({ file }) => file ?? []))
      }
      return files
    },
    async piece(ticketId, eventId, index) {
      const row = await pieceOf(ticketId, eventId, index).select('content').executeTakeFirst()
      return typeof row?.content === 'string' ? new Uint8Array(Buffer.from(row.content, 'base64')) : undefined
    },
  }
}

/** Returns the contents of the rows. A mail kept in the file store has a single row with null. */
const contentsOf = (pieces: readonly Uint8Array[]): (string | null)[] =>
  pieces.length === 0 ? [null] : pieces.map((bytes) => Buffer.from(bytes).toString('base64'))
