import { beforeEach, describe, expect, test } from 'vitest'
import { databaseFault, memoryStorage } from '../../index.js'
import {
  createTestHelpdesk,
  endless,
  type TestHelpdesk,
  type TestMail,
  testMailbox,
} from '../../testing/index.js'
import { png } from '../../testing/pictures.test-support.js'

const silent = { info: () => {}, warn: () => {}, error: () => {} }

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk({ log: silent, settings: { 'mandatory-login': '0' } })
})

const jane = 'jane@customer.example'
const everything = { offset: 0, limit: 100 }

/** Adds a mail, polls the mailbox, and returns the result. */
async function takeIn(mail: TestMail | Error) {
  desk.inbox.put(mail)
  return desk.helpdesk.pollMail()
}

const tickets = async () =>
  (
    await desk.storage.tickets.list({
      filter: {},
      order: [{ by: 'id' }],
      events: true,
      ...everything,
    })
  ).tickets

const ledgerOf = async (uid: number) =>
  (await desk.storage.mailLedger.of('help@mail.example/INBOX', '1', [uid]))[0]

const problems = () => desk.storage.mailLedger.problems(everything)

/** Returns the last mail that the helpdesk sent to an address. */
const mailTo = async (address: string) => (await desk.mails()).findLast(({ to }) => to === address)

describe('a new mail', () => {
  test('opens a ticket in the default department for a new account, and mails its number', async () => {
    expect(await takeIn({ subject: 'My printer', text: 'It smokes <really> & stinks.\nHelp!' })).toEqual({
      taken: 1,
      ignored: 0,
      refused: 0,
      failed: [],
    })
    const [ticket] = await tickets()
    expect(ticket).toMatchObject({
      title: 'My printer',
      content: 'It smokes &lt;really&gt; &amp; stinks.<br />Help!',
      language: 'en',
      author: { kind: 'user', name: 'Jane', email: jane },
      authorEmail: jane,
      department: { id: 1 },
      unreadStaff: true,
      events: [],
    })
    expect(await mailTo(jane)).toMatchObject({
      template: 'TICKET_CREATED',
      variables: { ticketNumber: String(ticket?.ticketNumber) },
    })
    expect((await desk.storage.logs.list(everything)).map(({ type, to }) => [type, to])).toEqual([
      ['CREATE_TICKET', String(ticket?.ticketNumber)],
      ['SIGNUP', null],
    ])
    expect(desk.inbox.uids()).toEqual([])
  })

  test('of a known user is a ticket of that user, also while mandatory login is on', async () => {
    await desk.storage.settings.set({ 'mandatory-login': '1' })
    const uma = await desk.user({ email: jane })
    await takeIn({ name: 'Somebody Else' })
    expect(await tickets()).toMatchObject([{ author: { kind: 'user', id: uma.id, name: 'Uma User' } }])
  })

  test('notifies staff who opted in', async () => {
    const stan = await desk.staff({ sendEmailOnNewTicket: true })
    await takeIn({})
    expect(await mailTo(stan.email)).toMatchObject({ template: 'TICKET_CREATED_STAFF' })
  })

  test.each([
    ['no subject', { subject: '', text: '\n The printer smokes \nsince noon' }, 'The printer smokes'],
    ['neither subject nor text', { subject: ' \r\n\0', text: '' }, '(no subject)'],
    ['a long subject', { subject: '🖨'.repeat(300) }, '🖨'.repeat(200)],
    ['line breaks and lone surrogates', { subject: 'a\r\nBcc: b\ud800' }, 'a Bcc: b\ufffd'],
  ])('with %s gets a title all the same', async (_, mail, title) => {
    await takeIn(mail)
    expect(await tickets()).toMatchObject([{ title }])
  })

  test('from a sender without a name, or with one on several lines, is announced by what is known', async () => {
    await takeIn({ name: '' })
    await takeIn({ name: 'Joe\r\nBcc: x@x.example', from: 'joe@customer.example' })
    expect((await tickets()).map(({ author }) => author?.name)).toEqual([jane, 'Joe Bcc: x@x.example'])
  })

  test('opens none in the name of staff', async () => {
    const stan = await desk.staff()
    expect(await takeIn({ from: stan.email })).toMatchObject({ taken: 0, refused: 1 })
    expect(await problems()).toMatchObject([{ fate: 'refused', sender: stan.email, reason: 'unvouched' }])
    expect(desk.inbox.marked()).toEqual([1])
    expect(desk.inbox.uids()).toEqual([1])
  })

  test.each([
    ['of a banned sender', () => desk.storage.bans.add(jane), 'ALREADY_BANNED', 'banned'],
    [
      'of an unknown sender while mandatory login is on',
      () => desk.storage.settings.set({ 'mandatory-login': '1' }),
      'its sender has no account',
      'no-account',
    ],
    [
      'of a disabled user',
      async () => desk.storage.users.update((await desk.user({ email: jane })).id, { disabled: true }),
      'USER_DISABLED',
      'disabled',
    ],
    [
      'while the default department is gone',
      () => desk.storage.settings.set({ 'default-department-id': '99' }),
      'INVALID_DEPARTMENT',
      'refused',
    ],
  ])('%s is refused, and stays in the mailbox', async (_, arrange, cause, reason) => {
    await arrange()
    expect(await takeIn({})).toEqual({ taken: 0, ignored: 0, refused: 1, failed: [] })
    expect(await tickets()).toEqual([])
    expect(await problems()).toMatchObject([
      { fate: 'refused', reason, cause: expect.stringContaining(cause) },
    ])
    expect(desk.inbox.uids()).toEqual([1])
    expect(await desk.helpdesk.pollMail()).toEqual({ taken: 0, ignored: 0, refused: 0, failed: [] })
  })

  test.each(['', 'nobody', 'a b@c.example', 'x@y.example\r\nBcc: z@z.example', 'ü@x'])(
    'from %j, to whom nobody could answer, is refused',
    async (from) => {
      expect(await takeIn({ from })).toMatchObject({ taken: 0, refused: 1 })
    },
  )
})

