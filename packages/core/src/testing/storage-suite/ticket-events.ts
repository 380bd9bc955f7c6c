import assert from 'node:assert/strict'
import { at, found, makeDesk, makeStaff, makeUser } from './makers.js'
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

  rule(
    'events: those of tickets linked to a staff member name their author, or the one of the ticket',
    async (storage) => {
      const { stan, uma, ticket, event } = await makeDesk(storage)
      const bob = await makeUser(storage, 'Bob')
      const field = { name: 'Phone', description: '', type: 'text', options: [] } as const
      const fieldId = found(await storage.customFields.insert(field))
      await storage.users.setCustomFieldValues(bob, [{ fieldId, value: '123', optionId: null }])
      const ticketId = await ticket({ ticketNumber: 7, authorName: 'U.' }, { owner: stan.id })
      const byBob = { author: { kind: 'user', id: bob }, date: at(1) } as const
      const ids = [await event(ticketId, byBob), await event(ticketId, { author: stan, date: at(1) })]
      await storage.tickets.editEvent(found(ids[0]), 'edited')
      const shown = () => storage.tickets.eventsLinkedToStaff(stan.id, { offset: 0, limit: 10 })
      const common = { type: 'COMMENT', ticketId, ticketNumber: 7 }
      const value = { customfield: 'Phone', value: '123', customfieldoption: null }
      const [staffs, users] = await shown()
      assert.deepEqual(staffs, {
        ...common,
        id: ids[1],
        edited: false,
        author: { kind: 'staff', id: stan.id },
        authorName: 'Stan',
        authorCustomFields: [],
      })
      assert.deepEqual(
        { ...users, authorCustomFields: users?.authorCustomFields.map(({ id, ...entered }) => entered) },
        {
          ...common,
          id: ids[0],
          edited: true,
          author: byBob.author,
          authorName: 'Bob',
          authorCustomFields: [value],
        },
      )
      await storage.users.remove(bob)
      const gone = { ...common, id: ids[0], edited: true, author: null, authorCustomFields: [] }
      assert.deepEqual((await shown())[1], { ...gone, authorName: 'Uma' })
      await storage.users.remove(uma.id)
      assert.deepEqual((await shown())[1], { ...gone, authorName: 'U.' })
    },
  )
}
