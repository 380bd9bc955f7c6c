import assert from 'node:assert/strict'
import type { Statistics, StatisticsFilter, Storage } from '../../storage/index.js'
import { memoryStorage } from '../../storage/memory/index.js'
import { at, found, makeDesk, makeStaff } from './makers.js'
import { numbers } from './numbers.js'
import type { Rule } from './rule.js'

const steps = 90
const day = 24 * 60

/** A helpdesk, which does what it is told. Tickets, departments and staff members are named by their order. */
async function player(storage: Storage) {
  const desk = await makeDesk(storage)
  const departments = [desk.department]
  const staff = [desk.stan.id]
  const tag = found(await storage.tags.insert({ name: 'all', color: '#abc' }))
  const tickets: number[] = []
  const ticketOf = (place: number) => tickets[place % tickets.length] ?? 0
  const departmentOf = (place: number) => departments[Math.abs(place) % departments.length] ?? 0
  const staffOf = (place: number) => staff[place % staff.length] ?? 0
  for (const name of ['Sales', 'Repairs', 'Returns'])
    departments.push(await storage.departments.insert({ name, private: false }))
  for (const name of ['Olga', 'Otto']) staff.push(await makeStaff(storage, name))
  return {
    departments,
    tag,
    /** Does one of these, with some numbers. */
    actions: {
      create: async (minutes: number, place: number) => {
        tickets.push(
          await desk.ticket({ date: at(minutes), departmentId: departmentOf(place) }, { tags: [tag] }),
        )
      },
      comment: async (place: number, minutes: number, kind: number) => {
        const author = kind === 0 ? desk.uma : ({ kind: 'staff', id: staffOf(kind) } as const)
        await storage.tickets.addEvent(ticketOf(place), {
          type: 'COMMENT',
          content: 'A comment',
          author,
          date: at(minutes),
          file: null,
          private: minutes % 4 === 0,
        })
      },
      close: async (place: number, minutes: number) => {
        await storage.tickets.update(ticketOf(place), {
          closed: true,
          firstClosedAt: at(minutes),
          lastClosedAt: at(minutes + 7),
        })
      },
      reopen: async (place: number) => {
        await storage.tickets.update(ticketOf(place), { closed: false, reopened: true })
      },
      move: async (place: number, to: number, hops: number) => {
        await storage.tickets.update(ticketOf(place), {
          departmentId: departmentOf(to),
          totalDepartments: hops,
        })
      },
      assign: async (place: number, to: number) => {
        await storage.tickets.assign(ticketOf(place), staffOf(to), { unread: false })
      },
      remove: async (place: number) => {
        const [gone] = tickets.splice(place % tickets.length, 1)
        await storage.tickets.remove(gone ?? 0)
      },
      removeThese: async (place: number) => {
        await storage.tickets.removeThese(tickets.splice(place % tickets.length, 2))
      },
      removeDepartment: async (place: number) => {
        if (departments.length < 2) return
        const [gone = 0] = departments.splice(1 + (place % (departments.length - 1)), 1)
        if (place % 2 === 0)
          await storage.tickets.moveThese(await storage.tickets.firstIn(gone, 1000), departmentOf(place))
        await storage.departments.remove(gone)
      },
      removeStaff: async (place: number) => {
        if (staff.length < 2) return
        const [gone = 0] = staff.splice(1 + (place % (staff.length - 1)), 1)
        while (!(await storage.staff.leaveAuthored(gone, 1)));
        await storage.staff.remove(gone)
      },
      rollBack: async (minutes: number) => {
        const failed = storage.transaction(async (tx) => {
          await tx.tickets.update(ticketOf(minutes), {
            closed: minutes % 2 === 0,
            firstClosedAt: at(minutes),
          })
          throw new Error('rolled back')
        })
        await assert.rejects(failed, /rolled back/)
      },
      refresh: async () => {
        await storage.tickets.refreshStatistics()
      },
    },
  }
}

type Action = keyof Awaited<ReturnType<typeof player>>['actions']

/** The more often an action is here, the more often it happens. */
const common: readonly Action[] = ['create', 'create', 'comment', 'comment', 'close', 'move', 'refresh']
const rare: readonly Action[] = ['reopen', 'assign', 'remove', 'removeThese', 'rollBack', 'refresh', 'create']
const last: readonly Action[] = ['removeDepartment', 'removeStaff']

/** Returns filters by department and by dates, whole days or not. */
function filtersOf(
  departments: readonly number[],
  next: (bound: number) => number,
  spread: number,
): StatisticsFilter[] {
  const start = (next(8) - 4) * spread * day
  const range = { from: at(start + next(day)), to: at(start + next(5 * spread) * day + day + next(day)) }
  const midnight = (minutes: number) => new Date(Math.floor(at(minutes).getTime() / 86_400_000) * 86_400_000)
  const days = { from: midnight(start), to: new Date(midnight(start + 3 * spread * day).getTime() - 60_000) }
  const some = departments.slice(next(departments.length))
  return [
    {},
    { dateRange: range },
    { dateRange: days },
    { departments: some },
    { departments: some, dateRange: range },
    { departments: some, timeZone: 'America/New_York' },
    { timeZone: 'Asia/Kolkata' },
  ]
}

export function statisticsHistoryRules(rule: Rule): void {
  // The days of the first two are near each other, and those of the third in many months.
  for (const [seed, spread] of [
    [1, 1],
    [2, 1],
    [3, 40],
  ] as const) {
    rule(`statistics: the figures that are kept are those of a count, history ${seed}`, async (storage) => {
      const next = numbers(seed)
      const counted = memoryStorage()
      const [here, there] = [await player(storage), await player(counted)]
      const compare = async () => {
        const [one, other] = [
          filtersOf(here.departments, numbers(seed), spread),
          filtersOf(there.departments, numbers(seed), spread),
        ]
        for (const [place, filter] of one.entries()) {
          const expected: Statistics = await counted.tickets.statistics(other[place] ?? {})
          assert.deepEqual(await storage.tickets.statistics(filter), expected, JSON.stringify(filter))
        }
        const all = await storage.tickets.statistics({})
        assert.deepEqual(await storage.tickets.statistics({ tags: [here.tag] }), all)
      }
      for (let step = 0; step < steps; step++) {
        const choice = step % 30 === 29 ? last : next(3) > 0 ? common : rare
        const action = (step < 8 ? 'create' : choice[next(choice.length)]) ?? 'create'
        // Closings and comments may be before the creation: the clock may have been set back.
        const minutes = () => next(9 * spread * day) - 4 * spread * day
        const given = [minutes(), minutes(), next(4)] as const
        const positive = given.map(Math.abs) as unknown as typeof given
        const [first, second, third] = action === 'create' ? given : positive
        for (const { actions } of [here, there]) await actions[action](first, second, third)
        if (step % 10 === 9) await compare()
      }
      while (await storage.tickets.refreshStatistics());
      await compare()
      await storage.tickets.removeAll()
      await counted.tickets.removeAll()
      await compare()
      while (await storage.tickets.refreshStatistics());
      await compare()
      await counted.close()
    })
  }
}
