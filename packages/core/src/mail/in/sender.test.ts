import { describe, expect, test } from 'vitest'
import { jane, mailDesk, says } from './mail-desk.test-support.js'
import { accountAddress } from './sender.js'

const carl = { address: 'carl@customer.example', name: 'Carl Customer' }
const form = { from: 'noreply@shop.example', name: 'Website', replyTo: [carl] }

describe('a mail is from Reply-To', () => {
  test.each([
    ['where nobody reads the other address', 'noreply@shop.example'],
    ['where it is spelled otherwise', 'do_not.reply+17@shop.example'],
    ['where the other is the address of the helpdesk', 'help@helpdesk.example'],
    ['where the other is the user of the mailbox', 'box@provider.example'],
    ['where the other has no account', 'wordpress@shop.example'],
    ['where there is no other', ''],
  ])('%s', async (_, from) => {
    const desk = await mailDesk({
      settings: { 'imap-host': 'imap.provider.example', 'imap-user': 'Box@provider.example' },
    })
    expect(await desk.takeIn({ ...form, from })).toMatchObject({ taken: 1 })
    expect(await desk.tickets()).toMatchObject([
      { author: { name: 'Carl Customer', email: carl.address }, authorEmail: carl.address },
    ])
    expect(await desk.mailTo(carl.address)).toMatchObject({ template: 'TICKET_CREATED' })
  })

  test('where a guest wrote by that address before', async () => {
    const desk = await mailDesk()
    await desk.takeIn({ from: form.from })
    await desk.takeIn(form)
    expect((await desk.tickets()).map(({ authorEmail }) => authorEmail)).toEqual([form.from, carl.address])
  })

  test('if From is an unauthenticated address of staff', async () => {
    const desk = await mailDesk()
    await desk.takeIn({ ...form, from: desk.admin.email })
    expect(await desk.tickets()).toMatchObject([{ authorEmail: carl.address }])
  })

  test('of several addresses, from the first that can be answered', async () => {
    const desk = await mailDesk()
    const replyTo = [{ address: 'nobody', name: '' }, { address: 'help@helpdesk.example', name: '' }, carl]
    await desk.takeIn({ ...form, replyTo })
    expect(await desk.tickets()).toMatchObject([{ authorEmail: carl.address }])
  })
})

describe('a mail is from From', () => {
  test('where it has a registered account, whatever Reply-To says', async () => {
    const desk = await mailDesk()
    await desk.user({ email: jane })
    await desk.takeIn({ from: jane, replyTo: [carl] })
    expect(await desk.tickets()).toMatchObject([{ author: { email: jane } }])
  })

  test('where it is one of staff for whom the receiving server vouches', async () => {
    const desk = await mailDesk()
    await desk.takeIn({ from: desk.admin.email, replyTo: [carl], ...says('dmarc=pass') })
    expect(await desk.tickets()).toMatchObject([{ author: { kind: 'staff', id: desk.admin.id } }])
  })

  test('if Reply-To is the same address, or cannot be answered', async () => {
    const desk = await mailDesk()
    await desk.takeIn({ replyTo: [{ address: jane, name: 'J.' }] }, { replyTo: [{ address: 'x', name: '' }] })
    expect(await desk.tickets()).toMatchObject([{ authorEmail: jane }, { authorEmail: jane }])
  })
})

