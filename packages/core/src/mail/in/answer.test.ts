import { describe, expect, test } from 'vitest'
import { jane, mailDesk, says } from './mail-desk.test-support.js'

/** Creates Jane's ticket, and returns a mail of the helpdesk that reached her. */
async function conversation(...options: Parameters<typeof mailDesk>) {
  const desk = await mailDesk(...options)
  const author = await desk.user({ email: jane, name: 'Jane' })
  const stan = await desk.staff()
  const ticketNumber = await desk.ticket({ author, title: 'Printer' })
  await desk.helpdesk.ticket.comment(stan, { ticketNumber, content: 'Unplug it.' })
  const toJane = await desk.mailTo(jane)
  const comments = async () =>
    (await desk.tickets())[0]?.events.filter(({ type }) => type === 'COMMENT').slice(1) ?? []
  return { ...desk, author, stan, ticketNumber, comments, references: [toJane?.messageId ?? ''], toJane }
}

describe("a follow-up to the sender's own mail", () => {
  const first = { subject: 'Printer', text: 'It smokes.', headers: { 'Message-ID': '<a1@customer.example>' } }
  const second = {
    subject: 'Re: Printer',
    text: 'The serial number is 4711.',
    references: ['<a1@customer.example>'],
    headers: { 'Message-ID': '<a2@customer.example>' },
  }
  const third = { text: 'And it is red.', references: ['<a2@customer.example>', '<other@x>'] }

  test('is a comment in its ticket, and so is a follow-up to that', async () => {
    const desk = await mailDesk()
    expect(await desk.takeIn(first, second, third)).toMatchObject({ taken: 3 })
    expect(await desk.tickets()).toMatchObject([
      { content: 'It smokes.', events: [{ content: second.text }, { content: third.text }] },
    ])
  })

  test('opens a ticket when another sender wrote it', async () => {
    const desk = await mailDesk()
    await desk.takeIn(first, { ...second, from: 'joe@customer.example' })
    expect(await desk.tickets()).toMatchObject([{ events: [] }, { authorEmail: 'joe@customer.example' }])
  })

  test('opens a ticket when the first mail was not taken', async () => {
    const desk = await mailDesk()
    await desk.takeIn({ ...first, headers: { ...first.headers, Precedence: 'bulk' } }, second)
    expect(await desk.tickets()).toMatchObject([{ content: second.text }])
  })

  test('opens a ticket when the first ticket was deleted', async () => {
    const desk = await mailDesk()
    await desk.takeIn(first)
    const [ticket] = await desk.tickets()
    await desk.helpdesk.ticket.delete(desk.admin, { ticketNumber: ticket?.ticketNumber ?? 0 })
    await desk.takeIn(second)
    expect(await desk.tickets()).toMatchObject([{ content: second.text, events: [] }])
  })
})

