import { describe, expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'
import { refusal } from '../../testing/refusal.test-support.js'

const everything = { offset: 0, limit: 99 }

async function stage() {
  const desk = await createTestHelpdesk()
  const jane = await desk.user({ name: 'Jane' })
  const ticketNumber = await desk.ticket({ author: jane, title: 'Printer' })
  await desk.mails()
  const stored = () => desk.storage.tickets.detailsByNumber(ticketNumber)
  const { close, reOpen } = desk.helpdesk.ticket
  return { desk, jane, ticketNumber, stored, close, reOpen }
}

describe('closing a ticket', () => {
  test('leaves an event and a log entry, and mails the author, even if the author closed it', async () => {
    const { desk, jane, ticketNumber, stored, close } = await stage()
    expect(await close(jane, { ticketNumber })).toBeNull()
    const now = desk.clock.now()
    expect(await stored()).toMatchObject({
      closed: true,
      reopened: false,
      firstClosedAt: now,
      lastClosedAt: now,
      events: [
        {
          type: 'CLOSE',
          content: null,
          private: null,
          file: null,
          date: now,
          author: { kind: 'user', id: jane.id },
        },
      ],
    })
    expect(await desk.storage.logs.list({ offset: 0, limit: 1 })).toMatchObject([
      {
        type: 'CLOSE',
        to: String(ticketNumber),
        authorName: 'Jane',
        author: { kind: 'user', id: jane.id },
      },
    ])
    expect(await desk.mails()).toMatchObject([
      {
        template: 'TICKET_CLOSED',
        to: jane.email,
        language: 'en',
        variables: {
          to: jane.email,
          name: 'Jane',
          ticketNumber: String(ticketNumber),
          title: 'Printer',
          url: 'http://helpdesk.example',
        },
      },
    ])
  })

  test('mails a staff author, too', async () => {
    const { desk, close } = await stage()
    const ticketNumber = await desk.ticket({ author: desk.admin })
    await desk.mails()
    await close(desk.admin, { ticketNumber })
    expect(await desk.mails()).toMatchObject([{ template: 'TICKET_CLOSED', to: desk.admin.email }])
  })

  test('mails the address of a guest whose account is gone', async () => {
    const { desk, close } = await stage()
    const { ticketNumber, userId } = await desk.ticketSession({ email: 'gus@customer.example' })
    await desk.storage.users.remove(userId)
    await desk.mails()
    await close(desk.admin, { ticketNumber })
    expect(await desk.mails()).toMatchObject([
      { to: 'gus@customer.example', variables: { name: 'Gus Guest' } },
    ])
  })

  test('sends no mail when the account is gone and no address was given', async () => {
    const { desk, jane, ticketNumber, close } = await stage()
    await desk.storage.users.remove(jane.id)
    await close(desk.admin, { ticketNumber })
    expect(await desk.mails()).toEqual([])
  })

  test('writes in the language of the ticket', async () => {
    const { desk, jane, close } = await stage()
    await desk.storage.settings.setLanguages([
      { code: 'en', allowed: true, supported: true },
      { code: 'de', allowed: true, supported: true },
    ])
    const ticket = { title: 'Drucker', content: 'Er raucht.', language: 'de' as const }
    const { ticketNumber } = await desk.helpdesk.ticket.create(jane, ticket)
    await desk.mails()
    await close(jane, { ticketNumber })
    expect(await desk.mails()).toMatchObject([{ language: 'de' }])
  })

  test('keeps the owner, and the time of the first closing', async () => {
    const { desk, ticketNumber, stored, close, reOpen } = await stage()
    const first = desk.clock.now()
    await desk.helpdesk.staff.assignTicket(desk.admin, { ticketNumber })
    await close(desk.admin, { ticketNumber })
    await reOpen(desk.admin, { ticketNumber })
    desk.clock.advance({ minutes: 5 })
    await close(desk.admin, { ticketNumber })
    expect(await stored()).toMatchObject({
      owner: { id: 1 },
      firstClosedAt: first,
      lastClosedAt: desk.clock.now(),
    })
  })
})

test('closing a closed ticket changes nothing, for every caller', async () => {
  const { desk, jane, ticketNumber, stored, close } = await stage()
  await close(desk.admin, { ticketNumber })
  const before = await stored()
  const logs = await desk.storage.logs.list(everything)
  await desk.mails()
  desk.clock.advance({ minutes: 5 })
  await close(jane, { ticketNumber })
  expect(await stored()).toEqual(before)
  expect(await desk.storage.logs.list(everything)).toEqual(logs)
  expect(await desk.mails()).toEqual([])
})

describe('refusals', () => {
  test('a missing ticket, before permissions are checked', async () => {
    const { desk, close } = await stage()
    const call = close(await desk.user(), { ticketNumber: 100_001 })
    await expect(call).rejects.toEqual(refusal('INVALID_TICKET'))
  })

  test('callers who may not manage the ticket, which stays unchanged', async () => {
    const { desk, ticketNumber, stored, close } = await stage()
    const before = await stored()
    await expect(close(await desk.user(), { ticketNumber })).rejects.toEqual(refusal('NO_PERMISSION'))
    expect(await stored()).toEqual(before)
    expect(await desk.mails()).toEqual([])
  })
})

test('two concurrent calls emit one event and one mail', async () => {
  const { desk, jane, ticketNumber, stored, close } = await stage()
  await Promise.all([close(jane, { ticketNumber }), close(desk.admin, { ticketNumber })])
  expect((await stored())?.events).toHaveLength(1)
  expect(await desk.mails()).toHaveLength(1)
})