describe('files of a mail', () => {
  const file = (name: string, content: string | Uint8Array<ArrayBuffer>, inline = false) => {
    const { size } = new Blob([content])
    return { name, size, inline, stream: () => new Blob([content]).stream() }
  }

  test('are stored: the first as the attachment, others as links, pictures where they are shown', async () => {
    await takeIn({
      attachments: [
        file('inline.png', new Uint8Array(png), true),
        file('printer.log', 'smoke'),
        file('R&D notes.txt', 'fire'),
      ],
    })
    const [ticket] = await tickets()
    const stored = new RegExp(`t${ticket?.ticketNumber}_[0-9a-f]{40}_[a-z_]+`, 'g')
    expect(ticket?.file).toMatch(stored)
    expect(ticket?.content).toMatch(
      /<img src="http:\/\/helpdesk\.example\/api\/system\/download\?file=t[^"]+inline\.png"/,
    )
    expect(ticket?.content).toMatch(/<a href="[^"]+r_d_notes\.txt"[^>]*>R&amp;D notes\.txt<\/a>/)
    expect(desk.files.names().filter((name) => name.startsWith('t'))).toHaveLength(3)
    expect(desk.inbox.uids()).toEqual([])
  })

  test('that are refused are named in the ticket, and the mail stays', async () => {
    await takeIn({
      attachments: [file('virus.exe', 'MZ\0\0'), file('<b>.html', '<script>'), file('ok.txt', 'fine')],
    })
    const [ticket] = await tickets()
    expect(ticket?.content).toContain('<em>Left out: virus.exe, &lt;b&gt;.html</em>')
    expect(ticket?.file).toMatch(/ok\.txt$/)
    expect(desk.inbox.uids()).toEqual([1])
    expect(desk.inbox.marked()).toEqual([1])
    expect(await desk.helpdesk.pollMail()).toMatchObject({ taken: 0, ignored: 0 })
    expect(await tickets()).toHaveLength(1)
  })

  test('are left out while attachments are off, and above the size limit', async () => {
    await takeIn({ attachments: [file('big.txt', 'x'.repeat(1_048_577)), file('small.txt', 'x')] })
    await desk.storage.settings.set({ 'allow-attachments': '0' })
    await takeIn({ attachments: [file('ok.txt', 'fine')] })
    expect((await tickets()).map(({ content }) => /Left out: ([^<]*)/.exec(content)?.[1])).toEqual([
      'big.txt',
      'ok.txt',
    ])
  })

  test('include the whole text, where it is too long for a ticket', async () => {
    const text = 'ü'.repeat(40_000)
    await takeIn({ text })
    const [ticket] = await tickets()
    expect(Buffer.byteLength(ticket?.content ?? '')).toBeLessThan(51_000)
    expect(ticket?.content).not.toContain('\ufffd')
    const stored = await desk.files.open(ticket?.file ?? '')
    expect(stored?.size).toBe(80_000)
  })

  test('that were not read are mentioned', async () => {
    await takeIn({ truncated: true })
    expect((await tickets())[0]?.content).toContain('too large to be stored completely')
    expect(desk.inbox.uids()).toEqual([1])
  })

  test('are removed when the ticket cannot be stored', async () => {
    await desk.storage.settings.set({ 'default-department-id': '99' })
    await takeIn({ attachments: [file('a.txt', 'x')] })
    expect(desk.files.names()).toEqual([])
  })
})

