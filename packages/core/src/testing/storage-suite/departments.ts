import assert from 'node:assert/strict'
import { found, makeDesk, makeStaff } from './makers.js'
import type { Rule } from './rule.js'

export function departmentRules(rule: Rule): void {
  rule('departments: by id, by name without case, all by id', async (storage) => {
    const { departments } = storage
    assert.deepEqual(await departments.all(), [])
    const support = await departments.insert({ name: 'Support', private: false })
    const sales = await departments.insert({ name: 'Sales', private: true })
    const stored = [
      { id: support, name: 'Support', owners: 0, private: false },
      { id: sales, name: 'Sales', owners: 0, private: true },
    ]
    assert.deepEqual([support, sales], [1, 2])
    assert.deepEqual(await departments.all(), stored)
    assert.deepEqual(await departments.byId(sales), stored[1])
    assert.deepEqual(await departments.byName('sUPPORT'), stored[0])
    assert.equal(await departments.byId(3), undefined)
    assert.equal(await departments.byName('Supp'), undefined)
    assert.equal(await departments.byName('Suppor_'), undefined)
  })

  rule(
    'departments: an update keeps the owners, and tells whether the department is there',
    async (storage) => {
      const { departments } = storage
      const id = await departments.insert({ name: 'Support', private: false })
      await storage.staff.setDepartments(await makeStaff(storage, 'Stan'), [id])
      const patch = { name: 'Help', private: true }
      assert.equal(await departments.update(id, patch), true)
      assert.deepEqual(await departments.byId(id), { id, ...patch, owners: 1 })
      assert.equal(await departments.update(id, patch), true)
      assert.equal(await departments.update(99, patch), false)
    },
  )

  rule('departments: a department is removed with its memberships', async (storage) => {
    const { departments, staff } = storage
    const stan = await makeStaff(storage, 'Stan')
    const a = await departments.insert({ name: 'A', private: false })
    const b = await departments.insert({ name: 'B', private: false })
    await staff.setDepartments(stan, [a, b])
    assert.equal(await departments.remove(b), true)
    assert.equal(await departments.remove(b), false)
    assert.deepEqual(await staff.departmentIds(stan), [a])
    assert.equal(await departments.insert({ name: 'C', private: false }), b + 1)
  })

  rule('departments: moved tickets are otherwise unchanged', async (storage) => {
    const { department, stan, ticket, ids } = await makeDesk(storage)
    const sales = await storage.departments.insert({ name: 'Sales', private: true })
    const other = await storage.departments.insert({ name: 'Other', private: false })
    const moved = await ticket({ ticketNumber: 5 }, { owner: stan.id })
    const stays = await ticket({ departmentId: other })
    const before = found(await storage.tickets.detailsByNumber(5))
    const last = await ticket({ ticketNumber: 6 })
    assert.deepEqual(await storage.tickets.firstIn(department, 1), [moved])
    assert.deepEqual(await storage.tickets.firstIn(department, 9), [moved, last])
    await storage.tickets.moveThese([], sales)
    await storage.tickets.moveThese([moved], sales)
    assert.deepEqual(await storage.tickets.detailsByNumber(5), {
      ...before,
      department: { id: sales, name: 'Sales', private: true },
    })
    assert.deepEqual(await ids({ departments: [sales] }), [moved])
    assert.deepEqual(await ids({ departments: [other] }), [stays])
    assert.deepEqual(await ids({ departments: [department] }), [last])
    assert.equal(await storage.departments.remove(department), true)
  })

  rule('departments: a hidden one exists for its tickets alone', async (storage) => {
    const { departments, staff, tickets } = storage
    const { department, stan, ticket, ids } = await makeDesk(storage)
    const sales = await departments.insert({ name: 'Sales', private: false })
    const orders = await departments.insert({ name: 'Orders', private: false })
    await staff.setDepartments(stan.id, [department, sales])
    await ticket({ ticketNumber: 5 })
    assert.equal(await departments.hidden(), undefined)
    const before = found(await departments.byId(department))
    await departments.hide(department, sales)
    assert.deepEqual(await departments.hidden(), { id: department, into: sales })
    assert.equal(await departments.byId(department), undefined)
    assert.equal(await departments.byName(before.name), undefined)
    assert.deepEqual(
      (await departments.all()).map(({ id }) => id),
      [sales, orders],
    )
    assert.deepEqual(await staff.departmentIds(stan.id), [sales])
    assert.deepEqual((await tickets.byNumber(5))?.department?.name, before.name)
    assert.deepEqual(await ids({ departments: [department] }), await tickets.firstIn(department, 9))
    // Its tickets count as those of the target, and follow it.
    assert.deepEqual(
      [await departments.hasUserTickets(sales), await departments.hasUserTickets(orders)],
      [true, false],
    )
    await departments.hide(sales, orders)
    assert.deepEqual(await departments.hidden(), { id: department, into: orders })
    assert.equal(await departments.hasUserTickets(orders), true)
    assert.equal(await departments.remove(department), true)
    assert.deepEqual(await departments.hidden(), { id: sales, into: orders })
    assert.equal(await departments.remove(sales), true)
    assert.equal(await departments.hidden(), undefined)
  })

  rule('departments: whether a user has written a ticket in it, staff do not count', async (storage) => {
    const { department, stan, ticket } = await makeDesk(storage)
    const sales = await storage.departments.insert({ name: 'Sales', private: false })
    const has = () => storage.departments.hasUserTickets(department)
    assert.equal(await has(), false)
    await ticket({ author: stan })
    await ticket({ departmentId: sales })
    assert.equal(await has(), false)
    await ticket()
    assert.equal(await has(), true)
  })
}
