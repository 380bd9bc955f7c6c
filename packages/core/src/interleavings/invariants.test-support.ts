import { expect } from 'vitest'
import type { TicketFilter } from '../index.js'
import type { World } from './stage.test-support.js'

/** Checks the invariants of every helpdesk, whatever ran concurrently. */
export async function checkInvariants(world: World): Promise<void> {
  await checkTickets(world)
  await checkAccounts(world)
  const { stage, first, second, topicId } = world
  const { storage } = stage
  await checkOwned(world)
  const settings = await storage.settings.all()
  expect([settings.registration, settings['mandatory-login']]).not.toEqual(['0', '0'])
  expect(await storage.departments.byId(Number(settings['default-department-id']))).toBeDefined()
  const articles = await storage.articles.all(topicId)
  if (articles.length > 0) expect(await storage.topics.byId(topicId)).toBeDefined()
  for (const department of [first, second]) {
    const found = await storage.departments.byId(department)
    if (found) expect(found.name).toBeTruthy()
  }
}

async function checkTickets({ stage: { storage }, first, second, jane, olga }: World): Promise<void> {
  const filters: readonly TicketFilter[] = [
    { departments: [first, second] },
    { authors: [{ kind: 'user', id: jane.id }] },
    { authors: [{ kind: 'staff', id: olga.id }] },
  ]
  for (const filter of filters) {
    const page = { filter, order: [], events: true, offset: 0, limit: 100 }
    for (const { closed, lastClosedAt, owner, department, events, tags } of (await storage.tickets.list(page))
      .tickets) {
      if (closed) expect(lastClosedAt).not.toBeNull()
      expect(department).not.toBeNull()
      if (owner) expect(await storage.staff.departmentIds(owner.id)).toContain(department?.id)
      const switched = events.filter(({ type }) => type === 'CLOSE' || type === 'RE_OPEN')
      expect(closed).toBe(switched.at(-1)?.type === 'CLOSE')
      const assigned = events.filter(({ type }) => type === 'ASSIGN' || type === 'UN_ASSIGN')
      for (const [index, { type }] of assigned.entries())
        if (type === 'ASSIGN') expect(assigned[index - 1]?.type).not.toBe('ASSIGN')
      if (owner) expect(assigned.at(-1)?.type).toBe('ASSIGN')
      expect(new Set(tags).size).toBe(tags.length)
    }
  }
}

async function checkOwned({ stage: { storage } }: World): Promise<void> {
  for (const { id, assignedTickets, closedTickets } of await storage.staff.all()) {
    const page = { order: [], events: false, offset: 0, limit: 1 }
    const owned = await storage.tickets.list({ filter: { owners: [id] }, ...page })
    const closed = await storage.tickets.list({ filter: { owners: [id], closed: true }, ...page })
    expect([assignedTickets, closedTickets]).toEqual([owned.total, closed.total])
  }
}

async function checkAccounts({ stage, jane, olga, ned }: World): Promise<void> {
  const { storage, others } = stage
  const user = await storage.users.byId(jane.id)
  const written = { authors: [{ kind: 'user' as const, id: jane.id }] }
  const page = { filter: written, order: [], events: false, offset: 0, limit: 1 }
  const { total } = await storage.tickets.list(page)
  expect(user?.tickets ?? 0).toBe(total)
  const isGone = !user || user.disabled || (await storage.bans.has(user.email))
  if (isGone) expect(await others.user.checkSession(jane)).toEqual({ sessionActive: false })
  for (const member of [olga, ned]) {
    if (!(await storage.staff.byId(member.id)))
      expect(await others.user.checkSession(member)).toEqual({ sessionActive: false })
  }
  expect(await storage.staff.countLevel3()).toBeGreaterThan(0)
}