describe('an answer', () => {
  /** Creates Jane's ticket, and returns the mail that notified her of a staff comment. */
  async function conversation() {
    const author = await desk.user({ email: jane, name: 'Jane' })
    const stan = await desk.staff()
    const ticketNumber = await desk.ticket({ author, title: 'Printer' })
    await desk.helpdesk.staff.assignTicket(stan, { ticketNumber })
    await desk.helpdesk.ticket.comment(stan, { ticketNumber, content: 'Unplug it.' })
    const toJane = await mailTo(jane)
    const events = async () => (await tickets())[0]?.events.filter(({ type }) => type === 'COMMENT') ?? []
    return { author, stan, ticketNumber, references: [toJane?.messageId ?? ''], events }
  }

  test('to a mail of the helpdesk is a comment of its recipient, whatever the subject says', async () => {
    const { author, stan, references, events } = await conversation()
    expect(await takeIn({ subject: 'Re: #999999', text: 'It burns.', references })).toMatchObject({
      taken: 1,
    })
    expect(await events()).toMatchObject([
      { content: 'Unplug it.' },
      { content: 'It burns.', author: { kind: 'user', id: author.id }, private: false },
    ])
    expect(await tickets()).toMatchObject([{ unreadStaff: true }])
    expect(await mailTo(stan.email)).toMatchObject({ template: 'TICKET_RESPONDED' })
  })

  test('of the owner is a comment of staff', async () => {
    const { author, stan, ticketNumber, events } = await conversation()
    await desk.helpdesk.ticket.comment(author, { ticketNumber, content: 'It burns.' })
    const toStan = await mailTo(stan.email)
    await takeIn({ from: stan.email, text: 'Run.', references: [toStan?.messageId ?? ''] })
    expect((await events()).at(-1)).toMatchObject({ content: 'Run.', author: { kind: 'staff', id: stan.id } })
    expect(await mailTo(jane)).toMatchObject({ template: 'TICKET_RESPONDED' })
  })

  test('with the number in its subject is a comment of the author', async () => {
    const { author, ticketNumber, events } = await conversation()
    await takeIn({ subject: `AW: [#${ticketNumber}] Printer`, text: 'It burns.' })
    expect((await events()).at(-1)).toMatchObject({ content: 'It burns.', author: { id: author.id } })
  })

  test.each([
    ['a stranger with a number of the subject', (number: number) => ({ subject: `[#${number}]` })],
    [
      'a stranger with the id of a mail that was not sent to him',
      (_: number, references: string[]) => ({ references }),
    ],
    [
      'a stranger with an id that he has made up',
      (number: number) => ({ references: [`<ticket.${number}.1.${'0'.repeat(24)}@helpdesk.example>`] }),
    ],
  ])('of %s is a ticket of the stranger', async (_, mailOf) => {
    const { ticketNumber, references, events } = await conversation()
    await takeIn({
      ...mailOf(ticketNumber, references),
      from: 'eve@evil.example',
      name: 'Eve',
      text: 'Me too.',
    })
    expect(await events()).toHaveLength(1)
    expect((await tickets())[1]).toMatchObject({ content: 'Me too.', author: { email: 'eve@evil.example' } })
  })

  test('that borrows the address of staff is refused without the id of a mail', async () => {
    const { stan, ticketNumber, events } = await conversation()
    expect(await takeIn({ from: stan.email, subject: `#${ticketNumber}` })).toMatchObject({ refused: 1 })
    expect(await events()).toHaveLength(1)
  })

  test('of staff who no longer serve the department is refused', async () => {
    const { stan, references, ticketNumber, author, events } = await conversation()
    await desk.helpdesk.ticket.comment(author, { ticketNumber, content: 'It burns.' })
    const toStan = await mailTo(stan.email)
    await desk.storage.staff.setDepartments(stan.id, [])
    expect(await takeIn({ from: stan.email, references: [toStan?.messageId ?? ''] })).toMatchObject({
      refused: 1,
    })
    expect(references).toHaveLength(1)
    expect(await events()).toHaveLength(2)
  })

  test.each([
    ['disabled', (id: number) => desk.storage.users.update(id, { disabled: true })],
    ['gone', (id: number) => desk.storage.users.remove(id)],
  ])('of an author who is %s is refused', async (_, arrange) => {
    const { author, references, events } = await conversation()
    await arrange(author.id)
    expect(await takeIn({ references })).toMatchObject({ taken: 0, refused: 1 })
    expect(await events()).toHaveLength(1)
  })
})

