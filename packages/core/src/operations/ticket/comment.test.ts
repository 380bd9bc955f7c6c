import { describe, expect, test } from 'vitest'
import { tokenHash } from '../../platform/index.js'
import { createTestHelpdesk, type TestHelpdeskOptions } from '../../testing/index.js'
import { png } from '../../testing/pictures.test-support.js'
import { refusal } from '../../testing/refusal.test-support.js'

async function stage(options: TestHelpdeskOptions = {}) {
  const desk = await createTestHelpdesk(options)
  const jane = await desk.user({ name: 'Jane' })
  const owner = await desk.staff({ name: 'Olga' })
  const ticketNumber = await desk.ticket({ author: jane, title: 'Printer' })
  await desk.helpdesk.staff.assignTicket(owner, { ticketNumber })
  await desk.mails()
  const { comment } = desk.helpdesk.ticket
  return { desk, jane, owner, ticketNumber, comment }
}

describe('a comment', () => {
  test('becomes an event of its writer, cleaned, and a row of the log', async () => {
    const { desk, jane, ticketNumber, comment } = await stage()
    await comment(jane, { ticketNumber, content: '<b>Hello</b><script>alert(1)</script>' })
    const { events } = await desk.helpdesk.ticket.get(jane, { ticketNumber })
    expect(events.at(-1)).toMatchObject({
      type: 'COMMENT',
      content: '<b>Hello</b>',
      private: false,
      edited: false,
      file: null,
      date: desk.clock.now(),
      author: { id: jane.id, staff: false },
    })
    expect(await desk.storage.logs.list({ offset: 0, limit: 1 })).toMatchObject([
      { type: 'COMMENT', to: String(ticketNumber), author: { kind: 'user', id: jane.id } },
    ])
  })

  test('may be written on a closed ticket, which stays closed', async () => {
    const { desk, jane, ticketNumber, comment } = await stage()
    await desk.helpdesk.ticket.close(desk.admin, { ticketNumber })
    await comment(jane, { ticketNumber, content: 'Still broken' })
    expect((await desk.storage.tickets.byNumber(ticketNumber))?.closed).toBe(true)
  })

  test('leaves department, owner and times of closing as they are', async () => {
    const { desk, jane, owner, ticketNumber, comment } = await stage()
    await desk.helpdesk.ticket.close(desk.admin, { ticketNumber })
    const before = await desk.storage.tickets.byNumber(ticketNumber)
    desk.clock.advance({ minutes: 5 })
    await comment(jane, { ticketNumber, content: 'Still broken' })
    expect(await desk.storage.tickets.byNumber(ticketNumber)).toEqual({ ...before, unreadStaff: true })
    expect(before?.owner?.id).toBe(owner.id)
  })
})

