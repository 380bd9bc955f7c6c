import { describe, expect, test } from 'vitest'
import { createTestHelpdesk } from '../../testing/index.js'
import { mailDesk, silent } from './mail-desk.test-support.js'

const headers = { 'Message-ID': '<1@customer.example>', Date: 'Wed, 25 Nov 2026 10:00:00 +0100' }
/** The same mail with headers added on its route. */
const by = (way: string) => ({ headers: { ...headers, Received: `from a by ${way}` } })
const file = (content: string) => {
  const blob = new Blob([content])
  return { name: 'a.txt', size: blob.size, inline: false, stream: () => blob.stream() }
}

describe('a mail that arrives by two routes', () => {
  test('is one ticket, with one confirmation, and the copy leaves the mailbox', async () => {
    const desk = await mailDesk()
    const attachments = [file('smoke')]
    const mails = [by('help'), by('sales')].map((mail) => ({ ...mail, attachments }))
    expect(await desk.takeIn(...mails)).toMatchObject({ taken: 1, ignored: 1 })
    const [ticket, ...others] = await desk.tickets()
    expect(others).toEqual([])
    expect((await desk.mails()).filter(({ template }) => template === 'TICKET_CREATED')).toHaveLength(1)
    expect(desk.inbox.uids()).toEqual([])
    expect(await desk.problems()).toMatchObject([
      {
        fate: 'ignored',
        cause: 'it is a copy of a mail that was taken before',
        ticketNumber: ticket?.ticketNumber,
      },
    ])
  })

  test('is one ticket, even if two processes take it concurrently', async () => {
    const desk = await mailDesk()
    const { helpdesk, inbox } = await createTestHelpdesk({
      storage: desk.storage,
      install: false,
      log: silent,
    })
    desk.inbox.put(by('help'))
    // A second mailbox of the same name, whose first mail has another number than in the first one.
    inbox.put(new Error('not a mail'))
    inbox.put(by('sales'))
    await Promise.all([desk.helpdesk.pollMail(), helpdesk.pollMail()])
    expect(await desk.tickets()).toHaveLength(1)
  })
})

describe('two mails with one Message-ID are two tickets', () => {
  test.each<[string, object]>([
    ['words', { text: 'Another one.' }],
    ['subjects', { subject: 'Another one' }],
    ['senders', { from: 'joe@customer.example' }],
    ['dates', { headers: { ...headers, Date: 'Wed, 25 Nov 2026 10:00:01 +0100' } }],
    ['types', { headers: { ...headers, 'Content-Type': 'text/html' } }],
    ['files', { attachments: [file('fire!')] }],
    ['numbers of files', { attachments: [file('smoke'), file('smoke')] }],
  ])('when they have other %s', async (_, other) => {
    const desk = await mailDesk()
    const mail = { ...by('help'), attachments: [file('smoke')] }
    expect(await desk.takeIn(mail, { ...mail, ...other })).toMatchObject({ taken: 2 })
  })
})

test.each([{ 'Message-ID': '' }, { Date: '' }])('mails with %j are never the same', async (missing) => {
  const desk = await mailDesk()
  const mails = ['help', 'sales'].map((way) => ({ headers: { ...by(way).headers, ...missing } }))
  expect(await desk.takeIn(...mails)).toMatchObject({ taken: 2 })
})