describe('an automatic mail', () => {
  test.each([
    ['an automatic answer', { headers: { 'Auto-Submitted': 'auto-replied' } }],
    ['a bulk mail', { headers: { Precedence: 'Bulk' } }],
    ['a mailing list', { headers: { 'List-Id': '<news.example>' } }],
    ['an old automatic answer', { headers: { 'X-Autoreply': 'yes' } }],
    ['a report without a way back', { headers: { 'Return-Path': '<>' } }],
    ['a delivery report', { headers: { 'Content-Type': 'multipart/report; report-type=delivery-status' } }],
    ['the mail server', { from: 'mailer-daemon@mx.example' }],
    ['the helpdesk itself', { from: 'help@site.example' }],
  ])('but %s opens nothing, and stays', async (_, mail) => {
    await desk.storage.settings.set({ 'server-email': 'help@site.example' })
    expect(await takeIn(mail)).toEqual({ taken: 0, ignored: 1, refused: 0, failed: [] })
    expect(await tickets()).toEqual([])
    expect(await desk.mails()).toEqual([])
    expect(desk.inbox.uids()).toEqual([1])
    expect(await problems()).toMatchObject([{ fate: 'ignored', cause: expect.stringMatching(/ /) }])
  })

  test('from this helpdesk is recognized by its own header, whatever the address', async () => {
    await takeIn({})
    const sent = await mailTo(jane)
    const { 'Auto-Submitted': _, 'X-Auto-Response-Suppress': __, ...headers } = sent?.headers ?? {}
    expect(Object.keys(headers)).toHaveLength(1)
    expect(await takeIn({ headers })).toMatchObject({ taken: 0, ignored: 1 })
  })

  test('is distinguished from one that a person wrote', async () => {
    expect(await takeIn({ headers: { 'Auto-Submitted': 'no', Precedence: 'normal' } })).toMatchObject({
      taken: 1,
    })
  })

  test('is stopped at least by the rate limit', async () => {
    for (let count = 0; count < 65; count++) desk.inbox.put({ text: `Thank you ${count}` })
    expect(await desk.helpdesk.pollMail()).toMatchObject({ taken: 60, refused: 5 })
    expect(await takeIn({ from: 'joe@customer.example' })).toMatchObject({ taken: 1 })
    desk.clock.advance({ minutes: 61 })
    expect(await takeIn({})).toMatchObject({ taken: 1 })
  })
})

