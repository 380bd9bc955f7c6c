import { describe, expect, test } from 'vitest'
import { compareFiles } from '../../domain/files/index.js'
import { memoryStorage, restoreBackup } from '../../index.js'
import { createTestHelpdesk, type TestHelpdeskOptions } from '../../testing/index.js'

const source = 'From: jane@customer.example\r\n\r\nIt smokes.\r\n-- \r\nJane'

/** Creates a ticket and a comment by mail. */
async function mailed({ settings, ...options }: TestHelpdeskOptions = {}) {
  const desk = await createTestHelpdesk({
    ...options,
    settings: { 'mandatory-login': '0', ...settings },
  })
  const headers = { 'Message-ID': '<1@x>' }
  desk.inbox.put({ source, headers })
  desk.inbox.put({ source: 'the answer', references: ['<1@x>'], headers: { 'Message-ID': '<2@x>' } })
  await desk.helpdesk.pollMail()
  const { tickets } = await desk.storage.tickets.list({
    filter: {},
    order: [],
    events: true,
    offset: 0,
    limit: 10,
  })
  const [ticket] = tickets
  if (!ticket?.events[0]) throw new Error('there is no comment')
  return { ...desk, ticket, ticketNumber: ticket.ticketNumber, eventId: ticket.events[0].id }
}

const textOf = async (download: { stream(): ReadableStream<Uint8Array> } | null) =>
  download && (await new Response(download.stream()).text())

const originals = (names: readonly string[]) => names.filter((name) => name.startsWith('mail_'))

describe.each([
  ['in the file store', {}],
  ['in the storage, where there is no file store', { keepsFiles: false }],
])('a whole mail, kept %s', (_, options) => {
  test('is a file for staff, byte by byte, of the ticket and of a comment', async () => {
    const { helpdesk, admin, ticketNumber, eventId } = await mailed(options)
    const mail = await helpdesk.ticket.getOriginalMail(admin, { ticketNumber })
    expect(mail).toMatchObject({
      name: `ticket-${ticketNumber}.eml`,
      type: 'message/rfc822',
      disposition: 'attachment',
      size: source.length,
    })
    expect(await textOf(mail)).toBe(source)
    const answer = await helpdesk.ticket.getOriginalMail(admin, { ticketNumber, eventId })
    expect(answer?.name).toBe(`ticket-${ticketNumber}-${eventId}.eml`)
    expect(await textOf(answer)).toBe('the answer')
  })

  test('is announced to staff, for the ticket and for each comment', async () => {
    const { helpdesk, admin, ticketNumber, eventId, ticket: stored } = await mailed(options)
    await helpdesk.ticket.comment(admin, { ticketNumber, content: 'By form' })
    const ticket = await helpdesk.ticket.get(admin, { ticketNumber })
    expect(ticket.hasOriginalMail).toBe(true)
    const comments = ticket.events.filter(({ type }) => type === 'COMMENT')
    expect(comments.map(({ id, hasOriginalMail }) => [id === eventId, hasOriginalMail])).toEqual([
      [true, true],
      [false, false],
    ])
    const author = helpdesk.actingAs({ user: { email: stored.author?.email ?? '', name: 'Jane' } })
    const own = await helpdesk.ticket.get(author, { ticketNumber })
    expect([own, ...own.events].map(({ hasOriginalMail }) => hasOriginalMail)).not.toContain(true)
    const form = await helpdesk.ticket.create(author, { title: 'By form', content: 'By form' })
    expect(await helpdesk.ticket.get(admin, form)).toMatchObject({ hasOriginalMail: false })
  })

  test('is whole where it is long', async () => {
    const desk = await createTestHelpdesk({ ...options, settings: { 'mandatory-login': '0' } })
    const long = `${'0123456789'.repeat(10_000)}end`
    desk.inbox.put({ source: long })
    await desk.helpdesk.pollMail()
    const { tickets } = await desk.storage.tickets.list({
      filter: {},
      order: [],
      events: false,
      offset: 0,
      limit: 10,
    })
    const ticketNumber = tickets[0]?.ticketNumber ?? 0
    expect(await textOf(await desk.helpdesk.ticket.getOriginalMail(desk.admin, { ticketNumber }))).toBe(long)
  })

  test('is deleted with its ticket', async () => {
    const { helpdesk, admin, storage, files, ticket, ticketNumber, eventId } = await mailed(options)
    await helpdesk.ticket.delete(admin, { ticketNumber })
    expect(await storage.mailOriginals.of(ticket.id, null)).toBeUndefined()
    expect(await storage.mailOriginals.of(ticket.id, eventId)).toBeUndefined()
    expect(files.names()).toEqual([])
  })

  test('is deleted with its author', async () => {
    const { helpdesk, admin, storage, files, ticket } = await mailed(options)
    await helpdesk.user.delete(admin, { userId: ticket.author?.id ?? 0 })
    expect(await storage.mailOriginals.of(ticket.id, null)).toBeUndefined()
    expect(files.names()).toEqual([])
  })

  test('is deleted with all users', async () => {
    const { helpdesk, admin, storage, files, ticket } = await mailed(options)
    await helpdesk.system.deleteAllUsers(admin, { password: 'correct horse' })
    expect(await storage.mailOriginals.of(ticket.id, null)).toBeUndefined()
    expect(files.names()).toEqual([])
  })

  test('is in a backup', async () => {
    const { helpdesk, storage, ticket, eventId } = await mailed(options)
    const restored = memoryStorage()
    await restoreBackup(restored, helpdesk.backup())
    for (const id of [null, eventId]) {
      expect(await restored.mailOriginals.of(ticket.id, id)).toEqual(
        await storage.mailOriginals.of(ticket.id, id),
      )
      expect(await restored.mailOriginals.piece(ticket.id, id, 0)).toEqual(
        await storage.mailOriginals.piece(ticket.id, id, 0),
      )
    }
  })

  test('is not stored if the ticket cannot be stored', async () => {
    const desk = await createTestHelpdesk({
      ...options,
      settings: { 'mandatory-login': '0', 'default-department-id': '99' },
    })
    desk.inbox.put({ source })
    await desk.helpdesk.pollMail()
    expect(desk.files.names()).toEqual([])
  })
})

