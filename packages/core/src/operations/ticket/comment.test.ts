import { describe, expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'

const refused = (code: string) => expect.objectContaining({ code })

async function stage() {
  const desk = await createTestHelpdesk()
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
      ...{ type: 'COMMENT', content: '<b>Hello</b>', private: false, edited: false, file: null },
      ...{ date: desk.clock.now(), author: { id: jane.id, staff: false } },
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

  test('keeps both its file and its pictures', async () => {
    const { desk, jane, ticketNumber, comment } = await stage()
    const png = new Uint8Array([
      0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52,
    ])
    const files = { file: new File(['log'], 'a.log'), images: [new File([png], 'b.png')] }
    await comment(jane, { ticketNumber, content: 'See <img src="IMAGE_PATH_0" />', ...files })
    const { events } = await desk.helpdesk.ticket.get(jane, { ticketNumber })
    expect(events.at(-1)?.file).toMatch(/_a\.log$/)
    expect(events.at(-1)?.content).toMatch(/download\?file=t\d+_[0-9a-f]{40}_b\.png"/)
    expect(desk.files.names()).toHaveLength(2)
  })
})

describe('who is mailed of a comment', () => {
  const receivers = async (desk: Awaited<ReturnType<typeof stage>>['desk']) =>
    (await desk.mails()).map(({ template, to }) => [template, to])

  test('by staff: the author and the owner, with a link for who cannot log in', async () => {
    const { desk, jane, owner, ticketNumber, comment } = await stage()
    await comment(desk.admin, { ticketNumber, content: 'On it' })
    const mails = await desk.mails()
    expect(mails.map(({ to }) => to)).toEqual([jane.email, owner.email])
    expect(mails[0]?.variables).toEqual({
      ...{ to: jane.email, name: 'Jane', title: 'Printer', ticketNumber: String(ticketNumber) },
      ...{ content: 'On it', url: 'http://helpdesk.example' },
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

  test('in private: the owner alone', async () => {
    const { desk, owner, ticketNumber, comment } = await stage()
    await comment(desk.admin, { ticketNumber, content: 'Careful', private: true })
    expect(await receivers(desk)).toEqual([['TICKET_RESPONDED', owner.email]])
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
  test('is seen by staff, and by nobody else', async () => {
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

describe('what is refused', () => {
  test('the first bad field answers, and the right to the ticket comes after them', async () => {
    const { desk, ticketNumber, comment } = await stage()
    const stranger = await desk.user()
    await expect(comment(stranger, { ticketNumber: 5, content: '' })).rejects.toEqual(
      refused('INVALID_CONTENT'),
    )
    await expect(comment(stranger, { ticketNumber: 5, content: 'x' })).rejects.toEqual(
      refused('INVALID_TICKET'),
    )
    await expect(comment(stranger, { ticketNumber, content: 'x' })).rejects.toEqual(refused('NO_PERMISSION'))
  })

  test('a captcha that is sent and wrong', async () => {
    const { desk, jane, ticketNumber, comment } = await stage()
    await desk.storage.settings.set({ 'recaptcha-private': 'secret' })
    const log = { ticketNumber, content: 'x' }
    await expect(comment(jane, { ...log, captcha: 'wrong' })).rejects.toEqual(refused('INVALID_CAPTCHA'))
    await expect(comment(jane, { ...log, captcha: '' })).resolves.toBeNull()
  })

  test('a file of a refused type, and nothing is kept', async () => {
    const { desk, jane, ticketNumber, comment } = await stage()
    const call = comment(jane, { ticketNumber, content: 'x', file: new File(['x'], 'a.exe') })
    await expect(call).rejects.toEqual(refused('INVALID_FILE'))
    expect(desk.files.names()).toEqual([])
  })
})