describe('no mail is lost or taken twice', () => {
  test('when the process ends before the mail is removed', async () => {
    await takeIn({ source: 'one' })
    const [entry] = await desk.storage.mailLedger.of('help@mail.example/INBOX', '1', [1])
    expect(entry).toMatchObject({ uid: 1, fate: 'taken' })
    // The same mail is at the same place, as if it had not been removed.
    const again = testMailboxWith({ source: 'one' })
    const helpdesk = (
      await createTestHelpdesk({ storage: desk.storage, install: false, mailbox: again.mailbox })
    ).helpdesk
    expect(await helpdesk.pollMail()).toEqual({ taken: 0, ignored: 0, refused: 0, failed: [] })
    expect(again.uids()).toEqual([])
    expect(await tickets()).toHaveLength(1)
  })

  test('when the server renumbers its mails', async () => {
    await desk.storage.settings.set({ 'allow-attachments': '0' })
    const blob = new Blob(['x'])
    await takeIn({
      source: 'kept',
      attachments: [{ name: 'a.txt', size: 1, inline: false, stream: () => blob.stream() }],
    })
    expect(desk.inbox.uids()).toEqual([1])
    desk.inbox.renumber()
    expect(await desk.helpdesk.pollMail()).toMatchObject({ taken: 0, ignored: 1 })
    expect(await tickets()).toHaveLength(1)
    expect(desk.inbox.uids()).toEqual([])
  })

  test('when two mails have the same Message-ID, or none', async () => {
    for (const text of ['one', 'two']) desk.inbox.put({ text, headers: { 'Message-ID': '<same@x>' } })
    for (const text of ['three', 'four']) desk.inbox.put({ text, headers: { 'Message-ID': '' } })
    expect(await desk.helpdesk.pollMail()).toMatchObject({ taken: 4 })
  })

  test('when two processes poll concurrently', async () => {
    for (let count = 0; count < 5; count++) desk.inbox.put({ source: String(count), text: String(count) })
    const other = (
      await createTestHelpdesk({ storage: desk.storage, install: false, mailbox: desk.inbox.mailbox })
    ).helpdesk
    await Promise.all([desk.helpdesk.pollMail(), other.pollMail(), desk.helpdesk.pollMail()])
    expect((await tickets()).map(({ content }) => content).sort()).toEqual(['0', '1', '2', '3', '4'])
    expect(desk.inbox.uids()).toEqual([])
  })

  test('when one cannot be read: the others are taken, and it is given up after five attempts', async () => {
    desk.inbox.put(new Error('not a mail'))
    desk.inbox.put({})
    const trouble = { author: null, ticketNumber: null, error: 'not a mail' }
    expect(await desk.helpdesk.pollMail()).toMatchObject({ taken: 1, failed: [trouble] })
    for (let attempt = 2; attempt <= 5; attempt++)
      expect(await desk.helpdesk.pollMail()).toMatchObject({ failed: [trouble] })
    expect(await desk.helpdesk.pollMail()).toMatchObject({ taken: 0, failed: [] })
    expect(await problems()).toMatchObject([{ fate: 'given up', attempts: 5, cause: 'not a mail' }])
    expect(desk.inbox.uids()).toEqual([1])
  })

  test('when one ends the process: it is given up after five starts, and the others are taken', async () => {
    const inbox = testMailbox()
    const { storage } = desk
    /** A new process, with the mailbox and storage that the last one left. */
    const start = async () => {
      const options = { storage, install: false, log: silent, mailbox: inbox.mailbox }
      return (await createTestHelpdesk(options)).helpdesk
    }
    inbox.put({ text: 'before' })
    const hostile = inbox.put(endless)
    inbox.put({ text: 'behind' })
    for (let starts = 1; starts <= 5; starts++) {
      const helpdesk = await start()
      const abandoned = helpdesk.pollMail().then(() => 'ended')
      await expect.poll(async () => (await ledgerOf(hostile))?.attempts).toBe(starts)
      expect(await Promise.race([abandoned, Promise.resolve('reading')])).toBe('reading')
    }
    expect((await tickets()).map(({ content }) => content)).toEqual(['before'])
    const helpdesk = await start()
    const cause = 'the process ended 5 times while it was read'
    expect(await helpdesk.pollMail()).toMatchObject({ taken: 1, failed: [{ author: null, error: cause }] })
    expect((await tickets()).map(({ content }) => content)).toEqual(['before', 'behind'])
    expect(await problems()).toMatchObject([{ uid: hostile, fate: 'given up', attempts: 5, cause }])
    expect([inbox.uids(), inbox.marked()]).toEqual([[hostile], [hostile]])
    expect(await (await start()).pollMail()).toMatchObject({ taken: 0, failed: [] })
  })

  test.each([
    ['INTERNAL_ERROR', new Error('disk full')],
    ['DATABASE_BUSY', databaseFault('DATABASE_BUSY')],
  ])('when the storage fails with %s: the mail is retried, with nothing half-written', async (_, error) => {
    const storage = memoryStorage()
    const outage = { on: false }
    const failing = {
      ...storage,
      transaction: (work: Parameters<typeof storage.transaction>[0]) =>
        outage.on ? Promise.reject(error) : storage.transaction(work),
    } as typeof storage
    const desk = await createTestHelpdesk({
      storage: failing,
      log: silent,
      settings: { 'mandatory-login': '0' },
    })
    desk.inbox.put({})
    outage.on = true
    expect(await desk.helpdesk.pollMail()).toMatchObject({
      failed: [{ author: jane, ticketNumber: null, error: 'INTERNAL_ERROR' }],
    })
    expect(desk.inbox.uids()).toEqual([1])
    outage.on = false
    expect(await desk.helpdesk.pollMail()).toMatchObject({ taken: 1, failed: [] })
    expect(
      (await desk.storage.tickets.list({ filter: {}, order: [], events: false, ...everything })).total,
    ).toBe(1)
  })

  test('when the line to the mailbox breaks: no mail is blamed', async () => {
    desk.inbox.put({})
    desk.inbox.setOffline(true)
    await expect(desk.helpdesk.pollMail()).rejects.toThrow('offline')
    expect(await problems()).toEqual([])
    desk.inbox.setOffline(false)
    expect(await desk.helpdesk.pollMail()).toMatchObject({ taken: 1 })
  })
})

