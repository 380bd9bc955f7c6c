import assert from 'node:assert/strict'
import { makeDesk } from './makers.js'
import type { Rule } from './rule.js'

const bytes = (...values: number[]) => new Uint8Array(values)

export function mailOriginalRules(rule: Rule): void {
  rule('mail originals: one a ticket and one a comment, in a file or in pieces', async (storage) => {
    const { ticket, event } = await makeDesk(storage)
    const ticketId = await ticket()
    const eventId = await event(ticketId, {})
    const { mailOriginals } = storage
    assert.equal(await mailOriginals.of(ticketId, null), undefined)
    assert.deepEqual(await mailOriginals.eventsOf(ticketId, 0, eventId), [])
    const first = { ticketId, eventId: null, file: 'mail_t1_a.eml', size: 26_214_400, hash: 'a'.repeat(64) }
    const second = { ticketId, eventId, file: null, size: 5, hash: 'b'.repeat(64) }
    await mailOriginals.add(first, [])
    await mailOriginals.add(second, [bytes(0, 255, 128), bytes(10, 13)])
    assert.deepEqual(await mailOriginals.of(ticketId, null), first)
    assert.deepEqual(await mailOriginals.of(ticketId, eventId), second)
    const all = await mailOriginals.eventsOf(ticketId, eventId, eventId)
    assert.deepEqual(new Set(all), new Set([null, eventId]))
    assert.deepEqual(await mailOriginals.eventsOf(ticketId, eventId + 1, eventId + 9), [null])
    assert.deepEqual(await mailOriginals.eventsOf(ticketId, 0, eventId - 1), [null])
    assert.deepEqual(await mailOriginals.eventsOf(ticketId + 1, 0, eventId), [])
    assert.equal(await mailOriginals.of(ticketId, eventId + 1), undefined)
    assert.equal(await mailOriginals.of(ticketId + 1, null), undefined)
    assert.equal(await mailOriginals.piece(ticketId, null, 0), undefined)
    const pieces = [0, 1, 2].map((index) => mailOriginals.piece(ticketId, eventId, index))
    assert.deepEqual(await Promise.all(pieces), [bytes(0, 255, 128), bytes(10, 13), undefined])
  })

  rule('mail originals: a piece may be as large as they come', async (storage) => {
    const { ticket } = await makeDesk(storage)
    const ticketId = await ticket()
    const piece = new Uint8Array(24_576).map((_, index) => index)
    const original = { ticketId, eventId: null, file: null, size: 2 * piece.length, hash: 'h' }
    await storage.mailOriginals.add(original, [piece, piece.slice(1)])
    assert.deepEqual(await storage.mailOriginals.piece(ticketId, null, 0), piece)
    assert.deepEqual(await storage.mailOriginals.piece(ticketId, null, 1), piece.slice(1))
  })

  rule('mail originals: are removed with their ticket, and listed with its files', async (storage) => {
    const { ticket, event } = await makeDesk(storage)
    const [one, other] = [await ticket({ ticketNumber: 123456 }), await ticket()]
    const eventId = await event(one, {})
    const file = 'mail_t123456_a.eml'
    const original = { ticketId: one, eventId: null, file, size: 1, hash: 'h' }
    await storage.mailOriginals.add(original, [])
    await storage.mailOriginals.add({ ...original, eventId, file: null }, [bytes(1)])
    await storage.mailOriginals.add({ ...original, ticketId: other, file: null }, [bytes(2)])
    const files = (await storage.tickets.contentsAndFiles(one)).map((each) => each.file)
    assert.deepEqual(
      files.filter((each) => each !== null),
      [file],
    )
    const [mentions] = await storage.tickets.mentionsAfter(0, 10)
    assert.deepEqual(mentions?.contents, [{ content: null, file }])
    const many = Array.from({ length: 1500 }, (_, index) => other + 1 + index)
    assert.deepEqual(await storage.mailOriginals.filesOf([...many, other, one]), [file])
    assert.deepEqual(await storage.mailOriginals.filesOf([]), [])
    await storage.tickets.remove(one)
    assert.equal(await storage.mailOriginals.of(one, null), undefined)
    assert.equal(await storage.mailOriginals.piece(one, eventId, 0), undefined)
    assert.deepEqual(await storage.mailOriginals.piece(other, null, 0), bytes(2))
    await storage.tickets.removeAll()
    assert.equal(await storage.mailOriginals.of(other, null), undefined)
  })

  rule('mail originals: are rolled back with their transaction', async (storage) => {
    const { ticket } = await makeDesk(storage)
    const ticketId = await ticket()
    const original = { ticketId, eventId: null, file: null, size: 1, hash: 'h' }
    const undone = storage.transaction(async (tx) => {
      await tx.mailOriginals.add(original, [bytes(1)])
      throw new Error('taken back')
    })
    await assert.rejects(undone, /taken back/)
    assert.equal(await storage.mailOriginals.of(ticketId, null), undefined)
  })
}