describe('an answer without a signed id', () => {
  /** A reply after a relay has renamed Message-IDs: thread and subject still identify the ticket. */
  const renamed = '<0102018c@email.amazonses.example>'

  test('of the author is recognized by the id of the thread', async () => {
    const { toJane, takeIn, comments } = await conversation()
    const [thread = ''] = toJane?.references ?? []
    await takeIn({ subject: 'Re: Printer', text: 'It burns.', references: [renamed, thread] })
    expect(await comments()).toMatchObject([{ content: 'It burns.', author: { email: jane } }])
  })

  test('of the author is recognized where an old server stored the address as typed', async () => {
    const { storage, author, ticketNumber, takeIn, comments } = await conversation()
    await storage.users.update(author.id, { email: 'Jane@Customer.example' })
    await takeIn({ subject: `Re: [#${ticketNumber}]`, text: 'It burns.' })
    expect(await comments()).toMatchObject([{ content: 'It burns.' }])
  })

  test('of the author is recognized by the second number of the subject', async () => {
    const { ticketNumber, takeIn, comments } = await conversation()
    await takeIn({ subject: `Order #9999999: #${ticketNumber}`, text: 'It burns.' })
    expect(await comments()).toMatchObject([{ content: 'It burns.' }])
  })

  test.each(['dmarc=pass header.from=helpdesk.example', 'dkim=pass header.d=helpdesk.example; spf=fail'])(
    'of staff is a comment where the receiving server says %s',
    async (results) => {
      const { stan, ticketNumber, takeIn, comments } = await conversation()
      const mail = { from: stan.email, subject: `Re: #${ticketNumber}`, text: 'Run.', references: [renamed] }
      expect(await takeIn({ ...mail, ...says(results) })).toMatchObject({ taken: 1 })
      expect(await comments()).toMatchObject([{ content: 'Run.', author: { kind: 'staff', id: stan.id } }])
    },
  )

  test.each<[string, object]>([
    ['says nothing', {}],
    ['says that another domain signed', says('dkim=pass header.d=evil.example')],
    ['is another one than the trusted', { authenticationResults: ['mx.evil.example; dmarc=pass'] }],
  ])(
    'of staff is refused, with a cause that names the setting, where the receiving server %s',
    async (_, more) => {
      const { stan, ticketNumber, takeIn, comments, problems } = await conversation()
      expect(await takeIn({ from: stan.email, subject: `#${ticketNumber}`, ...more })).toMatchObject({
        refused: 1,
      })
      expect(await comments()).toEqual([])
      const cause = expect.stringMatching(/staff member.*mail-authserv-id/)
      expect(await problems()).toMatchObject([{ fate: 'refused', sender: stan.email, cause }])
    },
  )

  test('of staff of another department opens a ticket', async () => {
    const { storage, stan, ticketNumber, takeIn, comments, tickets } = await conversation()
    await storage.staff.setDepartments(stan.id, [])
    await takeIn({ from: stan.email, subject: `#${ticketNumber}`, text: 'Run.', ...says('dmarc=pass') })
    expect(await comments()).toEqual([])
    expect((await tickets())[1]).toMatchObject({ content: 'Run.', author: { kind: 'staff', id: stan.id } })
  })

  test('of a supervisor is a comment if the receiving server vouches for the sender, else a ticket', async () => {
    const { storage, user, author, ticketNumber, takeIn, comments } = await conversation()
    const boss = await user({ email: 'boss@customer.example' })
    await storage.users.setSupervised(boss.id, [author.id])
    const mail = { from: boss.email, subject: `#${ticketNumber}`, text: 'And?' }
    await takeIn(mail)
    expect(await comments()).toEqual([])
    await takeIn({ ...mail, ...says('dmarc=pass') })
    expect(await comments()).toMatchObject([{ author: { email: boss.email } }])
  })

  test('from an address in Reply-To alone opens a ticket, since anyone can write any address there', async () => {
    const { ticketNumber, takeIn, comments, tickets } = await conversation()
    const mail = {
      from: 'eve@evil.example',
      replyTo: [{ address: jane, name: 'Jane' }],
      ...says('dmarc=pass'),
    }
    await takeIn({ ...mail, subject: `#${ticketNumber}` })
    expect(await comments()).toEqual([])
    expect(await tickets()).toHaveLength(2)
  })

  test('that another sender might have written is a comment of that sender if the signed id is theirs', async () => {
    const { references, takeIn, comments } = await conversation()
    await takeIn({
      from: 'jane@home.example',
      replyTo: [{ address: jane, name: '' }],
      text: 'It burns.',
      references,
    })
    expect(await comments()).toMatchObject([{ content: 'It burns.', author: { email: jane } }])
  })
})

describe('a forged mail', () => {
  test.each(['dmarc=fail (p=none)', 'spf=fail smtp.mailfrom=jane@customer.example; dkim=none'])(
    'by %s is no comment, also with a signed id: it is a ticket of a guest',
    async (results) => {
      const { ticketNumber, references, takeIn, comments, tickets } = await conversation()
      const mail = { subject: `#${ticketNumber}`, references, text: 'Send money.', name: 'Your Jane' }
      expect(await takeIn({ ...mail, ...says(results) })).toMatchObject({ taken: 1 })
      expect(await comments()).toEqual([])
      expect((await tickets())[1]).toMatchObject({
        unproved: true,
        content: 'Send money.',
        authorName: 'Your Jane',
        authorEmail: jane,
      })
    },
  )

  test('is refused where guests may not write, even from a known address', async () => {
    const { takeIn, tickets, problems } = await conversation({ settings: { 'mandatory-login': '1' } })
    expect(await takeIn(says('dmarc=fail'))).toMatchObject({ refused: 1 })
    expect(await tickets()).toHaveLength(1)
    expect(await problems()).toMatchObject([{ reason: 'forged', cause: expect.stringContaining('forged') }])
  })

  test('is never one of staff', async () => {
    const { stan, ticketNumber, takeIn, tickets } = await conversation()
    const mail = { from: stan.email, ...says('dmarc=fail') }
    expect(await takeIn(mail, { ...mail, subject: `#${ticketNumber}` })).toMatchObject({ refused: 2 })
    expect(await tickets()).toHaveLength(1)
  })

  test('is detected only by the trusted server', async () => {
    const { ticketNumber, takeIn, comments } = await conversation()
    const authenticationResults = ['mx.evil.example; dmarc=fail']
    await takeIn({ subject: `#${ticketNumber}`, authenticationResults })
    expect(await comments()).toHaveLength(1)
  })
})

