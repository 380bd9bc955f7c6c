import { memoryStorage, OpenSupports, type Storage } from '@opensupports/core'
import { describe, expect, it } from 'vitest'
import { fillDemo } from './index.js'

const day = 86_400_000
const now = new Date('2026-03-02T12:00:00Z')
const settings = { now, password: 'demo-password', url: 'http://localhost:8080' }

async function filled() {
  const storage = memoryStorage()
  const logins = await fillDemo(storage, settings)
  return { storage, logins }
}

const everyTicket = async (storage: Storage) =>
  (await storage.tickets.list({ filter: {}, order: [{ by: 'id' }], events: true, offset: 0, limit: 1000 }))
    .tickets

describe('the demo', () => {
  it('has four departments, one of them private, and each has staff', async () => {
    const { storage } = await filled()
    const departments = await storage.departments.all()
    expect(departments.map((department) => department.private)).toEqual([false, false, false, true])
    expect(departments.every(({ owners }) => owners > 0)).toBe(true)
  })

  it('has six staff members of all levels, 40 customers and 200 tickets', async () => {
    const { storage } = await filled()
    const staff = await storage.staff.all()
    expect(staff).toHaveLength(6)
    expect(new Set(staff.map(({ level }) => level))).toEqual(new Set([1, 2, 3]))
    const users = await storage.users.list({ orderBy: 'id', desc: false, offset: 0, limit: 100 })
    expect(users.total).toBe(40)
    expect(await everyTicket(storage)).toHaveLength(200)
  })

  it('spreads the tickets over the last 90 days, in chronological order', async () => {
    const { storage } = await filled()
    const dates = (await everyTicket(storage)).map(({ date }) => date.getTime())
    expect(dates).toEqual(dates.toSorted((a, b) => a - b))
    expect(Math.min(...dates)).toBeGreaterThan(now.getTime() - 91 * day)
    expect(Math.min(...dates)).toBeLessThan(now.getTime() - 80 * day)
    expect(Math.max(...dates)).toBeLessThan(now.getTime())
  })

  it('has tickets with zero to six comments, all in the past, with all placeholders replaced', async () => {
    const { storage } = await filled()
    const tickets = await everyTicket(storage)
    const counts = tickets.map(({ events }) => events.filter(({ type }) => type === 'COMMENT').length)
    expect(Math.min(...counts)).toBe(0)
    expect(Math.max(...counts)).toBe(6)
    const events = tickets.flatMap((ticket) => ticket.events)
    expect(events.filter(({ date }) => date >= now)).toEqual([])
    const texts = [...tickets, ...events].map(({ content }) => content ?? '')
    expect([...texts, ...tickets.map(({ title }) => title)].filter((text) => /[{}]/.test(text))).toEqual([])
  })

  it('has assigned and unassigned, open and closed, tagged and internal tickets', async () => {
    const { storage } = await filled()
    const tickets = await everyTicket(storage)
    const shares = [
      tickets.filter(({ owner }) => owner),
      tickets.filter(({ owner }) => !owner),
      tickets.filter(({ closed }) => closed),
      tickets.filter(({ closed }) => !closed),
      tickets.filter(({ tags }) => tags.length > 0),
      tickets.filter(({ department }) => department?.private),
    ]
    for (const share of shares) expect(share.length).toBeGreaterThan(4)
    expect(tickets.every(({ department, author }) => !department?.private || author?.kind === 'staff')).toBe(
      true,
    )
  })

  it('varies its titles', async () => {
    const { storage } = await filled()
    const titles = (await everyTicket(storage)).map(({ title }) => title)
    expect(new Set(titles).size).toBeGreaterThan(100)
  })

  it('is the same each time', async () => {
    const [one, other] = await Promise.all([filled(), filled()])
    const heads = async ({ storage }: { storage: Storage }) =>
      (await everyTicket(storage)).map(({ ticketNumber, title, date, closed, events }) => {
        return { ticketNumber, title, date, closed, events: events.length }
      })
    expect(await heads(one)).toEqual(await heads(other))
  })

  it('accepts the password of each listed account', async () => {
    const { storage, logins = [] } = await filled()
    const helpdesk = new OpenSupports({ storage })
    expect(logins.map(({ role }) => role)).toEqual(['admin', 'staff', 'customer'])
    for (const { email, role } of logins) {
      const staff = role !== 'customer'
      const session = await helpdesk.user.login({}, { email, password: settings.password, staff })
      expect(session.userEmail).toBe(email)
    }
  })

  it('stores nothing if it fails', async () => {
    const storage = memoryStorage()
    await storage.users.insert({
      name: 'Maria',
      email: 'maria.lopez@post.example',
      password: '!',
      signupDate: now,
      verificationToken: null,
      notRegistered: false,
    })
    await expect(fillDemo(storage, settings)).rejects.toThrow('USER_EXISTS')
    expect(await storage.settings.all()).toEqual({})
    expect(await storage.staff.count()).toBe(0)
  })

  it('does not change an installed helpdesk', async () => {
    const storage = memoryStorage()
    const admin = { name: 'Ada', email: 'ada@example.com', password: 'correct horse' }
    await new OpenSupports({ storage, passwordCost: 4 }).install({ admin })
    expect(await fillDemo(storage, settings)).toBeUndefined()
    expect(await everyTicket(storage)).toEqual([])
    expect(await storage.staff.count()).toBe(1)
  })
})