test('no download by a file name reaches it', async () => {
  const { helpdesk, admin, files } = await mailed()
  const names = originals(files.names())
  expect(names).toHaveLength(2)
  for (const file of [...names, ...names.map((name) => name.slice('mail_'.length))])
    expect(await helpdesk.system.download(admin, { file }).catch(({ code }) => code)).toBeOneOf([
      'NO_PERMISSION',
      null,
    ])
})

test('its file is reported as neither unused nor missing', async () => {
  const { storage, files } = await mailed()
  expect(await compareFiles(storage, files.names())).toEqual({ stored: 2, unused: [], missing: [] })
  const [gone = ''] = originals(files.names())
  await files.remove(gone)
  expect(await compareFiles(storage, files.names())).toMatchObject({ missing: [gone] })
})

test('is null for a ticket by form, for another event, or if the file is gone', async () => {
  const { helpdesk, admin, files, ticketNumber, eventId, ticket: first } = await mailed()
  const jane = helpdesk.actingAs({ user: { email: first.author?.email ?? '', name: 'Jane' } })
  const own = await helpdesk.ticket.create(jane, { title: 'By form', content: 'By form' })
  expect(await helpdesk.ticket.getOriginalMail(admin, own)).toBeNull()
  expect(await helpdesk.ticket.getOriginalMail(admin, { ...own, eventId })).toBeNull()
  for (const name of originals(files.names())) await files.remove(name)
  expect(await helpdesk.ticket.getOriginalMail(admin, { ticketNumber })).toBeNull()
})

describe('it is refused', () => {
  test('to all callers except staff who may see the ticket', async () => {
    const { helpdesk, user, staff, ticketNumber, ticket } = await mailed()
    const author = helpdesk.actingAs({ user: { email: ticket.author?.email ?? '', name: 'Jane' } })
    const session = await helpdesk.ticket.check({}, { ticketNumber, email: ticket.authorEmail ?? '' })
    for (const caller of [{}, author, session, await user(), await staff({ level: 3, departments: [] })])
      await expect(helpdesk.ticket.getOriginalMail(caller, { ticketNumber })).rejects.toMatchObject({
        code: 'NO_PERMISSION',
      })
  })

  test.each([
    [{ ticketNumber: 999_999 }, 'INVALID_TICKET'],
    [{ eventId: 0 }, 'INVALID_TICKET_EVENT'],
  ])('for %j with %s', async (params, code) => {
    const { helpdesk, admin, ticketNumber } = await mailed()
    await expect(helpdesk.ticket.getOriginalMail(admin, { ticketNumber, ...params })).rejects.toMatchObject({
      code,
    })
  })
})