test('a look that waits for another ends with its own signal, and the other goes on', async () => {
  desk.inbox.put({})
  let letOpen = () => {}
  const mayOpen = new Promise<void>((resolve) => {
    letOpen = resolve
  })
  let opened = 0
  const mailbox = {
    async open() {
      opened++
      await mayOpen
      return desk.inbox.mailbox.open()
    },
  }
  const options = { storage: desk.storage, install: false, log: silent, mailbox }
  const { helpdesk } = await createTestHelpdesk(options)
  const first = helpdesk.pollMail({ signal: new AbortController().signal })
  const ending = new AbortController()
  const second = helpdesk.pollMail({ signal: ending.signal })
  const third = helpdesk.pollMail()
  ending.abort(new Error('stopped'))
  await expect(second).rejects.toThrow('stopped')
  await expect(helpdesk.pollMail({ signal: ending.signal })).rejects.toThrow('stopped')
  letOpen()
  expect(await first).toMatchObject({ taken: 1 })
  expect(await third).toMatchObject({ taken: 1 })
  expect(opened).toBe(1)
})

test('a connection that breaks while a mail is read does not count as an attempt', async () => {
  desk.inbox.put({})
  const mailbox = {
    async open() {
      const open = await desk.inbox.mailbox.open()
      const read = (uid: number) => {
        desk.inbox.setOffline(true)
        return open.read(uid)
      }
      return { ...open, read }
    },
  }
  const options = { storage: desk.storage, install: false, log: silent, mailbox }
  const { helpdesk } = await createTestHelpdesk(options)
  for (let looks = 1; looks <= 7; looks++) {
    await expect(helpdesk.pollMail()).rejects.toThrow('offline')
    desk.inbox.setOffline(false)
  }
  expect(await problems()).toEqual([])
  expect(await desk.helpdesk.pollMail()).toMatchObject({ taken: 1 })
})

test('no mail is taken without a mailbox, or before the installation', async () => {
  const nothing = { taken: 0, ignored: 0, refused: 0, failed: [] }
  const deaf = await createTestHelpdesk({ mail: false })
  expect(await deaf.helpdesk.pollMail()).toEqual(nothing)
  const fresh = await createTestHelpdesk({ install: false })
  fresh.inbox.put({})
  expect(await fresh.helpdesk.pollMail()).toEqual(nothing)
})

function testMailboxWith(mail: TestMail) {
  const inbox = testMailbox()
  inbox.put(mail)
  return inbox
}
