import { describe, expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

async function stage() {
  const desk = await createTestHelpdesk()
  const jane = await desk.user({ name: 'Jane' })
  const ticketNumber = await desk.ticket({ author: jane })
  await desk.mails()
  const stored = () => desk.storage.tickets.detailsByNumber(ticketNumber)
  const lastLog = async () => (await desk.storage.logs.list({ offset: 0, limit: 1 }))[0]
  const { close, reOpen } = desk.helpdesk.ticket
  return { desk, jane, ticketNumber, stored, lastLog, close, reOpen }
}

test('a closed ticket is reopened, keeps its closing date, and no mail is sent', async () => {
  const { desk, ticketNumber, stored, lastLog, close, reOpen } = await stage()
  const then = desk.clock.now()
  await close(desk.admin, { ticketNumber })
  await desk.mails()
  desk.clock.advance({ minutes: 5 })
  expect(await reOpen(desk.admin, { ticketNumber })).toBeNull()
  expect(await stored()).toMatchObject({
    closed: false,
    reopened: true,
    firstClosedAt: then,
    lastClosedAt: then,
    unread: true,
    events: [
      { type: 'CLOSE' },
      { type: 'RE_OPEN', content: null, author: { kind: 'staff', id: 1 }, date: desk.clock.now() },
    ],
  })
  expect(await lastLog()).toMatchObject({
    type: 'RE_OPEN',
    to: String(ticketNumber),
    author: { kind: 'staff', id: 1 },
  })
  expect(await desk.mails()).toEqual([])
})

test('an open ticket gets the same event, log entry and flag, but stays never reopened', async () => {
  const { desk, ticketNumber, stored, lastLog, reOpen } = await stage()
  await reOpen(desk.admin, { ticketNumber })
  expect(await stored()).toMatchObject({
    closed: false,
    reopened: false,
    unread: true,
    events: [{ type: 'RE_OPEN' }],
  })
  expect(await lastLog()).toMatchObject({ type: 'RE_OPEN' })
})

describe('refusals', () => {
  test('a missing ticket, before permissions are checked', async () => {
    const { desk, reOpen } = await stage()
    const call = reOpen(await desk.user(), { ticketNumber: 100_001 })
    await expect(call).rejects.toEqual(refusal('INVALID_TICKET'))
  })

  test('callers who may not manage the ticket, which stays closed', async () => {
    const { desk, ticketNumber, stored, close, reOpen } = await stage()
    await close(desk.admin, { ticketNumber })
    await expect(reOpen(await desk.user(), { ticketNumber })).rejects.toEqual(refusal('NO_PERMISSION'))
    expect(await stored()).toMatchObject({ closed: true, events: [{ type: 'CLOSE' }] })
  })
})
