import { beforeEach, describe, expect, test } from 'vitest'
import { createTestHelpdesk, type TestAccount, type TestHelpdesk } from '../../testing/index.js'

const title = 'BUY NOW http://spam.example'
const words = { title, content: 'Cheap <b>watches</b>', name: 'Visit spam.example' }

let desk: TestHelpdesk
let jane: TestAccount
beforeEach(async () => {
  desk = await createTestHelpdesk({ settings: { 'mandatory-login': '0' } })
  jane = await desk.user({ name: 'Jane Real', email: 'jane@customer.example' })
  const fieldId = await desk.storage.customFields.insert({
    name: 'Phone',
    description: '',
    type: 'text',
    options: [],
  })
  await desk.storage.users.setCustomFieldValues(jane.id, [
    { fieldId: fieldId ?? 0, value: '555-1234', optionId: null },
  ])
})

const create = (email: string = jane.email) => desk.helpdesk.ticket.create({}, { ...words, email })

/** Returns the three parts of the link in the newest mail to the address, as a page receives them. */
async function linkTo(email: string) {
  const mail = (await desk.mails()).findLast(({ to }) => to === email)
  const [, link = ''] = /(http\S+\/check-ticket\/\S+)/.exec(mail?.text ?? '') ?? []
  const address = new URL(link)
  const [, , number, to] = address.pathname.split('/')
  const proof = address.searchParams.get('proof') ?? ''
  return { ticketNumber: Number(number), email: decodeURIComponent(to ?? ''), proof }
}

describe('a ticket session', () => {
  test('shows what the guest sent, and nothing of the account with that address', async () => {
    const { ticketNumber } = await create()
    await desk.helpdesk.ticket.comment(jane, { ticketNumber, content: 'That was not me' })
    await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber, content: 'I see' })
    const session = await desk.helpdesk.ticket.check({}, { ticketNumber, email: jane.email })
    const ticket = await desk.helpdesk.ticket.get(session, { ticketNumber })
    expect(ticket.author).toEqual({
      id: jane.id,
      name: words.name,
      email: jane.email,
      staff: false,
      profilePic: null,
      customfields: [],
    })
    expect(ticket.events.map(({ author }) => author?.name)).toEqual([words.name, 'Ada Admin'])
    expect(JSON.stringify(ticket)).not.toMatch(/Jane Real|555-1234/)
  })

  test('shows nothing more once the ticket is proved', async () => {
    await create()
    const session = await desk.helpdesk.ticket.check({}, await linkTo(jane.email))
    const ticket = await desk.helpdesk.ticket.get(session, { ticketNumber: session.ticketNumber })
    expect(JSON.stringify(ticket)).not.toMatch(/Jane Real|555-1234/)
  })

  test('ends with mandatory login, and with a ban of its address, whatever account has it now', async () => {
    const session = await desk.ticketSession({ email: 'gus@customer.example' })
    const { ticketNumber, userId } = session
    const get = () => desk.helpdesk.ticket.get(session, { ticketNumber })
    await desk.storage.settings.set({ 'mandatory-login': '1' })
    await expect(get()).rejects.toMatchObject({ code: 'NO_PERMISSION' })
    expect(await desk.helpdesk.user.checkSession(session)).toEqual({ sessionActive: false })
    await desk.storage.settings.set({ 'mandatory-login': '0' })
    await desk.storage.users.update(userId, { email: 'moved@customer.example' })
    await get()
    for (const email of ['gus@customer.example', 'moved@customer.example']) {
      await desk.storage.bans.add(email)
      await expect(get()).rejects.toMatchObject({ code: 'NO_PERMISSION' })
      await desk.storage.bans.remove(email)
      await get()
    }
  })
})

