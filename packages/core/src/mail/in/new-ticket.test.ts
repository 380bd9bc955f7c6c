import { describe, expect, test } from 'vitest'
import { jane, mailDesk, says } from './mail-desk.test-support.js'

describe('a ticket by mail is marked as unproved', () => {
  test.each<[string, object, boolean]>([
    ['where the receiving server says nothing', {}, true],
    ['where it says that the sender is forged', says('dmarc=fail'), true],
    ['where another server vouches', { authenticationResults: ['mx.evil.example; dmarc=pass'] }, true],
    [
      'where Reply-To names the author',
      { from: 'form@shop.example', replyTo: [{ address: jane, name: '' }], ...says('dmarc=pass') },
      true,
    ],
    ['no more where it vouches for the sender', says('dmarc=pass'), false],
  ])('%s', async (_, mail, unproved) => {
    const desk = await mailDesk()
    await desk.user({ email: jane })
    await desk.takeIn(mail)
    expect(await desk.tickets()).toMatchObject([{ authorEmail: jane, unproved }])
  })

  test('until its author answers a mail about it', async () => {
    const desk = await mailDesk()
    await desk.takeIn({})
    const confirmation = await desk.mailTo(jane)
    await desk.takeIn({ references: ['<1@customer.example>'], text: 'Anybody?' })
    expect(await desk.tickets()).toMatchObject([{ unproved: true, events: [{}] }])
    await desk.takeIn({ references: [confirmation?.messageId ?? ''], text: 'It is me.' })
    expect(await desk.tickets()).toMatchObject([{ unproved: false, events: [{}, {}] }])
  })
})

describe('a confirmation', () => {
  const confirmations = async (desk: Awaited<ReturnType<typeof mailDesk>>) =>
    (await desk.mails()).filter(({ template }) => template === 'TICKET_CREATED')

  test('is sent at most ten times an hour to an unauthenticated address', async () => {
    const desk = await mailDesk()
    await desk.takeIn(...Array.from({ length: 12 }, (_, index) => ({ text: `Mail ${index}` })))
    expect(await desk.tickets()).toHaveLength(12)
    expect(await confirmations(desk)).toHaveLength(10)
    desk.clock.advance({ minutes: 61 })
    await desk.takeIn({})
    expect(await confirmations(desk)).toHaveLength(1)
  })

  test('is always sent to an authenticated address', async () => {
    const desk = await mailDesk()
    const mails = Array.from({ length: 12 }, (_, index) => ({ text: `Mail ${index}`, ...says('dmarc=pass') }))
    await desk.takeIn(...mails)
    expect(await confirmations(desk)).toHaveLength(12)
  })
})

describe('a subject of over 200 characters', () => {
  test('has its rest at the head of the content', async () => {
    const desk = await mailDesk()
    await desk.takeIn({ subject: `${'🖨'.repeat(200)} <SERIAL> 4711`, text: 'It smokes.' })
    expect(await desk.tickets()).toMatchObject([
      { title: '🖨'.repeat(200), content: '… &lt;SERIAL&gt; 4711<br /><br />It smokes.' },
    ])
  })

  test('has all of it in the title up to there', async () => {
    const desk = await mailDesk()
    await desk.takeIn({ subject: 'x'.repeat(200), text: 'It smokes.' })
    expect(await desk.tickets()).toMatchObject([{ title: 'x'.repeat(200), content: 'It smokes.' }])
  })

  test('leaves the content unchanged in an answer, and where the text gave the title', async () => {
    const desk = await mailDesk()
    await desk.takeIn(
      { headers: { 'Message-ID': '<1@x>' }, subject: '', text: 'y'.repeat(300) },
      { references: ['<1@x>'], subject: 'z'.repeat(300), text: 'It burns.' },
    )
    expect(await desk.tickets()).toMatchObject([
      { title: 'y'.repeat(200), content: 'y'.repeat(300), events: [{ content: 'It burns.' }] },
    ])
  })
})

test('a text that is too long for a ticket is cut between characters, and attached in full', async () => {
  const desk = await mailDesk()
  const text = `x${'€'.repeat(20_000)}`
  await desk.takeIn({ text })
  const [ticket] = await desk.tickets()
  expect(ticket?.content).toMatch(/^x€+ …$/)
  expect((await desk.files.open(ticket?.file ?? ''))?.size).toBe(60_001)
})
