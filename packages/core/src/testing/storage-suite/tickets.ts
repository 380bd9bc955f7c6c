import assert from 'node:assert/strict'
import { assertSameSet, at, found, makeDesk, makeStaff, makeUser } from './makers.js'
import type { Rule } from './rule.js'

export function ticketRules(rule: Rule): void {
  rule(
    'tickets: a new ticket is open, unread for staff, without owner, counters and edits',
    async (storage) => {
      const { department, uma, ticket } = await makeDesk(storage)
      const id = await ticket({
        ticketNumber: 345_678,
        title: 'Printer',
        content: '<p>On fire</p>',
        language: 'de',
        authorName: 'Uma U.',
        authorEmail: 'uma@typed.example',
        file: 't345678_a.txt',
        date: at(5),
      })
      assert.equal(id, 1)
      assert.deepEqual(await storage.tickets.byNumber(345_678), {
        id,
        ticketNumber: 345_678,
        title: 'Printer',
        content: '<p>On fire</p>',
        language: 'de',
        file: 't345678_a.txt',
        fileName: null,
        date: at(5),
        closed: false,
        unread: false,
        unreadStaff: true,
        editedContent: false,
        editedTitle: false,
        reopened: false,
        firstClosedAt: null,
        lastClosedAt: null,
        totalDepartments: 0,
        totalOwners: 0,
        department: { id: department, name: 'Support', private: false },
        author: { ...uma, name: 'Uma', email: 'uma@customer.example', profilePic: null },
        authorName: 'Uma U.',
        authorEmail: 'uma@typed.example',
        owner: null,
        unproved: false,
      })
    },
  )

  rule('tickets: a staff member may be the author, and names sent may be missing', async (storage) => {
    const { stan, ticket } = await makeDesk(storage)
    const pia = await makeStaff(storage, 'Pia', { profilePic: 'p_pia.png' })
    await ticket({ ticketNumber: 1, author: stan, authorName: null, authorEmail: null })
    await ticket({ ticketNumber: 2, author: { kind: 'staff', id: pia } })
    const first = found(await storage.tickets.byNumber(1))
    assert.deepEqual([first.author?.kind, first.authorName, first.authorEmail], ['staff', null, null])
    assert.equal((await storage.tickets.byNumber(2))?.author?.profilePic, 'p_pia.png')
  })

  rule('tickets: a taken number gives undefined and uses up no id', async (storage) => {
    const { uma, department, ticket } = await makeDesk(storage)
    await ticket({ ticketNumber: 7 })
    const again = await storage.tickets.insert({
      ticketNumber: 7,
      title: 'Other',
      content: 'x',
      language: 'en',
      departmentId: department,
      file: null,
      author: uma,
      authorName: null,
      authorEmail: null,
      date: at(0),
      unproved: false,
    })
    assert.equal(again, undefined)
    assert.equal((await storage.tickets.byNumber(7))?.title, 'Broken')
    assert.equal(await ticket({ ticketNumber: 8 }), 2)
  })

  rule('tickets: an unproved one stays so until it is changed', async (storage) => {
    const { ticket } = await makeDesk(storage)
    const id = await ticket({ ticketNumber: 1, unproved: true })
    await ticket({ ticketNumber: 2 })
    assert.equal((await storage.tickets.byNumber(1))?.unproved, true)
    assert.equal((await storage.tickets.detailsByNumber(1))?.unproved, true)
    assert.equal((await storage.tickets.byNumber(2))?.unproved, false)
    assert.equal(await storage.tickets.update(id, { title: 'Other' }), true)
    assert.equal((await storage.tickets.byNumber(1))?.unproved, true)
    assert.equal(await storage.tickets.update(id, { unproved: false }), true)
    assert.equal((await storage.tickets.byNumber(1))?.unproved, false)
  })

  rule('tickets: an unknown number finds nothing', async (storage) => {
    assert.equal(await storage.tickets.byNumber(1), undefined)
    assert.equal(await storage.tickets.detailsByNumber(1), undefined)
  })

  rule(
    'tickets: details bring tags in the order put on, events oldest first, and custom fields',
    async (storage) => {
      const { uma, stan, ticket, event } = await makeDesk(storage)
      const fieldId = found(
        await storage.customFields.insert({ name: 'City', description: '', type: 'text', options: [] }),
      )
      await storage.users.setCustomFieldValues(uma.id, [{ fieldId, value: 'Bern', optionId: null }])
      const red = found(await storage.tags.insert({ name: 'red', color: '#f00' }))
      const blue = found(await storage.tags.insert({ name: 'blue', color: '#00f' }))
      const id = await ticket({ ticketNumber: 9 }, { tags: [blue, red], owner: stan.id })
      const first = await event(id, { content: 'first', date: at(1) })
      const second = await event(id, {
        content: 'second',
        date: at(1),
        author: stan,
        private: true,
        file: 'f.txt',
      })
      const details = found(await storage.tickets.detailsByNumber(9))
      const { tags, events, authorCustomFields, ...head } = details
      assert.deepEqual(tags, ['blue', 'red'])
      assert.deepEqual(
        events.map((entry) => entry.id),
        [first, second],
      )
      assert.deepEqual(events[1], {
        id: second,
        type: 'COMMENT',
        content: 'second',
        date: at(1),
        file: 'f.txt',
        private: true,
        fileName: null,
        author: { ...stan, name: 'Stan', email: 'stan@helpdesk.example', profilePic: null },
        edited: false,
      })
      assert.deepEqual(
        authorCustomFields.map(({ customfield, value }) => ({ customfield, value })),
        [{ customfield: 'City', value: 'Bern' }],
      )
      assert.deepEqual(head, await storage.tickets.byNumber(9))
      assert.equal(head.owner?.name, 'Stan')
    },
  )

  rule('tickets: custom fields of a user never show with a staff author of the same id', async (storage) => {
    const { uma, stan, ticket } = await makeDesk(storage)
    assert.equal(uma.id, stan.id)
    const fieldId = found(
      await storage.customFields.insert({ name: 'City', description: '', type: 'text', options: [] }),
    )
    await storage.users.setCustomFieldValues(uma.id, [{ fieldId, value: 'Bern', optionId: null }])
    await ticket({ ticketNumber: 9, author: stan })
    assert.deepEqual((await storage.tickets.detailsByNumber(9))?.authorCustomFields, [])
  })

  rule('tickets: an update changes only what the patch names', async (storage) => {
    const { ticket } = await makeDesk(storage)
    const other = await storage.departments.insert({ name: 'Sales', private: true })
    const id = await ticket({ ticketNumber: 5 })
    const untouched = await ticket({ ticketNumber: 6 })
    const before = found(await storage.tickets.byNumber(5))
    const patch = {
      title: 'New',
      content: 'Newer',
      closed: true,
      unread: true,
      unreadStaff: false,
      reopened: true,
      editedContent: true,
      editedTitle: true,
      firstClosedAt: at(1),
      lastClosedAt: at(2),
      totalDepartments: 3,
    }
    assert.equal(await storage.tickets.update(id, { ...patch, departmentId: other }), true)
    const after = { ...before, ...patch, department: { id: other, name: 'Sales', private: true } }
    assert.deepEqual(await storage.tickets.byNumber(5), after)
    assert.equal(await storage.tickets.update(id, { lastClosedAt: null }), true)
    assert.deepEqual(await storage.tickets.byNumber(5), { ...after, lastClosedAt: null })
    assert.equal((await storage.tickets.byNumber(6))?.id, untouched)
    assert.equal((await storage.tickets.byNumber(6))?.title, 'Broken')
  })

  rule(
    'tickets: an update tells whether the ticket is there, also when it changes nothing',
    async (storage) => {
      const { ticket } = await makeDesk(storage)
      const id = await ticket({ title: 'Same' })
      assert.equal(await storage.tickets.update(id, { title: 'Same' }), true)
      assert.equal(await storage.tickets.update(id, {}), true)
      assert.equal(await storage.tickets.update(99, { title: 'x' }), false)
      assert.equal(await storage.tickets.update(99, {}), false)
    },
  )

  rule('tickets: dates have minute precision', async (storage) => {
    const { ticket } = await makeDesk(storage)
    const id = await ticket({ ticketNumber: 5, date: new Date(at(3).getTime() + 59_999) })
    await storage.tickets.update(id, { firstClosedAt: new Date(at(4).getTime() + 30_000) })
    const stored = found(await storage.tickets.byNumber(5))
    assert.deepEqual([stored.date, stored.firstClosedAt], [at(3), at(4)])
  })

  rule('tickets: the sequence is 0, then 2, 3, 4', async (storage) => {
    const places = []
    for (let n = 0; n < 4; n++) places.push(await storage.tickets.nextSequence())
    assert.deepEqual(places, [0, 2, 3, 4])
  })

  rule('tickets: the sequence never repeats, also after the newest ticket is deleted', async (storage) => {
    const { ticket } = await makeDesk(storage)
    const seen = new Set<number>()
    for (let n = 0; n < 6; n++) {
      const place = await storage.tickets.nextSequence()
      assert.ok(!seen.has(place), `${place} came twice`)
      seen.add(place)
      const id = await ticket()
      if (n % 2) assert.equal(await storage.tickets.remove(id), true)
    }
  })

  rule('tickets: the sequence never falls behind tickets that were numbered without it', async (storage) => {
    const { ticket } = await makeDesk(storage)
    for (let n = 0; n < 3; n++) await ticket()
    assert.equal(await storage.tickets.nextSequence(), 4)
    assert.equal(await storage.tickets.nextSequence(), 5)
  })

  rule('tickets: places of the sequence taken at the same time differ', async (storage) => {
    const places = await Promise.all([1, 2, 3, 4, 5].map(() => storage.tickets.nextSequence()))
    assert.equal(new Set(places).size, 5)
  })

  rule(
    'tickets: a removed ticket takes its events and links along, and its id is not used again',
    async (storage) => {
      const { stan, ticket, event, ids } = await makeDesk(storage)
      const tag = found(await storage.tags.insert({ name: 'red', color: '#f00' }))
      const id = await ticket({ ticketNumber: 5 }, { owner: stan.id, tags: [tag] })
      const eventId = await event(id)
      assert.equal(await storage.tickets.remove(id), true)
      assert.equal(await storage.tickets.byNumber(5), undefined)
      assert.equal(await storage.tickets.eventById(eventId), undefined)
      assert.deepEqual(await storage.tickets.contentsAndFiles(id), [])
      assert.deepEqual(await storage.tickets.eventsLinkedToStaff(stan.id, { offset: 0, limit: 10 }), [])
      assert.equal((await storage.staff.all())[0]?.assignedTickets, 0)
      assert.deepEqual(await ids({ tags: [tag] }), [])
      assert.equal(await storage.tickets.remove(id), false)
      assert.equal(await ticket({ ticketNumber: 5 }), id + 1)
      assert.deepEqual((await storage.tickets.detailsByNumber(5))?.tags, [])
    },
  )

  rule('tickets: where asked, only a ticket without owner is removed', async (storage) => {
    const { stan, ticket } = await makeDesk(storage)
    const owned = await ticket({ ticketNumber: 5 }, { owner: stan.id })
    const free = await ticket({ ticketNumber: 6 })
    assert.equal(await storage.tickets.remove(owned, { unowned: true }), false)
    assert.ok(await storage.tickets.byNumber(5))
    assert.equal(await storage.tickets.remove(free, { unowned: true }), true)
    assert.equal(await storage.tickets.remove(owned, { unowned: false }), true)
  })

  rule('tickets: contents and files are those of the ticket and of its events', async (storage) => {
    const { ticket, event } = await makeDesk(storage)
    const id = await ticket({ content: 'head', file: 'head.txt' })
    await event(id, { content: 'comment', file: 'comment.txt' })
    await event(id, { content: 'no file', private: true })
    await event(await ticket(), { content: 'of another ticket', file: 'other.txt' })
    const mentioned = await storage.tickets.contentsAndFiles(id)
    assertSameSet(mentioned, [
      { content: 'head', file: 'head.txt', private: false },
      { content: 'comment', file: 'comment.txt', private: false },
      { content: 'no file', file: null, private: true },
    ])
  })

  rule('tickets: a tag is put on once and taken off once', async (storage) => {
    const { ticket } = await makeDesk(storage)
    const tag = found(await storage.tags.insert({ name: 'red', color: '#f00' }))
    const blue = found(await storage.tags.insert({ name: 'blue', color: '#00f' }))
    const id = await ticket({ ticketNumber: 5 })
    assert.equal(await storage.tickets.addTag(id, tag), true)
    assert.equal(await storage.tickets.addTag(id, tag), false)
    assert.equal(await storage.tickets.addTag(id, blue), true)
    assert.equal(await storage.tickets.removeTag(id, tag), true)
    assert.equal(await storage.tickets.removeTag(id, tag), false)
    assert.equal(await storage.tickets.addTag(id, tag), true)
    assert.deepEqual((await storage.tickets.detailsByNumber(5))?.tags, ['blue', 'red'])
  })

  rule('tickets: the author is null after the account was removed, what was sent stays', async (storage) => {
    const { ticket } = await makeDesk(storage)
    const gus = await makeUser(storage, 'Gus')
    await ticket({ ticketNumber: 5, author: { kind: 'user', id: gus }, authorName: 'Gus' })
    await storage.users.remove(gus)
    const stored = found(await storage.tickets.byNumber(5))
    assert.deepEqual([stored.author, stored.authorName], [null, 'Gus'])
  })
}
