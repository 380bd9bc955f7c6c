import assert from 'node:assert/strict'
import type { TicketFilter } from '../../storage/index.js'
import { at, found, makeDesk, makeStaff, makeUser } from './makers.js'
import type { Rule } from './rule.js'

export function ticketFilterRules(rule: Rule): void {
  rule('ticket filters: none asked, every ticket matches', async (storage) => {
    const { ticket, ids } = await makeDesk(storage)
    assert.deepEqual(await ids({}), [])
    const all = [await ticket(), await ticket({}, { closed: true })]
    assert.deepEqual(await ids({}), all)
  })

  rule('ticket filters: an empty list matches nothing', async (storage) => {
    const { stan, ticket, ids } = await makeDesk(storage)
    await ticket({ author: stan }, { owner: stan.id })
    const empty: TicketFilter[] = [
      { anyOf: [] },
      { anyOf: [{ departments: [] }] },
      { departments: [] },
      { authors: [] },
      { owners: [] },
      { tags: [] },
    ]
    for (const filter of empty) assert.deepEqual(await ids(filter), [], JSON.stringify(filter))
  })

  rule('ticket filters: departments', async (storage) => {
    const { department, ticket, ids } = await makeDesk(storage)
    const sales = await storage.departments.insert({ name: 'Sales', private: false })
    const [a, b] = [await ticket(), await ticket({ departmentId: sales })]
    assert.deepEqual(await ids({ departments: [department] }), [a])
    assert.deepEqual(await ids({ departments: [sales, department, sales] }), [a, b])
    assert.deepEqual(await ids({ departments: [99] }), [])
  })

  rule('ticket filters: authors, users and staff of the same id being different', async (storage) => {
    const { uma, stan, ticket, ids } = await makeDesk(storage)
    assert.equal(uma.id, stan.id)
    const gus = { kind: 'user', id: await makeUser(storage, 'Gus') } as const
    const byUma = await ticket()
    const byStan = await ticket({ author: stan })
    const byGus = await ticket({ author: gus })
    assert.deepEqual(await ids({ authors: [uma] }), [byUma])
    assert.deepEqual(await ids({ authors: [stan] }), [byStan])
    assert.deepEqual(await ids({ authors: [gus, stan] }), [byStan, byGus])
    assert.deepEqual(await ids({ authors: [{ kind: 'staff', id: gus.id }] }), [])
  })

  rule('ticket filters: owners, assigned or not', async (storage) => {
    const { stan, ticket, ids } = await makeDesk(storage)
    const olga = await makeStaff(storage, 'Olga')
    const free = await ticket()
    const ofStan = await ticket({}, { owner: stan.id })
    const ofOlga = await ticket({}, { owner: olga })
    assert.deepEqual(await ids({ owners: [olga] }), [ofOlga])
    assert.deepEqual(await ids({ owners: [olga, stan.id] }), [ofStan, ofOlga])
    assert.deepEqual(await ids({ assigned: true }), [ofStan, ofOlga])
    assert.deepEqual(await ids({ assigned: false }), [free])
  })

  rule('ticket filters: closed or open, unread or read', async (storage) => {
    const { ticket, ids } = await makeDesk(storage)
    const openUnread = await ticket()
    const openRead = await ticket({}, { unreadStaff: false })
    const closedUnread = await ticket({}, { closed: true })
    assert.deepEqual(await ids({ closed: true }), [closedUnread])
    assert.deepEqual(await ids({ closed: false }), [openUnread, openRead])
    assert.deepEqual(await ids({ unreadStaff: true }), [openUnread, closedUnread])
    assert.deepEqual(await ids({ unreadStaff: false }), [openRead])
    const guests = await ticket({ unproved: true })
    assert.deepEqual(await ids({ unproved: true }), [guests])
    assert.deepEqual(await ids({ unproved: false }), [openUnread, openRead, closedUnread])
  })

  rule(
    'ticket filters: one of the tags is enough, and a ticket with two of them counts once',
    async (storage) => {
      const { ticket, ids } = await makeDesk(storage)
      const red = found(await storage.tags.insert({ name: 'red', color: '#f00' }))
      const blue = found(await storage.tags.insert({ name: 'blue', color: '#00f' }))
      await ticket()
      const one = await ticket({}, { tags: [red] })
      const two = await ticket({}, { tags: [red, blue] })
      assert.deepEqual(await ids({ tags: [blue] }), [two])
      assert.deepEqual(await ids({ tags: [red, blue] }), [one, two])
      assert.deepEqual(await ids({ tags: [99] }), [])
    },
  )

  rule('ticket filters: a range of dates has both ends', async (storage) => {
    const { ticket, ids } = await makeDesk(storage)
    await ticket({ date: at(0) })
    const inside = [
      await ticket({ date: at(1) }),
      await ticket({ date: at(2) }),
      await ticket({ date: at(3) }),
    ]
    await ticket({ date: at(4) })
    assert.deepEqual(await ids({ dateRange: { from: at(1), to: at(3) } }), inside)
    assert.deepEqual(await ids({ dateRange: { from: at(2), to: at(2) } }), [inside[1]])
    assert.deepEqual(await ids({ dateRange: { from: at(5), to: at(6) } }), [])
  })

  rule('ticket filters: linked to a staff member as owner or author', async (storage) => {
    const { stan, ticket, ids } = await makeDesk(storage)
    const olga = await makeStaff(storage, 'Olga')
    await ticket()
    const owned = await ticket({}, { owner: stan.id })
    const written = await ticket({ author: stan }, { owner: olga })
    await ticket({}, { owner: olga })
    assert.deepEqual(await ids({ linkedToStaff: stan.id }), [owned, written])
  })

  rule('ticket filters: one of the scopes is enough, within a scope everything holds', async (storage) => {
    const { department, stan, ticket, ids } = await makeDesk(storage)
    const sales = await storage.departments.insert({ name: 'Sales', private: false })
    const here = await ticket()
    await ticket({ departmentId: sales })
    const ownElsewhere = await ticket({ departmentId: sales, author: stan })
    const ownHere = await ticket({ author: stan })
    const [mine, support] = [{ writtenByStaff: stan.id }, { departments: [department] }]
    assert.deepEqual(await ids({ anyOf: [mine] }), [ownElsewhere, ownHere])
    assert.deepEqual(await ids({ anyOf: [support, mine] }), [here, ownElsewhere, ownHere])
    assert.deepEqual(await ids({ anyOf: [{ ...support, ...mine }] }), [ownHere])
    assert.deepEqual(await ids({ anyOf: [{ departments: [] }, mine] }), [ownElsewhere, ownHere])
    assert.deepEqual(await ids({ anyOf: [{ departments: [], ...mine }] }), [])
    assert.deepEqual(await ids({ anyOf: [support, mine], closed: true }), [])
  })

  rule('ticket filters: conditions hold together', async (storage) => {
    const { department, uma, stan, ticket, event, ids } = await makeDesk(storage)
    const sales = await storage.departments.insert({ name: 'Sales', private: false })
    const red = found(await storage.tags.insert({ name: 'red', color: '#f00' }))
    const base = { title: 'The printer', date: at(5) }
    const kept = { owner: stan.id, tags: [red], closed: true, unreadStaff: false }
    const wanted = await ticket(base, kept)
    await event(wanted, { content: 'toner' })
    for (const [change, state] of [
      [{ title: 'The screen' }, {}],
      [{ departmentId: sales }, {}],
      [{ author: stan }, {}],
      [{ date: at(9) }, {}],
      [{}, { tags: [] }],
      [{}, { closed: false }],
      [{}, { unreadStaff: true }],
    ] as const) {
      await event(await ticket({ ...base, ...change }, { ...kept, ...state }), { content: 'toner' })
    }
    const { owner: _, ...unowned } = kept
    await event(await ticket(base, unowned), { content: 'toner' })
    await ticket(base, kept)
    const filter: TicketFilter = {
      anyOf: [{ departments: [department] }, { writtenByStaff: stan.id }],
      departments: [department],
      authors: [uma],
      owners: [stan.id],
      assigned: true,
      linkedToStaff: stan.id,
      tags: [red],
      closed: true,
      unreadStaff: false,
      dateRange: { from: at(0), to: at(8) },
      titleContains: 'PRINTER',
      text: 'Toner',
    }
    assert.deepEqual(await ids(filter), [wanted])
  })
}
