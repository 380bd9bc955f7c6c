import assert from 'node:assert/strict'
import { at, found, makeDesk, makeStaff } from './makers.js'
import type { Rule } from './rule.js'

export function ticketEventRules(rule: Rule): void {
  rule('events: one by its id, with its ticket', async (storage) => {
    const { uma, stan, ticket, event } = await makeDesk(storage)
    const id = await ticket({ ticketNumber: 345_678, authorName: 'Typed' })
    const eventId = await event(id, {
      author: stan,
      content: 'Hello',
      date: new Date(at(2).getTime() + 40_000),
      private: true,
    })
    assert.deepEqual(await storage.tickets.eventById(eventId), {
      id: eventId,
      type: 'COMMENT',
      content: 'Hello',
      date: at(2),
      file: null,
      fileName: null,
      private: true,
      edited: false,
      author: { ...stan, name: 'Stan', email: 'stan@helpdesk.example', profilePic: null },
      ticketId: id,
      ticketNumber: 345_678,
      ticketAuthorName: 'Typed',
      ticketAuthor: { ...uma, name: 'Uma', email: 'uma@customer.example', profilePic: null },
    })
    assert.equal(await storage.tickets.eventById(eventId + 1), undefined)
  })

  rule('events: those other than comments are neither private nor public', async (storage) => {
    const { ticket, event } = await makeDesk(storage)
    const id = await ticket()
    const closed = await event(id, { type: 'CLOSE', content: null, private: null })
    const stored = found(await storage.tickets.eventById(closed))
    assert.deepEqual([stored.type, stored.content, stored.private], ['CLOSE', null, null])
  })

  rule('events: none for a ticket that is gone', async (storage) => {
    const { uma } = await makeDesk(storage)
    const comment = { content: 'x', author: uma, date: at(0), file: null, private: false }
    assert.equal(await storage.tickets.addEvent(99, { type: 'COMMENT', ...comment }), undefined)
  })

  rule(
    'events: the last comment is the newest one, private ones where asked, never another event',
    async (storage) => {
      const { ticket, event } = await makeDesk(storage)
      const id = await ticket()
      const last = (includePrivate: boolean) => storage.tickets.lastComment(id, { includePrivate })
      assert.equal(await last(true), undefined)
      await event(id, { content: 'one' })
      await event(id, { content: 'two' })
      await event(id, { content: 'secret', private: true })
      await event(id, { type: 'ASSIGN', content: 'Stan', private: null })
      await event(await ticket(), { content: 'of another ticket' })
      assert.equal((await last(true))?.content, 'secret')
      assert.equal((await last(false))?.content, 'two')
    },
  )

  rule('events: an edited comment is marked, and keeps all but its content', async (storage) => {
    const { ticket, event } = await makeDesk(storage)
    const id = await event(await ticket(), { content: 'before', file: 'a.txt', date: at(1) })
    const before = found(await storage.tickets.eventById(id))
    assert.equal(await storage.tickets.editEvent(id, 'after'), true)
    assert.deepEqual(await storage.tickets.eventById(id), { ...before, content: 'after', edited: true })
    assert.equal(await storage.tickets.editEvent(id, 'after'), true)
    assert.equal(await storage.tickets.editEvent(id + 1, 'x'), false)
  })

  rule(
    'events: those of tickets owned or written by a staff member, newest first, in pages',
    async (storage) => {
      const { stan, ticket, event } = await makeDesk(storage)
      const owned = await ticket({}, { owner: stan.id })
      const written = await ticket({ author: stan })
      const both = await ticket({ author: stan }, { owner: stan.id })
      const foreign = await ticket({}, { owner: await makeStaff(storage, 'Olga') })
      const ids = [
        await event(owned, { date: at(1) }),
        await event(written, { type: 'CLOSE', content: null, private: null, date: at(1) }),
        await event(both, { date: at(2) }),
      ]
      await event(foreign, { date: at(3) })
      const page = async (offset: number, limit: number) =>
        (await storage.tickets.eventsLinkedToStaff(stan.id, { offset, limit })).map((entry) => entry.id)
      assert.deepEqual(await page(0, 10), ids.toReversed())
      assert.deepEqual(await page(1, 1), [ids[1]])
      assert.deepEqual(await page(3, 10), [])
    },
  )
}