describe('files with a comment', () => {
  const content = 'See <img src="IMAGE_PATH_0" />'
  const files = () => ({ file: new File(['log'], 'a.log'), images: [new File([png], 'b.png')] })

  test('are stored, both a file and pictures', async () => {
    const { desk, jane, ticketNumber, comment } = await stage()
    await comment(jane, { ticketNumber, content, ...files() })
    const { events } = await desk.helpdesk.ticket.get(jane, { ticketNumber })
    expect(events.at(-1)?.file).toMatch(/_a\.log$/)
    expect(events.at(-1)?.content).toMatch(/download\?file=t\d+_[0-9a-f]{40}_b\.png"/)
    expect(desk.files.names()).toHaveLength(2)
    const [mail] = await desk.mails()
    expect(mail?.variables.content).toBe(events.at(-1)?.content)
  })

  test('are ignored from users and ticket sessions while attachments are off, and taken from staff', async () => {
    const { desk, jane, ticketNumber, comment } = await stage({ settings: { 'allow-attachments': '0' } })
    const session = await desk.ticketSession()
    for (const [user, number] of [[jane, ticketNumber] as const, [session, session.ticketNumber] as const]) {
      await comment(user, { ticketNumber: number, content: 'See IMAGE_PATH_0', ...files() })
      const { events } = await desk.helpdesk.ticket.get(user, { ticketNumber: number })
      expect(events.at(-1)).toMatchObject({ file: null, content: 'See IMAGE_PATH_0' })
    }
    expect(desk.files.names()).toEqual([])
    await comment(desk.admin, { ticketNumber, content, ...files() })
    expect(desk.files.names()).toHaveLength(2)
  })

  test('are removed when one of them cannot be stored, and no comment is created', async () => {
    const log = { info: () => {}, warn: () => {}, error: () => {} }
    const kept = new Set<string>()
    const store = {
      async put(name: string) {
        if (kept.size > 0) throw new Error('the disk is full')
        kept.add(name)
      },
      open: async () => undefined,
      remove: async (name: string) => void kept.delete(name),
    }
    const { desk, jane, ticketNumber, comment } = await stage({ files: store, log })
    const before = await desk.storage.tickets.detailsByNumber(ticketNumber)
    const call = comment(jane, { ticketNumber, content, ...files() })
    await expect(call).rejects.toEqual(refusal('INTERNAL_ERROR'))
    expect([...kept]).toEqual([])
    expect(await desk.storage.tickets.detailsByNumber(ticketNumber)).toEqual(before)
    expect(await desk.mails()).toEqual([])
  })

  test('are removed again when the ticket has gone in the meantime', async () => {
    const { desk, jane, owner, ticketNumber, comment } = await stage()
    await desk.helpdesk.staff.unAssignTicket(owner, { ticketNumber })
    const { put } = desk.files
    desk.files.put = async (name, upload) => {
      await put(name, upload)
      desk.files.put = put
      await desk.helpdesk.ticket.delete(jane, { ticketNumber })
    }
    const call = comment(jane, { ticketNumber, content, ...files() })
    await expect(call).rejects.toEqual(refusal('INVALID_TICKET'))
    expect(desk.files.names()).toEqual([])
  })

  test.each([
    ['a file of a refused ending', { file: new File(['x'], 'a.exe') }],
    ['an empty file', { file: new File([], 'a.txt') }],
    ['a picture that is none', { images: [new File([png], 'a.png'), new File(['x'], 'b.png')] }],
  ])('are refused with %s, and nothing is kept', async (_, uploads) => {
    const { desk, jane, ticketNumber, comment } = await stage()
    const call = comment(jane, { ticketNumber, content: 'x', ...uploads })
    await expect(call).rejects.toEqual(refusal('INVALID_FILE'))
    expect(desk.files.names()).toEqual([])
    expect((await desk.storage.tickets.detailsByNumber(ticketNumber))?.events).toMatchObject([
      { type: 'ASSIGN' },
    ])
  })
})

describe('the recipients of the mail about a comment', () => {
  const receivers = async (desk: Awaited<ReturnType<typeof stage>>['desk']) =>
    (await desk.mails()).map(({ template, to }) => [template, to])

  test('by staff: the author and the owner, with a link for authors who cannot log in', async () => {
    const { desk, jane, owner, ticketNumber, comment } = await stage()
    await comment(desk.admin, { ticketNumber, content: 'On it' })
    const mails = await desk.mails()
    expect(mails.map(({ to }) => to)).toEqual([jane.email, owner.email])
    expect(mails[0]?.variables).toEqual({
      to: jane.email,
      name: 'Jane',
      title: 'Printer',
      ticketNumber: String(ticketNumber),
      content: 'On it',
      url: 'http://helpdesk.example',
    })
    await desk.storage.settings.set({ 'mandatory-login': '0' })
    await comment(desk.admin, { ticketNumber, content: 'Done' })
    expect((await desk.mails()).map(({ variables }) => variables.url)).toEqual([
      `http://helpdesk.example/check-ticket/${ticketNumber}/${encodeURIComponent(jane.email)}`,
      'http://helpdesk.example',
    ])
  })

  test('by the author: the owner', async () => {
    const { desk, jane, owner, ticketNumber, comment } = await stage()
    await comment(jane, { ticketNumber, content: 'Hello?' })
    expect(await receivers(desk)).toEqual([['TICKET_RESPONDED', owner.email]])
  })

  test('by the owner: the author', async () => {
    const { desk, jane, owner, ticketNumber, comment } = await stage()
    await comment(owner, { ticketNumber, content: 'Hello!' })
    expect(await receivers(desk)).toEqual([['TICKET_RESPONDED', jane.email]])
  })

  test('in private: the owner only', async () => {
    const { desk, owner, ticketNumber, comment } = await stage()
    await comment(desk.admin, { ticketNumber, content: 'Careful', private: true })
    expect(await receivers(desk)).toEqual([['TICKET_RESPONDED', owner.email]])
  })

  test('by a supervisor of the author: both, also if a private one was requested', async () => {
    const { desk, jane, owner, ticketNumber, comment } = await stage()
    const supervisor = await desk.user()
    await desk.storage.users.setSupervised(supervisor.id, [jane.id])
    await comment(supervisor, { ticketNumber, content: 'Hurry', private: true })
    expect((await desk.mails()).map(({ to }) => to)).toEqual([jane.email, owner.email])
  })

  test('in a ticket session: the owner', async () => {
    const { desk, owner, comment } = await stage()
    const session = await desk.ticketSession()
    const { ticketNumber } = session
    await desk.helpdesk.staff.assignTicket(owner, { ticketNumber })
    await desk.mails()
    await comment(session, { ticketNumber, content: 'Hello?' })
    expect(await receivers(desk)).toEqual([['TICKET_RESPONDED', owner.email]])
  })

  test('on the own ticket without an owner: none', async () => {
    const { desk, jane, owner, ticketNumber, comment } = await stage()
    await desk.helpdesk.staff.unAssignTicket(owner, { ticketNumber })
    await comment(jane, { ticketNumber, content: 'Hello?' })
    expect(await receivers(desk)).toEqual([])
  })

  test('on a ticket of a guest whose account is gone: the address that was given', async () => {
    const { desk, comment } = await stage()
    const { ticketNumber, userId } = await desk.ticketSession({ email: 'gus@customer.example' })
    await desk.storage.users.remove(userId)
    await desk.mails()
    await comment(desk.admin, { ticketNumber, content: 'On it' })
    const checkPage = `http://helpdesk.example/check-ticket/${ticketNumber}/gus%40customer.example`
    expect(await desk.mails()).toMatchObject([
      { to: 'gus@customer.example', variables: { name: 'Gus Guest', url: checkPage } },
    ])
  })

  test('on a ticket that its staff author owns: that one, once', async () => {
    const { desk, owner, comment } = await stage()
    const ticketNumber = await desk.ticket({ author: owner })
    await desk.helpdesk.staff.assignTicket(owner, { ticketNumber })
    await desk.mails()
    await comment(desk.admin, { ticketNumber, content: 'Hello' })
    expect(await receivers(desk)).toEqual([['TICKET_RESPONDED', owner.email]])
  })
})

describe('a private comment', () => {
  test('leaves no trace for the author', async () => {
    const { desk, jane, ticketNumber, comment } = await stage()
    await desk.helpdesk.ticket.seen(jane, { ticketNumber })
    const before = await desk.helpdesk.ticket.get(jane, { ticketNumber })
    await comment(desk.admin, { ticketNumber, content: 'Careful', private: true })
    expect(await desk.helpdesk.ticket.get(jane, { ticketNumber })).toEqual(before)
    expect((await desk.mails()).map(({ to }) => to)).not.toContain(jane.email)
  })

  test.each(['0', '', 'false', 'off', 'No', 'nonsense', 0, undefined])(
    'is none with the word %j',
    async (word) => {
      const { desk, ticketNumber } = await stage()
      const operation = desk.helpdesk.operations.get('/ticket/comment')
      if (!operation) throw new Error('no such operation')
      const fields = { ticketNumber: String(ticketNumber), content: 'x', private: word }
      await desk.helpdesk.call(operation, desk.admin, fields)
      const { events } = await desk.helpdesk.ticket.get(desk.admin, { ticketNumber })
      expect(events.at(-1)?.private).toBe(false)
    },
  )

  test('is seen by staff only', async () => {
    const { desk, jane, ticketNumber, comment } = await stage()
    await comment(desk.admin, { ticketNumber, content: 'Careful', private: true })
    const contents = async (session: object) =>
      (await desk.helpdesk.ticket.get(session, { ticketNumber })).events.map(({ content }) => content)
    expect(await contents(desk.admin)).toContain('Careful')
    expect(await contents(jane)).not.toContain('Careful')
  })

  test('cannot be written by a user: it is public', async () => {
    const { desk, jane, owner, ticketNumber, comment } = await stage()
    await comment(jane, { ticketNumber, content: 'Secret', private: true })
    const { events } = await desk.helpdesk.ticket.get(jane, { ticketNumber })
    expect(events.at(-1)).toMatchObject({ content: 'Secret', private: false })
    expect((await desk.mails()).map(({ to }) => to)).toEqual([owner.email])
  })
})

describe('refusals', () => {
  test('of several reasons, the first answers', async () => {
    const captcha = { verify: async ({ answer }: { answer: string }) => answer === 'right' }
    const settings = { 'recaptcha-private': 'secret' }
    const { desk, jane, ticketNumber, comment } = await stage({ captcha, settings })
    const bad = { content: '', ticketNumber: 5, captcha: 'wrong', file: new File(['x'], 'a.exe') }
    const stranger = await desk.user()
    const content = 'x'
    await expect(comment({}, bad)).rejects.toEqual(refusal('NO_PERMISSION'))
    await expect(comment(stranger, bad)).rejects.toEqual(refusal('INVALID_CONTENT'))
    await expect(comment(stranger, { ...bad, content })).rejects.toEqual(refusal('INVALID_TICKET'))
    const found = { ...bad, content, ticketNumber }
    await expect(comment(stranger, found)).rejects.toEqual(refusal('INVALID_CAPTCHA'))
    const solved = { ...found, captcha: 'right' }
    await expect(comment(stranger, solved)).rejects.toEqual(refusal('NO_PERMISSION'))
    await expect(comment(jane, solved)).rejects.toEqual(refusal('INVALID_FILE'))
  })

  test('guests, also with a captcha that is solved', async () => {
    const { desk, ticketNumber, comment } = await stage({ captcha: { verify: async () => true } })
    await desk.storage.settings.set({ 'recaptcha-private': 'secret', 'mandatory-login': '0' })
    const call = comment({}, { ticketNumber, content: 'x', captcha: 'right' })
    await expect(call).rejects.toEqual(refusal('NO_PERMISSION'))
  })
})

describe('a captcha, if captchas are on,', () => {
  async function captchaStage() {
    const captcha = { verify: async ({ answer }: { answer: string }) => answer === 'right' }
    const staged = await stage({ captcha, settings: { 'recaptcha-private': 'secret' } })
    const key = (name: string, rights: object) =>
      staged.desk.storage.apiKeys.insert({
        name,
        token: tokenHash(name),
        ending: name.slice(-4),
        canCreateUsers: false,
        canCreateTickets: false,
        canCheckTickets: false,
        shouldReturnTicketNumber: false,
        ...rights,
      })
    await key('may', { canCreateTickets: true })
    await key('may not', { canCheckTickets: true })
    return staged
  }

  test.each([
    [{}, true],
    [{ captcha: '' }, true],
    [{ captcha: '0' }, true],
    [{ captcha: 'right' }, true],
    [{ captcha: 'wrong' }, false],
    [{ apiKey: 'may not' }, true],
    [{ apiKey: 'may', captcha: 'wrong' }, true],
    [{ apiKey: 'may not', captcha: 'right' }, false],
  ])('is looked at where it is sent: %j passes: %s', async (params, passes) => {
    const { jane, ticketNumber, comment } = await captchaStage()
    const call = comment(jane, { ticketNumber, content: 'x', ...params })
    if (passes) expect(await call).toBeNull()
    else await expect(call).rejects.toEqual(refusal('INVALID_CAPTCHA'))
  })

  test('is never accepted without a captcha service', async () => {
    const errors: string[] = []
    const log = { info: () => {}, warn: () => {}, error: (_: object, text: string) => void errors.push(text) }
    const { jane, ticketNumber, comment } = await stage({ log, settings: { 'recaptcha-private': 'secret' } })
    const call = comment(jane, { ticketNumber, content: 'x', captcha: 'right' })
    await expect(call).rejects.toEqual(refusal('INVALID_CAPTCHA'))
    expect(errors).toHaveLength(1)
  })
})
