import assert from 'node:assert/strict'
import type { Storage } from '../../storage/index.js'
import { at, found, makeDesk, makeStaff } from './makers.js'
import type { Rule } from './rule.js'

const state = async (storage: Storage, ticketNumber: number) => {
  const { owner, totalOwners, unread, unreadStaff } = found(await storage.tickets.byNumber(ticketNumber))
  return { owner: owner?.id ?? null, totalOwners, unread, unreadStaff }
}

export function ticketOwnerRules(rule: Rule): void {
  rule(
    'owners: only a ticket without an owner is assigned, and each assignment is counted',
    async (storage) => {
      const { stan, ticket } = await makeDesk(storage)
      const olga = await makeStaff(storage, 'Olga')
      const id = await ticket({ ticketNumber: 5 })
      assert.equal(await storage.tickets.assign(id, stan.id, { unread: true }), true)
      const taken = { owner: stan.id, totalOwners: 1, unread: true, unreadStaff: true }
      assert.deepEqual(await state(storage, 5), taken)
      assert.equal(await storage.tickets.assign(id, olga, { unread: false }), false)
      assert.equal(await storage.tickets.assign(id, stan.id, { unread: false }), false)
      assert.deepEqual(await state(storage, 5), taken)
      assert.equal(await storage.tickets.unAssign(id, stan.id, { unread: false }), true)
      assert.equal(await storage.tickets.assign(id, olga, { unread: false }), true)
      assert.deepEqual(await state(storage, 5), {
        owner: olga,
        totalOwners: 2,
        unread: false,
        unreadStaff: true,
      })
      assert.equal(await storage.tickets.assign(99, olga, { unread: false }), false)
    },
  )

  rule('owners: two concurrent assignments give the ticket to one', async (storage) => {
    const { stan, ticket } = await makeDesk(storage)
    const olga = await makeStaff(storage, 'Olga')
    const id = await ticket({ ticketNumber: 5 })
    const take = (owner: number) => storage.tickets.assign(id, owner, { unread: false })
    const results = await Promise.all([take(stan.id), take(olga)])
    assert.deepEqual(results.toSorted(), [false, true])
    const after = await state(storage, 5)
    assert.deepEqual([after.owner, after.totalOwners], [results[0] ? stan.id : olga, 1])
  })

  rule('owners: unassigning requires the named owner', async (storage) => {
    const { stan, ticket } = await makeDesk(storage)
    const olga = await makeStaff(storage, 'Olga')
    const id = await ticket({ ticketNumber: 5 }, { owner: stan.id })
    assert.equal(await storage.tickets.unAssign(id, olga, { unread: true }), false)
    assert.deepEqual(await state(storage, 5), {
      owner: stan.id,
      totalOwners: 1,
      unread: false,
      unreadStaff: true,
    })
    assert.equal(await storage.tickets.unAssign(id, stan.id, { unread: true }), true)
    assert.deepEqual(await state(storage, 5), {
      owner: null,
      totalOwners: 1,
      unread: true,
      unreadStaff: true,
    })
    assert.equal(await storage.tickets.unAssign(id, stan.id, { unread: true }), false)
    assert.equal(await storage.tickets.unAssign(99, stan.id, { unread: true }), false)
  })

  rule('owners: an owner is linked to the ticket while owning it, an author permanently', async (storage) => {
    const { stan, ticket, ids } = await makeDesk(storage)
    const linkedToStaff = stan.id
    const owned = await ticket({}, { owner: stan.id })
    const written = await ticket({ author: stan }, { owner: stan.id })
    assert.deepEqual(await ids({ linkedToStaff }), [owned, written])
    for (const id of [owned, written]) await storage.tickets.unAssign(id, stan.id, { unread: false })
    assert.deepEqual(await ids({ linkedToStaff }), [written])
    await storage.tickets.assign(owned, stan.id, { unread: false })
    assert.deepEqual(await ids({ linkedToStaff }), [owned, written])
  })

  rule('owners: tickets outside some departments are released, flags and authors stay', async (storage) => {
    const { department, stan, ticket, ids } = await makeDesk(storage)
    const sales = await storage.departments.insert({ name: 'Sales', private: false })
    const olga = await makeStaff(storage, 'Olga')
    const inside = await ticket({}, { owner: stan.id })
    const outside = await ticket(
      { ticketNumber: 5, departmentId: sales },
      { owner: stan.id, unread: true, unreadStaff: false },
    )
    const written = await ticket({ ticketNumber: 6, departmentId: sales, author: stan }, { owner: stan.id })
    const foreign = await ticket({ departmentId: sales }, { owner: olga })
    assert.deepEqual(await storage.tickets.ownedOutside(stan.id, [department]), [5, 6])
    await storage.tickets.releaseOutside(stan.id, [department])
    assert.deepEqual(await ids({ owners: [stan.id] }), [inside])
    assert.deepEqual(await ids({ owners: [olga] }), [foreign])
    assert.deepEqual(await ids({ linkedToStaff: stan.id }), [inside, written])
    assert.deepEqual(await ids({ assigned: false }), [outside, written])
    assert.deepEqual(await state(storage, 5), {
      owner: null,
      totalOwners: 1,
      unread: true,
      unreadStaff: false,
    })
    assert.deepEqual((await storage.tickets.detailsByNumber(5))?.events, [])
    await storage.tickets.releaseOutside(stan.id, [])
    assert.deepEqual(await ids({ owners: [stan.id] }), [])
  })

  rule(
    'owners: tickets are taken from those who do not serve a department, with an event each',
    async (storage) => {
      const { stan, ticket, ids } = await makeDesk(storage)
      const sales = await storage.departments.insert({ name: 'Sales', private: false })
      const olga = await makeStaff(storage, 'Olga')
      const ned = await makeStaff(storage, 'Ned')
      const first = await ticket({ ticketNumber: 5 }, { owner: stan.id, unread: false, unreadStaff: false })
      const written = await ticket({ ticketNumber: 6, author: stan }, { owner: stan.id })
      const ofOlga = await ticket({ ticketNumber: 7 }, { owner: olga })
      const ofNed = await ticket({ ticketNumber: 8 }, { owner: ned })
      const elsewhere = await ticket({ ticketNumber: 9, departmentId: sales }, { owner: stan.id })
      await storage.staff.setDepartments(ned, [sales])
      assert.deepEqual(await storage.tickets.releaseThese([], sales, at(9)), [])
      assert.deepEqual(await storage.tickets.releaseThese([ofOlga, ofNed, written, first], sales, at(9)), [
        { ticketNumber: 5, ownerId: stan.id },
        { ticketNumber: 6, ownerId: stan.id },
        { ticketNumber: 7, ownerId: olga },
      ])
      assert.deepEqual(await storage.tickets.releaseThese([ofOlga, ofNed], sales, at(9)), [])
      assert.deepEqual(await ids({ assigned: false }), [first, written, ofOlga])
      assert.deepEqual(await ids({ owners: [stan.id, ned] }), [ofNed, elsewhere])
      assert.deepEqual(await ids({ linkedToStaff: stan.id }), [written, elsewhere])
      assert.deepEqual(await ids({ linkedToStaff: olga }), [])
      assert.deepEqual(await state(storage, 5), {
        owner: null,
        totalOwners: 1,
        unread: true,
        unreadStaff: false,
      })
      const details = found(await storage.tickets.detailsByNumber(7))
      assert.deepEqual(
        details.events.map(({ type, content, author, date, private: isPrivate, edited }) => [
          type,
          content,
          author?.id,
          date,
          isPrivate,
          edited,
        ]),
        [['UN_ASSIGN', 'Olga', olga, at(9), null, false]],
      )
      assert.deepEqual((await storage.tickets.detailsByNumber(8))?.events, [])
    },
  )
}
