import assert from 'node:assert/strict'
import type { Statistics, StatisticsFilter, Storage } from '../../storage/index.js'
import { at, found, makeDesk, makeStaff } from './makers.js'
import type { Rule } from './rule.js'

const none = (places: number) => new Array<number>(places).fill(0)

const nothing: Statistics = {
  created: 0,
  open: 0,
  closed: 0,
  instant: 0,
  reopened: 0,
  createdByHour: none(24),
  createdByWeekday: none(7),
  averageFirstReply: 0,
  averageFirstClosed: 0,
  averageLastClosed: 0,
  averageDepartmentHops: 0,
  averageStaffHops: 0,
}

/** Zeros, except at some indexes. */
const counts = (places: number, some: Readonly<Record<number, number>>) =>
  none(places).map((_, place) => some[place] ?? 0)

const makeTag = async (storage: Storage, name: string) =>
  found(await storage.tags.insert({ name, color: '#abc' }))

export function statisticsRules(rule: Rule): void {
  rule('statistics: only zeros without tickets', async (storage) => {
    assert.deepEqual(await storage.tickets.statistics({}), nothing)
    const { ticket } = await makeDesk(storage)
    await ticket()
    const beforeAll = { dateRange: { from: at(-9), to: at(-8) } }
    assert.deepEqual(await storage.tickets.statistics(beforeAll), nothing)
    for (const filter of [{ departments: [] }, { tags: [] }, { owners: [] }]) {
      assert.deepEqual(await storage.tickets.statistics(filter), nothing)
    }
  })

  rule('statistics: open, closed, and ever opened again', async (storage) => {
    const { ticket } = await makeDesk(storage)
    await ticket()
    await ticket({}, { reopened: true })
    await ticket({}, { closed: true })
    await ticket({}, { closed: true, reopened: true })
    await ticket({}, { closed: true })
    const { created, open, closed, reopened } = await storage.tickets.statistics({})
    assert.deepEqual({ created, open, closed, reopened }, { created: 5, open: 2, closed: 3, reopened: 2 })
  })

  rule('statistics: hours of the day and weekdays, in UTC, from Monday on', async (storage) => {
    const { ticket } = await makeDesk(storage)
    const moments = [
      // A leap day that was a Thursday, the end of a Sunday, the start of a Monday and of a year.
      '2024-02-29T00:00Z',
      '2026-03-01T23:59Z',
      '2026-03-02T00:00Z',
      '2027-01-01T00:00Z',
      '1997-06-14T13:30Z',
      '1997-06-14T13:31Z',
    ]
    for (const moment of moments) await ticket({ date: new Date(moment) })
    const { createdByHour, createdByWeekday } = await storage.tickets.statistics({})
    assert.deepEqual(createdByHour, counts(24, { 0: 3, 13: 2, 23: 1 }))
    assert.deepEqual(createdByWeekday, counts(7, { 0: 1, 3: 1, 4: 1, 5: 2, 6: 1 }))
  })

  rule(
    'statistics: hours and weekdays of a time zone, whether they are kept, changed or filtered',
    async (storage) => {
      const { ticket } = await makeDesk(storage)
      const tag = await makeTag(storage, 'all')
      const moments = [
        // A Sunday's last quarter in UTC, and the middle of that day.
        '2026-03-01T23:45Z',
        '2026-03-01T12:00Z',
        '2026-07-01T02:14Z',
        // Before and after the clocks of Berlin change, and on the day that they change back.
        '2026-03-29T00:59Z',
        '2026-03-29T01:00Z',
        '2026-10-25T00:30Z',
        '2026-10-25T01:30Z',
        '1999-12-31T23:30Z',
      ]
      for (const moment of moments) {
        const id = await ticket({ date: new Date(moment) })
        await storage.tickets.addTag(id, tag)
      }
      const expected = {
        UTC: [
          { 0: 2, 1: 2, 2: 1, 12: 1, 23: 2 },
          { 2: 1, 4: 1, 6: 6 },
        ],
        'Asia/Kathmandu': [
          { 5: 2, 6: 3, 7: 2, 17: 1 },
          { 0: 1, 2: 1, 5: 1, 6: 5 },
        ],
        'America/St_Johns': [
          { 8: 1, 20: 2, 22: 3, 23: 2 },
          { 1: 1, 4: 1, 5: 4, 6: 2 },
        ],
        'Europe/Berlin': [
          { 0: 2, 1: 1, 2: 2, 3: 1, 4: 1, 13: 1 },
          { 0: 1, 2: 1, 5: 1, 6: 5 },
        ],
      } as const
      const whole = { from: new Date('1999-01-01T00:00Z'), to: new Date('2026-12-31T23:59Z') }
      const cut = { from: new Date('1999-12-31T23:30Z'), to: new Date('2026-10-25T01:30Z') }
      const check = async () => {
        for (const [timeZone, [hours, weekdays]] of Object.entries(expected)) {
          for (const filter of [{}, { dateRange: whole }, { dateRange: cut }, { tags: [tag] }]) {
            const { createdByHour, createdByWeekday } = await storage.tickets.statistics({
              ...filter,
              timeZone,
            })
            assert.deepEqual(createdByHour, counts(24, hours), timeZone)
            assert.deepEqual(createdByWeekday, counts(7, weekdays), timeZone)
          }
        }
        const spring = { from: new Date('2026-03-29T00:00Z'), to: new Date('2026-03-29T02:00Z') }
        const berlin = await storage.tickets.statistics({ dateRange: spring, timeZone: 'Europe/Berlin' })
        assert.deepEqual(berlin.createdByHour, counts(24, { 1: 1, 3: 1 }))
      }
      await check()
      while (await storage.tickets.refreshStatistics());
      await check()
    },
  )

  rule(
    'statistics: most departments have what each of them has, with and without the others',
    async (storage) => {
      const { ticket, department } = await makeDesk(storage)
      const departments = [department]
      for (let place = 0; place < 10; place++)
        departments.push(await storage.departments.insert({ name: `D${place}`, private: false }))
      for (const [place, departmentId] of departments.entries())
        for (let each = 0; each <= place; each++)
          await ticket({ departmentId, date: new Date(Date.UTC(2020 + each, place, 1 + each, place)) })
      const created = (some: readonly number[]) =>
        some.reduce((sum, id) => sum + 1 + departments.indexOf(id), 0)
      const hours = (some: readonly number[]) =>
        counts(24, Object.fromEntries(some.map((id) => [departments.indexOf(id), created([id])])))
      const check = async () => {
        for (const without of [[], [0], [10], [3, 4], [1, 2, 5, 9]]) {
          const some = departments.filter((_, place) => !without.includes(place))
          const found = await storage.tickets.statistics({ departments: some })
          assert.equal(found.created, created(some))
          assert.deepEqual(found.createdByHour, hours(some))
        }
      }
      await check()
      while (await storage.tickets.refreshStatistics());
      await check()
      // The tickets of a department that is gone are in none.
      const [gone = 0] = departments.splice(10)
      await storage.departments.remove(gone)
      while (await storage.tickets.refreshStatistics());
      await check()
    },
  )

  rule('statistics: a reply is the first public comment by staff', async (storage) => {
    const { stan, ticket, event } = await makeDesk(storage)
    await ticket()
    const talked = await ticket({ date: at(0) })
    await event(talked, { date: at(1) })
    await event(talked, { date: at(2), author: stan, private: true })
    await event(talked, { date: at(3), author: stan, type: 'CLOSE', private: null })
    assert.equal((await storage.tickets.statistics({})).averageFirstReply, 0)
    await event(talked, { date: at(9), author: stan })
    await event(talked, { date: at(6), author: stan })
    assert.equal((await storage.tickets.statistics({})).averageFirstReply, 6 * 60)
    // Across the end of a month, a day and an hour: three days and a minute.
    const late = await ticket({ date: new Date('2024-02-27T23:59Z') })
    await event(late, { date: new Date('2024-03-02T00:00Z'), author: stan })
    const expected = (6 * 60 + 3 * 86_400 + 60) / 2
    assert.equal((await storage.tickets.statistics({})).averageFirstReply, expected)
  })

  rule('statistics: instant are closed tickets with one public comment by staff', async (storage) => {
    const { stan, ticket, event } = await makeDesk(storage)
    const instant = async () => (await storage.tickets.statistics({})).instant
    const closed = await ticket({}, { closed: true })
    assert.equal(await instant(), 0)
    await event(closed)
    await event(closed, { author: stan, private: true })
    await event(closed, { author: stan, type: 'CLOSE', private: null })
    assert.equal(await instant(), 0)
    await event(closed, { author: stan })
    assert.equal(await instant(), 1)
    await event(await ticket(), { author: stan })
    assert.equal(await instant(), 1)
    await event(closed, { author: stan })
    assert.equal(await instant(), 0)
  })

  rule(
    'statistics: times to the first and the last closing, of tickets that were ever closed',
    async (storage) => {
      const { ticket } = await makeDesk(storage)
      await ticket()
      await ticket({ date: at(0) }, { closed: true, firstClosedAt: at(5), lastClosedAt: at(5) })
      await ticket({ date: at(10) }, { closed: false, firstClosedAt: at(20), lastClosedAt: at(80) })
      const { averageFirstClosed, averageLastClosed } = await storage.tickets.statistics({})
      assert.deepEqual(
        { averageFirstClosed, averageLastClosed },
        {
          averageFirstClosed: (5 + 10) * 30,
          averageLastClosed: (5 + 70) * 30,
        },
      )
    },
  )

  rule(
    'statistics: averages of times are cut off to whole seconds, those of hops are not',
    async (storage) => {
      const { stan, ticket } = await makeDesk(storage)
      const closedAfter = async (minutes: number, totalDepartments: number, owner?: number) =>
        ticket(
          { date: at(0) },
          {
            firstClosedAt: at(minutes),
            lastClosedAt: at(minutes),
            totalDepartments,
            ...(owner === undefined ? {} : { owner }),
          },
        )
      for (let each = 0; each < 5; each++) await closedAfter(each === 0 ? 4 : 0, each === 0 ? 3 : 0)
      await closedAfter(0, 0, stan.id)
      await closedAfter(0, 0, stan.id)
      const last = await closedAfter(0, 0)
      const statistics = await storage.tickets.statistics({})
      assert.equal(statistics.averageFirstClosed, 30)
      await storage.tickets.remove(last)
      const seven = await storage.tickets.statistics({})
      assert.equal(seven.averageFirstClosed, 34)
      assert.equal(seven.averageLastClosed, 34)
      assert.equal(statistics.averageDepartmentHops, 3 / 8)
      assert.equal(statistics.averageStaffHops, 2 / 8)
    },
  )

  rule(
    'statistics: every day of a month is a date, the last of each too, and averages have all decimals',
    async (storage) => {
      const { stan, ticket, event } = await makeDesk(storage)
      const days = [
        '2023-01-31',
        '2023-02-28',
        '2024-02-29',
        '2000-02-29',
        '2023-04-30',
        '2023-06-30',
        '2023-07-31',
        '2023-08-31',
        '2023-09-30',
        '2023-11-30',
        '2023-12-31',
        '2024-12-29',
        '2024-03-01',
        '2100-03-01',
      ]
      const weekdays = none(7)
      for (const day of days) {
        const date = new Date(`${day}T23:30Z`)
        const hourLater = new Date(date.getTime() + 3_600_000)
        const closing = { closed: true, firstClosedAt: hourLater, lastClosedAt: hourLater }
        const totalDepartments = day === days[0] ? 1 : 0
        const id = await ticket({ date }, { ...closing, totalDepartments })
        await event(id, { date: hourLater, author: stan })
        const weekday = (date.getUTCDay() + 6) % 7
        weekdays[weekday] = (weekdays[weekday] ?? 0) + 1
      }
      const statistics = await storage.tickets.statistics({})
      assert.deepEqual(statistics.createdByHour, counts(24, { 23: days.length }))
      assert.deepEqual(statistics.createdByWeekday, weekdays)
      assert.equal(statistics.averageFirstReply, 3600)
      assert.equal(statistics.averageFirstClosed, 3600)
      assert.equal(statistics.averageLastClosed, 3600)
      assert.equal(statistics.averageDepartmentHops, 1 / days.length)
    },
  )

  rule('statistics: a clock that was set back counts as no time', async (storage) => {
    const { stan, ticket, event } = await makeDesk(storage)
    const early = { closed: true, firstClosedAt: at(0), lastClosedAt: at(0) }
    const id = await ticket({ date: at(60) }, early)
    await event(id, { author: stan, date: at(30) })
    const { averageFirstReply, averageFirstClosed, averageLastClosed } = await storage.tickets.statistics({})
    assert.deepEqual([averageFirstReply, averageFirstClosed, averageLastClosed], [0, 0, 0])
  })

  rule('statistics: a ticket counts once, whatever the number of its tags', async (storage) => {
    const { stan, ticket, event } = await makeDesk(storage)
    const tags = [
      await makeTag(storage, 'red'),
      await makeTag(storage, 'blue'),
      await makeTag(storage, 'late'),
    ]
    const closing = { closed: true, firstClosedAt: at(4), lastClosedAt: at(8), totalDepartments: 1 }
    const id = await ticket({}, { ...closing, reopened: true, owner: stan.id, tags })
    await event(id, { author: stan, date: at(2) })
    const expected = {
      created: 1,
      open: 0,
      closed: 1,
      instant: 1,
      reopened: 1,
      createdByHour: counts(24, { 12: 1 }),
      createdByWeekday: counts(7, { 0: 1 }),
      averageFirstReply: 120,
      averageFirstClosed: 240,
      averageLastClosed: 480,
      averageDepartmentHops: 1,
      averageStaffHops: 1,
    }
    for (const filter of [{}, { tags }, { tags: tags.slice(1) }, { tags: [...tags, 99] }]) {
      assert.deepEqual(await storage.tickets.statistics(filter), expected, JSON.stringify(filter))
    }
  })

  rule('statistics: each filter alone, all together, and in every figure', async (storage) => {
    const { department, stan, ticket, event } = await makeDesk(storage)
    const sales = await storage.departments.insert({ name: 'Sales', private: false })
    const olga = await makeStaff(storage, 'Olga')
    const [red, blue] = [await makeTag(storage, 'red'), await makeTag(storage, 'blue')]
    const make = async (departmentId: number, owner: number, tag: number, minutes: number) => {
      const closing = { closed: true, firstClosedAt: at(minutes + 2), lastClosedAt: at(minutes + 4) }
      const state = { ...closing, reopened: true, totalDepartments: 2, owner, tags: [tag] }
      const id = await ticket({ departmentId, date: at(minutes) }, state)
      await event(id, { author: stan, date: at(minutes + 1) })
    }
    await make(department, stan.id, red, 0)
    await make(sales, stan.id, red, 60)
    await make(department, olga, red, 60)
    await make(department, stan.id, blue, 60)
    await make(department, stan.id, red, 60)
    // Without an owner, untagged, open, without a reply.
    await ticket({ date: at(180) })

    const created = async (filter: StatisticsFilter) => (await storage.tickets.statistics(filter)).created
    assert.equal(await created({}), 6)
    assert.equal(await created({ departments: [sales] }), 1)
    assert.equal(await created({ departments: [sales, department] }), 6)
    assert.equal(await created({ departments: [99] }), 0)
    assert.equal(await created({ owners: [olga] }), 1)
    assert.equal(await created({ owners: [olga, stan.id] }), 5)
    assert.equal(await created({ tags: [blue] }), 1)
    assert.equal(await created({ tags: [blue, red] }), 5)
    assert.equal(await created({ dateRange: { from: at(0), to: at(59) } }), 1)
    assert.equal(await created({ dateRange: { from: at(60), to: at(60) } }), 4)
    assert.equal(await created({ dateRange: { from: at(61), to: at(180) } }), 1)
    const all = { departments: [department], owners: [stan.id], tags: [red] }
    assert.equal(await created(all), 2)
    assert.deepEqual(await storage.tickets.statistics({ ...all, dateRange: { from: at(1), to: at(180) } }), {
      created: 1,
      open: 0,
      closed: 1,
      instant: 1,
      reopened: 1,
      createdByHour: counts(24, { 13: 1 }),
      createdByWeekday: counts(7, { 0: 1 }),
      averageFirstReply: 60,
      averageFirstClosed: 120,
      averageLastClosed: 240,
      averageDepartmentHops: 2,
      averageStaffHops: 1,
    })
  })
}