describe('a mail is not taken', () => {
  test.each([
    ['by the helpdesk to itself', 'help@helpdesk.example', []],
    [
      'by the helpdesk to itself, answered by itself',
      'HELP@helpdesk.example'.toLowerCase(),
      ['help@helpdesk.example'],
    ],
  ])('%s: it is ignored', async (_, from, addresses) => {
    const desk = await mailDesk()
    const replyTo = addresses.map((address) => ({ address, name: '' }))
    expect(await desk.takeIn({ from, replyTo })).toMatchObject({ ignored: 1 })
    expect(await desk.problems()).toMatchObject([{ cause: expect.stringContaining('of this helpdesk') }])
  })

  test.each(['from', 'replyTo'])('where the address of %s is banned', async (which) => {
    const desk = await mailDesk()
    await desk.storage.bans.add(which === 'from' ? 'sales@shop.example' : carl.address)
    expect(await desk.takeIn({ ...form, from: 'sales@shop.example' })).toMatchObject({ refused: 1 })
    expect(await desk.problems()).toMatchObject([{ cause: 'ALREADY_BANNED' }])
  })

  test('where Reply-To is one of staff: the receiving server never vouches for it', async () => {
    const desk = await mailDesk()
    const replyTo = [{ address: desk.admin.email, name: 'Ada' }]
    expect(await desk.takeIn({ ...form, replyTo, ...says('dmarc=pass') })).toMatchObject({ refused: 1 })
    expect(await desk.problems()).toMatchObject([{ cause: expect.stringContaining('does not vouch') }])
  })

  test('where one that writes for others has sent 300 in an hour', async () => {
    const desk = await mailDesk()
    const mails = Array.from({ length: 301 }, (_, index) => ({
      ...form,
      replyTo: [{ address: `c${index}@customer.example`, name: '' }],
    }))
    expect(await desk.takeIn(...mails)).toMatchObject({ taken: 300, refused: 1 })
  })
})

describe('an address in another script', () => {
  test('has its domain in ASCII letters, in the account and in mails to it', async () => {
    const desk = await mailDesk()
    await desk.takeIn({ from: 'joerg@müller.example', name: 'Jörg' }, { from: 'joerg@xn--mller-kva.example' })
    const ascii = 'joerg@xn--mller-kva.example'
    expect(await desk.tickets()).toMatchObject([
      { author: { id: 1, name: 'Jörg', email: ascii } },
      { author: { id: 1, email: ascii } },
    ])
    expect(await desk.mailTo(ascii)).toMatchObject({ template: 'TICKET_CREATED' })
  })

  test('has the letters before the @ as they are, and is one account in whatever form it was typed', async () => {
    const desk = await mailDesk()
    await desk.takeIn(
      { from: '张伟@例子.example', name: '张伟' },
      { from: 'jörg@customer.example' },
      { from: 'jo\u0308rg@customer.example' },
    )
    expect(await desk.tickets()).toMatchObject([
      { author: { name: '张伟', email: '张伟@xn--fsqu00a.example' } },
      { author: { id: 2, email: 'jörg@customer.example' } },
      { author: { id: 2 } },
    ])
    const address = '张伟@xn--fsqu00a.example'
    const confirmation = await desk.mailTo(address)
    const ticketNumber = Number(confirmation?.variables.ticketNumber)
    expect(await desk.helpdesk.ticket.check({}, { ticketNumber, email: address })).toMatchObject({
      ticketNumber,
    })
  })

  test.each(['ja\u200bne@customer.example', '\uff4aane@customer.example', '\u212aelvin@customer.example'])(
    '%j is refused: it looks like another one',
    async (from) => {
      const desk = await mailDesk()
      expect(await desk.takeIn({ from })).toMatchObject({ refused: 1 })
    },
  )

  test.each([
    ['x@例子.example', 'x@xn--fsqu00a.example'],
    ['x@MÜLLER.example', 'x@xn--mller-kva.example'],
    ['x@plain.example', 'x@plain.example'],
    ['x@[192.0.2.1]', 'x@[192.0.2.1]'],
    ['a@b@ü.example', 'a@b@xn--tda.example'],
    ['nothing', 'nothing'],
  ])('%s is %s', (written, address) => {
    expect(accountAddress(written)).toBe(address)
  })

  test('too long for a domain stays as it is', () => {
    const long = `x@${'ü'.repeat(300)}`
    expect(accountAddress(long)).toBe(long)
  })
})