describe('staff who open a ticket by mail', () => {
  test('are its author where the receiving server vouches for them', async () => {
    const desk = await mailDesk({ settings: { 'mandatory-login': '1' } })
    const stan = await desk.staff({ name: 'Stan' })
    await desk.takeIn({
      from: stan.email,
      text: 'I need a monitor.',
      ...says('dmarc=pass; spf=pass; dkim=pass'),
    })
    expect(await desk.tickets()).toMatchObject([
      { content: 'I need a monitor.', author: { kind: 'staff', id: stan.id, name: 'Stan' } },
    ])
    expect(await desk.storage.logs.list({ offset: 0, limit: 1 })).toMatchObject([
      { type: 'CREATE_TICKET', author: { kind: 'staff', id: stan.id } },
    ])
    expect(await desk.mailTo(stan.email)).toMatchObject({ template: 'TICKET_CREATED' })
  })

  test.each<[string, object, object]>([
    [
      'the header is below another one of that server',
      {},
      { authenticationResults: ['mx.helpdesk.example; spf=none', 'mx.helpdesk.example; dmarc=pass'] },
    ],
    ['no server is trusted', { 'mail-authserv-id': '' }, says('dmarc=pass')],
  ])('are refused where %s', async (_, settings, mail) => {
    const desk = await mailDesk({ settings: { ...settings } })
    expect(await desk.takeIn({ from: desk.admin.email, ...mail })).toMatchObject({ refused: 1 })
    expect(await desk.tickets()).toEqual([])
  })
})

describe('an answer to a closed ticket', () => {
  async function closed(...options: Parameters<typeof conversation>) {
    const desk = await conversation(...options)
    await desk.helpdesk.ticket.close(desk.author, { ticketNumber: desk.ticketNumber })
    await desk.mails()
    return desk
  }

  test('reopens it, and notifies department members who opted in to new-ticket mail', async () => {
    const { takeIn, references, tickets, comments, mailTo, helpdesk, admin, author, storage } = await closed()
    const reopened: number[] = []
    helpdesk.on('ticket.reopened', ({ ticketNumber }) => void reopened.push(ticketNumber))
    await takeIn({ text: 'It is broken again.', references })
    const [ticket] = await tickets()
    expect(ticket).toMatchObject({ closed: false, reopened: true, unreadStaff: true })
    expect(ticket?.events.slice(-2)).toMatchObject([
      { type: 'COMMENT', content: 'It is broken again.' },
      { type: 'RE_OPEN', author: { kind: 'user', id: author.id } },
    ])
    expect(await comments()).toHaveLength(1)
    expect(reopened).toEqual([ticket?.ticketNumber])
    expect(await mailTo(admin.email)).toMatchObject({
      template: 'TICKET_RESPONDED',
      variables: { content: 'It is broken again.' },
    })
    expect(await storage.logs.list({ offset: 0, limit: 1 })).toMatchObject([{ type: 'RE_OPEN' }])
    const { tickets: fresh } = await helpdesk.staff.getNewTickets(admin, { page: 1 })
    expect(fresh).toMatchObject([{ ticketNumber: ticket?.ticketNumber }])
  })

  test('notifies the owner alone, if there is one', async () => {
    const { helpdesk, stan, ticketNumber, takeIn, references, mails } = await closed()
    await helpdesk.staff.assignTicket(stan, { ticketNumber })
    await takeIn({ references })
    expect((await mails()).map(({ to, template }) => [to, template])).toEqual([
      [stan.email, 'TICKET_RESPONDED'],
    ])
  })

  test('leaves it closed while the setting reopen-on-reply is off', async () => {
    const { takeIn, references, tickets, comments } = await closed({ settings: { 'reopen-on-reply': '0' } })
    await takeIn({ references })
    expect(await comments()).toHaveLength(1)
    expect(await tickets()).toMatchObject([{ closed: true }])
  })

  test('leaves it closed when staff give it, whose words the author gets by mail', async () => {
    const { takeIn, stan, ticketNumber, tickets, mailTo } = await closed()
    await takeIn({
      from: stan.email,
      subject: `#${ticketNumber}`,
      text: 'Keep it dry.',
      ...says('dmarc=pass'),
    })
    expect(await tickets()).toMatchObject([{ closed: true }])
    expect(await mailTo(jane)).toMatchObject({ variables: { content: 'Keep it dry.' } })
  })
})
