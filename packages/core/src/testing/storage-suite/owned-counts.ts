import assert from 'node:assert/strict'
import type { Storage } from '../../storage/index.js'
import { at, makeDesk, makeStaff } from './makers.js'
import { numbers } from './numbers.js'
import type { Rule } from './rule.js'

const steps = 150

/** Asserts that the number of tickets of each member is that of a count. */
async function assertCounted(storage: Storage, when: string): Promise<void> {
  const counted = async (filter: object) => {
    const page = { filter, order: [], events: false, offset: 0, limit: 1 }
    return (await storage.tickets.list(page)).total
  }
  for (const { id, assignedTickets, closedTickets } of await storage.staff.all()) {
    const expected = [await counted({ owners: [id] }), await counted({ owners: [id], closed: true })]
    assert.deepEqual([assignedTickets, closedTickets], expected, `${when}, member ${id}`)
  }
}

/** A helpdesk, which does what it is told. Tickets, departments and staff members are named by their order. */
async function player(storage: Storage) {
  const desk = await makeDesk(storage)
  const departments = [desk.department, await storage.departments.insert({ name: 'Sales', private: false })]
  const staff = [desk.stan.id, await makeStaff(storage, 'Olga'), await makeStaff(storage, 'Otto')]
  const tickets: number[] = []
  const owners = new Map<number, number>()
  let joined = 0
  const one = <T>(list: readonly T[], place: number) => list[place % list.length] as T
  const change = async (of: Storage, place: number) => {
    const id = one(tickets, place)
    await of.tickets.update(id, { closed: place % 3 > 0, unread: place % 2 === 0 })
    await of.tickets.assign(id, one(staff, place), { unread: false })
  }
  const actions = {
    create: async (place: number) => {
      tickets.push(await desk.ticket({ departmentId: one(departments, place) }))
    },
    switch: async (place: number) => {
      await storage.tickets.update(one(tickets, place), { closed: place % 3 > 0 })
    },
    mark: async (place: number) => {
      await storage.tickets.update(one(tickets, place), { unread: place % 2 === 0 })
    },
    move: async (place: number) => {
      await storage.tickets.update(one(tickets, place), { departmentId: one(departments, place + 1) })
    },
    assign: async (place: number, to: number) => {
      const id = one(tickets, place)
      if (await storage.tickets.assign(id, one(staff, to), { unread: false })) owners.set(id, one(staff, to))
    },
    unAssign: async (place: number, from: number) => {
      const id = one(tickets, place)
      // Mostly by the owner.
      const owner = from % 4 > 0 ? owners.get(id) : undefined
      await storage.tickets.unAssign(id, owner ?? one(staff, from), { unread: true })
    },
    releaseOutside: async (place: number, to: number) => {
      await storage.tickets.releaseOutside(one(staff, place), [one(departments, to)])
    },
    releaseThese: async (place: number, to: number) => {
      const some = [...new Set([one(tickets, place), one(tickets, place + 1), one(tickets, place + 2)])]
      await storage.tickets.releaseThese(some, one(departments, to), at(place))
    },
    remove: async (place: number, unowned: number) => {
      const [gone = 0] = tickets.splice(place % tickets.length, 1)
      const isUnowned = unowned % 3 === 0
      // Otherwise, few of those that are removed would have an owner.
      if (!isUnowned) await storage.tickets.assign(gone, one(staff, place), { unread: false })
      if (!(await storage.tickets.remove(gone, { unowned: isUnowned }))) tickets.push(gone)
    },
    removeThese: async (place: number) => {
      await storage.tickets.removeThese(tickets.splice(place % tickets.length, 3))
    },
    removeStaff: async (place: number) => {
      const [gone = 0] = staff.splice(place % staff.length, 1)
      await storage.staff.releaseOwned(gone, 2)
      await storage.staff.remove(gone)
      staff.push(await makeStaff(storage, `Ned${joined++}`))
    },
    together: async (place: number) => {
      await storage.transaction((tx) => change(tx, place))
    },
    rollBack: async (place: number) => {
      const failed = storage.transaction(async (tx) => {
        await change(tx, place)
        await tx.tickets.removeThese([one(tickets, place + 1)])
        throw new Error('rolled back')
      })
      await assert.rejects(failed, /rolled back/)
    },
    refresh: async () => {
      // It may correct what is wrong.
      await assertCounted(storage, 'before a refresh')
      await storage.tickets.refreshStatistics()
    },
  }
  return actions
}

type Action = keyof Awaited<ReturnType<typeof player>>

/** The more often an action is here, the more often it happens. */
const common: readonly Action[] = ['create', 'assign', 'assign', 'assign', 'switch', 'switch']
const rare: readonly Action[] = [
  'unAssign',
  'unAssign',
  'move',
  'mark',
  'releaseOutside',
  'releaseThese',
  'remove',
  'removeThese',
  'together',
  'rollBack',
  'refresh',
  'refresh',
]

export function ownedCountRules(rule: Rule): void {
  for (const seed of [1, 2, 3]) {
    rule(`owners: the numbers of their tickets are those of a count, history ${seed}`, async (storage) => {
      const next = numbers(seed)
      const actions = await player(storage)
      for (let step = 0; step < steps; step++) {
        const choice = next(3) > 0 ? common : rare
        const action = step % 40 === 39 ? 'removeStaff' : (choice[next(choice.length)] ?? 'create')
        await actions[step < 12 ? 'create' : action](next(1000), next(1000))
        if (step % 10 === 9) await assertCounted(storage, `after ${action} in step ${step}`)
      }
      await assertCounted(storage, 'after all')
      while (await storage.tickets.refreshStatistics());
      await assertCounted(storage, 'after a refresh')
      await storage.tickets.removeAll()
      await assertCounted(storage, 'without tickets')
      while (await storage.tickets.refreshStatistics());
      await assertCounted(storage, 'without tickets, after a refresh')
    })
  }
}
