import type { MailOriginalStore } from '../index.js'
import type { Sync, Tables } from './tables.js'

export const mailOriginalStore = ({ mailOriginals, by }: Tables): Sync<MailOriginalStore> => {
  const rowOf = (ticketId: number, eventId: number | null, index: number) =>
    by.originalTicket(ticketId).find((row) => row.eventId === eventId && row.piece === index)
  return {
    add(original, pieces) {
      if (pieces.length === 0) mailOriginals.insert({ ...original, piece: 0, content: null })
      for (const [piece, bytes] of pieces.entries())
        mailOriginals.insert({ ...original, piece, content: Buffer.from(bytes).toString('base64') })
    },
    of(ticketId, eventId) {
      const row = rowOf(ticketId, eventId, 0)
      if (!row) return undefined
      const { id, piece, content, ...original } = row
      return original
    },
    eventsOf: (ticketId, first, last) =>
      by.originalTicket(ticketId).flatMap(({ piece, eventId }) => {
        const isAsked = eventId === null || (eventId >= first && eventId <= last)
        return isAsked && piece === 0 ? [eventId] : []
      }),
    filesOf: (ticketIds) =>
      ticketIds.flatMap((ticketId) => by.originalTicket(ticketId).flatMap(({ file }) => file ?? [])),
    piece(ticketId, eventId, index) {
      const content = rowOf(ticketId, eventId, index)?.content
      return typeof content === 'string' ? new Uint8Array(Buffer.from(content, 'base64')) : undefined
    },
  }
}