describe('a guest’s ticket is unproved', () => {
  const isUnproved = async (session: object, ticketNumber: number) =>
    (await desk.helpdesk.ticket.get(session, { ticketNumber })).unproved

  test('for the account that has the address, where it is listed, and for staff', async () => {
    const { ticketNumber } = await create()
    expect(await isUnproved(jane, ticketNumber)).toBe(true)
    expect(await isUnproved(desk.admin, ticketNumber)).toBe(true)
    expect((await desk.helpdesk.user.getTickets(jane)).tickets).toMatchObject([
      { ticketNumber, unproved: true },
    ])
    const { tickets } = await desk.helpdesk.staff.getAllTickets(desk.admin, { page: 1 })
    expect(tickets).toMatchObject([{ unproved: true }])
  })

  test('until the mailed link is followed, which works repeatedly', async () => {
    const { ticketNumber } = await create()
    const link = await linkTo(jane.email)
    expect(link).toEqual({ ticketNumber, email: jane.email, proof: expect.stringMatching(/^[0-9a-f]{40}$/) })
    for (let time = 0; time < 2; time++) {
      const session = await desk.helpdesk.ticket.check({}, link)
      expect(await isUnproved(session, ticketNumber)).toBe(false)
    }
    expect(await isUnproved(desk.admin, ticketNumber)).toBe(false)
  })

  test('also after a check without proof, or with a wrong one', async () => {
    const first = await create()
    const other = await linkTo(jane.email)
    const { ticketNumber } = await create()
    await desk.mails()
    await desk.helpdesk.ticket.check({}, { ticketNumber, email: jane.email, proof: '' })
    for (const proof of [other.proof, 'wrong', ' ', '0'.repeat(40)]) {
      const call = desk.helpdesk.ticket.check({}, { ticketNumber, email: jane.email, proof })
      await expect(call).rejects.toMatchObject({ code: 'INVALID_TICKET' })
    }
    const foreign = desk.helpdesk.ticket.check({}, { ...other, email: 'eve@customer.example' })
    await expect(foreign).rejects.toMatchObject({ code: 'INVALID_TICKET' })
    for (const each of [first, { ticketNumber }])
      expect(await isUnproved(desk.admin, each.ticketNumber)).toBe(true)
  })

  test('never where its writer was signed in', async () => {
    for (const author of [jane, desk.admin])
      expect(await isUnproved(desk.admin, await desk.ticket({ author }))).toBe(false)
  })
})

describe('the link of a mail', () => {
  test('needs no captcha, and the wrong guesses of others do not stop it', async () => {
    const { ticketNumber } = await create()
    const link = await linkTo(jane.email)
    const guess = () => desk.helpdesk.ticket.check({}, { ticketNumber, email: 'eve@customer.example' })
    for (let count = 0; count < 11; count++) await guess().catch(() => {})
    await expect(guess()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
    await desk.storage.settings.set({ 'recaptcha-private': 'secret' })
    expect(await desk.helpdesk.ticket.check({}, link)).toMatchObject({ ticketNumber })
  })

  test('opens no session while mandatory login is on, for a ban, or for a deleted ticket', async () => {
    const { ticketNumber } = await create()
    const link = await linkTo(jane.email)
    const refused = (code: string) =>
      expect(desk.helpdesk.ticket.check({}, link)).rejects.toMatchObject({ code })
    await desk.storage.settings.set({ 'mandatory-login': '1' })
    await refused('NO_PERMISSION')
    await desk.storage.settings.set({ 'mandatory-login': '0' })
    await desk.storage.bans.add(jane.email)
    await refused('ALREADY_BANNED')
    await desk.storage.bans.remove(jane.email)
    await desk.helpdesk.ticket.delete(desk.admin, { ticketNumber })
    await refused('INVALID_TICKET')
  })

  test('has a token that is in no outbox and in no backup', async () => {
    await create()
    const waiting = await new Response(desk.helpdesk.backup()).text()
    const { proof } = await linkTo(jane.email)
    expect(waiting).toContain('TICKET_CREATED')
    expect(waiting).not.toContain(proof)
  })

  test('is in the mails of answers and of closing, too', async () => {
    const { ticketNumber } = await create('new@customer.example')
    const { proof } = await linkTo('new@customer.example')
    await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber, content: 'Yes?' })
    expect((await linkTo('new@customer.example')).proof).toBe(proof)
    await desk.helpdesk.ticket.close(desk.admin, { ticketNumber })
    expect((await linkTo('new@customer.example')).proof).toBe(proof)
  })
})

describe('the mail that confirms a guest’s ticket', () => {
  const said = async (email: string) => {
    const mail = (await desk.mails()).find(({ to }) => to === email)
    return `${mail?.subject} ${mail?.html} ${mail?.text}`
  }

  test('quotes nothing of the sender to an unproved address, however often', async () => {
    for (let time = 0; time < 3; time++) {
      const { ticketNumber } = await create('victim@customer.example')
      const text = await said('victim@customer.example')
      expect(text).not.toMatch(/spam|watches|BUY/i)
      expect(text).toContain(`#${ticketNumber}`)
    }
  })

  test('names the title to a registered account', async () => {
    await create()
    expect(await said(jane.email)).toContain('BUY NOW')
  })

  test('names the title to a guest who followed a link before', async () => {
    await create('gus@customer.example')
    await desk.helpdesk.ticket.check({}, await linkTo('gus@customer.example'))
    await create('gus@customer.example')
    expect(await said('gus@customer.example')).toContain('BUY NOW')
  })

  test('quotes nothing to an account whose address was never verified', async () => {
    await desk.storage.users.update(jane.id, { verificationToken: 'hash' })
    await create()
    expect(await said(jane.email)).not.toMatch(/spam/i)
  })
})
