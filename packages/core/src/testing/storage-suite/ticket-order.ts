import assert from 'node:assert/strict'
import { usualOrder } from '../../domain/tickets/index.js'
import { decidingOrder, type TicketOrder } from '../../storage/index.js'
import { at, found, makeDesk, makeStaff } from './makers.js'
import type { Rule } from './rule.js'

/** Orders that have a place for each ticket. */
const placed: readonly (readonly TicketOrder[])[] = [
  [],
  [{ by: 'id', desc: true }],
  [{ by: 'date' }, ...usualOrder],
  [{ by: 'date', desc: true }, ...usualOrder],
  [{ by: 'unreadStaff', desc: true }],
  [{ by: 'owner', desc: true }, ...usualOrder],
  [{ by: 'closed', desc: true }, ...usualOrder],
  usualOrder,
]

export function ticketOrderRules(rule: Rule): void {
  rule('ticket order: by id without any key, also the other way round', async (storage) => {
    const { ticket, ids } = await makeDesk(storage)
    const made = [await ticket({ date: at(9) }), await ticket({ date: at(1) }), await ticket({ date: at(5) })]
    assert.deepEqual(await ids({}), made)
    assert.deepEqual(await ids({}, [{ by: 'id' }]), made)
    assert.deepEqual(await ids({}, [{ by: 'id', desc: true }]), made.toReversed())
  })

  rule('ticket order: by id for somebody in many departments of a small helpdesk', async (storage) => {
    const { ticket, ids, department } = await makeDesk(storage)
    const departments = [department]
    for (let n = 0; n < 9; n++)
      departments.push(await storage.departments.insert({ name: `Department ${n}`, private: false }))
    const filter = { departments }
    assert.deepEqual(await ids(filter, [{ by: 'id', desc: true }]), [])
    const made: number[] = []
    for (const id of departments.slice(0, 5)) made.push(await ticket({ departmentId: id }))
    assert.deepEqual(await ids(filter, [{ by: 'id' }]), made)
    assert.deepEqual(await ids(filter, [{ by: 'id', desc: true }]), made.toReversed())
  })

  rule('ticket order: by date, ids breaking ties upwards whatever the direction', async (storage) => {
    const { ticket, ids } = await makeDesk(storage)
    const late = await ticket({ date: at(9) })
    const early = await ticket({ date: at(1) })
    const lateToo = await ticket({ date: at(9) })
    assert.deepEqual(await ids({}, [{ by: 'date' }]), [early, late, lateToo])
    assert.deepEqual(await ids({}, [{ by: 'date', desc: true }]), [late, lateToo, early])
  })

  rule('ticket order: by closed and by unread, no before yes', async (storage) => {
    const { ticket, ids } = await makeDesk(storage)
    const closed = await ticket({}, { closed: true, unreadStaff: false })
    const open = await ticket()
    const alsoClosed = await ticket({}, { closed: true })
    assert.deepEqual(await ids({}, [{ by: 'closed' }]), [open, closed, alsoClosed])
    assert.deepEqual(await ids({}, [{ by: 'closed', desc: true }]), [closed, alsoClosed, open])
    assert.deepEqual(await ids({}, [{ by: 'unreadStaff' }]), [closed, open, alsoClosed])
    assert.deepEqual(await ids({}, [{ by: 'unreadStaff', desc: true }]), [open, alsoClosed, closed])
  })

  rule('ticket order: by owner, tickets without one lowest', async (storage) => {
    const { stan, ticket, ids } = await makeDesk(storage)
    const olga = await makeStaff(storage, 'Olga')
    const ofOlga = await ticket({}, { owner: olga })
    const free = await ticket()
    const ofStan = await ticket({}, { owner: stan.id })
    assert.deepEqual(await ids({}, [{ by: 'owner' }]), [free, ofStan, ofOlga])
    assert.deepEqual(await ids({}, [{ by: 'owner', desc: true }]), [ofOlga, ofStan, free])
  })

  rule('ticket order: the first key has precedence', async (storage) => {
    const { stan, ticket, ids } = await makeDesk(storage)
    const closedLate = await ticket({ date: at(9) }, { closed: true })
    const openEarly = await ticket({ date: at(1) })
    const openLate = await ticket({ date: at(9) })
    const openOwned = await ticket({ date: at(5) }, { owner: stan.id })
    assert.deepEqual(await ids({}, [{ by: 'closed' }, { by: 'owner' }, { by: 'date', desc: true }]), [
      openLate,
      openEarly,
      openOwned,
      closedLate,
    ])
    assert.deepEqual(await ids({}, [{ by: 'date', desc: true }, { by: 'closed' }]), [
      openLate,
      closedLate,
      openOwned,
      openEarly,
    ])
  })

  rule('ticket order: titles that start with the text first', async (storage) => {
    const { ticket, ids } = await makeDesk(storage)
    const inside = await ticket({ title: 'My printer' })
    const start = await ticket({ title: 'Printer on fire' })
    const startToo = await ticket({ title: 'printer' })
    await ticket({ title: 'Screen' })
    const filter = { titleContains: 'PRINTER' }
    assert.deepEqual(await ids(filter, [{ by: 'titlePrefix' }]), [start, startToo, inside])
    assert.deepEqual(await ids(filter, [{ by: 'titlePrefix' }, { by: 'id', desc: true }]), [
      startToo,
      start,
      inside,
    ])
  })

  rule('ticket order: by rank: number, start of the title, title, content, comment', async (storage) => {
    const { ticket, event, ids } = await makeDesk(storage)
    const inComment = await ticket()
    await event(inComment, { content: 'see 42' })
    const inContent = await ticket({ content: 'room 42' })
    const inTitle = await ticket({ title: 'Room 42' })
    const titleStart = await ticket({ title: '42 rooms', content: '42' })
    const inNumber = await ticket({ ticketNumber: 814_215, title: '42' })
    const inTitleToo = await ticket({ title: 'Flat 42', content: 'Flat 42' })
    await event(inTitleToo, { content: '42' })
    const ranked = [inNumber, titleStart, inTitle, inTitleToo, inContent, inComment]
    assert.deepEqual(await ids({ text: '42' }, [{ by: 'rank' }]), ranked)
    assert.deepEqual(await ids({ text: '42' }, [{ by: 'rank' }, { by: 'id', desc: true }]), [
      inNumber,
      titleStart,
      inTitleToo,
      inTitle,
      inContent,
      inComment,
    ])
  })

  rule('ticket order: a page has its rows in order, and the total of all', async (storage) => {
    const { ticket } = await makeDesk(storage)
    const made: number[] = []
    for (let n = 0; n < 7; n++) made.push(await ticket({ date: at(0) }, { closed: n % 2 === 1 }))
    const page = async (offset: number, limit: number, closed?: boolean) => {
      const { tickets, total } = await storage.tickets.list({
        filter: closed === undefined ? {} : { closed },
        order: [{ by: 'date', desc: true }],
        events: false,
        offset,
        limit,
      })
      return [tickets.map((row) => row.id), total]
    }
    assert.deepEqual(await page(0, 3), [made.slice(0, 3), 7])
    assert.deepEqual(await page(3, 3), [made.slice(3, 6), 7])
    assert.deepEqual(await page(6, 3), [made.slice(6), 7])
    assert.deepEqual(await page(9, 3), [[], 7])
    assert.deepEqual(await page(1, 2, true), [[made[3], made[5]], 3])
  })

  rule('ticket order: listed tickets are those of details, with events only where asked', async (storage) => {
    const { uma, stan, ticket, event } = await makeDesk(storage)
    const red = found(await storage.tags.insert({ name: 'red', color: '#f00' }))
    const blue = found(await storage.tags.insert({ name: 'blue', color: '#00f' }))
    const fieldId = found(
      await storage.customFields.insert({ name: 'City', description: '', type: 'text', options: [] }),
    )
    await storage.users.setCustomFieldValues(uma.id, [{ fieldId, value: 'Bern', optionId: null }])
    const one = await ticket({ ticketNumber: 1 }, { owner: stan.id, tags: [blue, red] })
    const two = await ticket({ ticketNumber: 2, author: stan }, { tags: [red] })
    for (const id of [one, two, one]) await event(id)
    const expected = [
      found(await storage.tickets.detailsByNumber(1)),
      found(await storage.tickets.detailsByNumber(2)),
    ]
    const query = { filter: {}, order: [], offset: 0, limit: 10 }
    const full = await storage.tickets.list({ ...query, events: true })
    const comments = { count: 0, last: null }
    assert.deepEqual(
      full.tickets,
      expected.map((details) => ({ ...details, comments })),
    )
    const heads = await storage.tickets.list({ ...query, events: false })
    assert.deepEqual(
      heads.tickets,
      expected.map((details) => ({ ...details, events: [], comments })),
    )
  })

  rule('ticket order: a list can go on behind any of its tickets', async (storage) => {
    const { stan, ticket } = await makeDesk(storage)
    const owners = [undefined, stan.id, await makeStaff(storage, 'Otto')]
    for (let n = 0; n < 24; n++) {
      const isClosed = n % 2 === 1
      const owner = owners[n % 3]
      const isUnread = n % 4 < 2
      await ticket(
        { date: at(n % 5) },
        { closed: isClosed, unreadStaff: isUnread, ...(owner === undefined ? {} : { owner }) },
      )
    }
    for (const order of placed) {
      const query = { filter: {}, order, events: false, offset: 0 }
      const all = (await storage.tickets.list({ ...query, limit: 100 })).tickets
      for (const [index, { id, closed, unreadStaff, owner, date }] of all.entries()) {
        const values = { id, closed: Number(closed), unreadStaff: Number(unreadStaff) }
        const more = { owner: owner?.id ?? null, date: date.getTime() }
        const after = decidingOrder(order).map(
          ({ by }) => ({ ...values, ...more })[by as keyof typeof values],
        )
        const page = await storage.tickets.list({ ...query, limit: 5, after })
        const expected = all.slice(index + 1, index + 6)
        assert.deepEqual(
          page.tickets.map((row) => row.id),
          expected.map((row) => row.id),
        )
        assert.deepEqual([page.hasMore, page.total], [index + 6 < all.length, all.length])
      }
    }
  })

  rule('ticket order: lists count comments and have the last one', async (storage) => {
    const { ticket, event } = await makeDesk(storage)
    const one = await ticket({ ticketNumber: 1 })
    await ticket({ ticketNumber: 2 })
    await event(one)
    const shown = await event(one)
    const hidden = await event(one, { private: true })
    await event(one, { type: 'CLOSE', content: null, private: null })
    const query = { filter: {}, order: [], events: false, offset: 0, limit: 10 }
    const comments = async (which: 'public' | 'all') =>
      (await storage.tickets.list({ ...query, comments: which })).tickets.map((row) => row.comments)
    const events = found(await storage.tickets.detailsByNumber(1)).events
    const none = { count: 0, last: null }
    const byId = (id: number) => found(events.find((each) => each.id === id))
    assert.deepEqual(await comments('public'), [{ count: 2, last: byId(shown) }, none])
    assert.deepEqual(await comments('all'), [{ count: 3, last: byId(hidden) }, none])
  })

  rule('ticket order: the details of a ticket have a page of its events', async (storage) => {
    const { ticket, event } = await makeDesk(storage)
    const id = await ticket({ ticketNumber: 1 })
    const made: number[] = []
    for (let n = 0; n < 5; n++) made.push(await event(id, { private: n === 3 }))
    await event(await ticket({ ticketNumber: 2 }))
    const head = found(await storage.tickets.byNumber(1))
    const page = async (limit: number, isPrivate: boolean, before?: number) => {
      const { details, hasEarlier } = await storage.tickets.detailsOf(head, {
        before,
        limit,
        private: isPrivate,
      })
      const all = found(await storage.tickets.detailsByNumber(1))
      const events = all.events.filter((each) => details.events.some((other) => other.id === each.id))
      assert.deepEqual(details, { ...all, events })
      return [details.events.map((each) => each.id), hasEarlier]
    }
    assert.deepEqual(await page(2, true), [made.slice(3), true])
    assert.deepEqual(await page(2, true, made[3]), [made.slice(1, 3), true])
    assert.deepEqual(await page(2, true, made[1]), [made.slice(0, 1), false])
    assert.deepEqual(await page(5, true), [made, false])
    assert.deepEqual(await page(2, false), [[made[2], made[4]], true])
  })
}
