import { beforeEach, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

let desk: TestHelpdesk
let ticketNumber: number
beforeEach(async () => {
  desk = await createTestHelpdesk()
  ticketNumber = await desk.ticket({ author: await desk.user() })
})

test('members of the team learn who else has the ticket open, and who writes', async () => {
  const { helpdesk, admin } = desk
  const stan = await desk.staff({ name: 'Stan' })
  expect(await helpdesk.ticket.looking(admin, { ticketNumber })).toEqual([])
  const [first, ...more] = await helpdesk.ticket.looking(stan, { ticketNumber, writing: true })
  expect([first, more]).toMatchObject([{ id: admin.id, writing: false }, []])
  expect(await helpdesk.ticket.looking(admin, { ticketNumber })).toEqual([
    { id: stan.id, name: 'Stan', writing: true },
  ])
  const other = await desk.ticket({ author: stan })
  expect(await helpdesk.ticket.looking(admin, { ticketNumber: other })).toEqual([])
})

test('a call counts for half a minute, and the last one of a member counts', async () => {
  const { helpdesk, admin, clock } = desk
  const stan = await desk.staff()
  await helpdesk.ticket.looking(stan, { ticketNumber, writing: true })
  clock.advance({ minutes: 0.25 })
  await helpdesk.ticket.looking(stan, { ticketNumber })
  clock.advance({ minutes: 0.25 })
  expect(await helpdesk.ticket.looking(admin, { ticketNumber })).toMatchObject([{ writing: false }])
  clock.advance({ minutes: 0.25 })
  expect(await helpdesk.ticket.looking(admin, { ticketNumber })).toEqual([])
})

test('it leaves no trace: the ticket is as before, and nobody gets an event', async () => {
  const { helpdesk, admin, storage } = desk
  const before = await helpdesk.ticket.get(admin, { ticketNumber })
  await storage.events.position(100)
  await helpdesk.ticket.looking(admin, { ticketNumber })
  expect(await helpdesk.ticket.get(admin, { ticketNumber })).toEqual(before)
  expect(await storage.events.position(100)).toBe(0)
})

test('only those who may manage the ticket take part', async () => {
  const stranger = await desk.staff({ level: 1, departments: [] })
  await expect(desk.helpdesk.ticket.looking(stranger, { ticketNumber })).rejects.toEqual(
    refusal('NO_PERMISSION'),
  )
})
