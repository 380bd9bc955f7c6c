import { describe, expect, test } from 'vitest'
import { jane, mailDesk } from './mail-desk.test-support.js'

describe('a program wrote a mail', () => {
  test.each([
    { 'Auto-Submitted': 'auto-replied (vacation)' },
    { 'Auto-Submitted': 'auto-generated; owner-email="x@y.example"' },
    { 'Auto-Submitted': 'auto-notified' },
    { Precedence: 'junk' },
    { Precedence: 'list' },
    { Precedence: 'auto_reply' },
    { 'List-Id': 'News <news.shop.example>' },
    { 'List-Id': '<help.helpdesk.example.evil.example>' },
    { 'X-Autorespond': 'Re: Hello' },
    { 'X-Autoreply-From': jane },
    { 'X-Mail-Autoreply': 'true' },
    { 'X-FC-MachineGenerated': 'true' },
    { 'Return-Path': ' < > ' },
    { 'Content-Type': 'Multipart/Report; report-type=disposition-notification; boundary=b' },
  ])('that says %j', async (headers) => {
    const desk = await mailDesk()
    expect(await desk.takeIn({ headers })).toMatchObject({ taken: 0, ignored: 1 })
    const [name = ''] = Object.keys(headers)
    const [{ cause } = { cause: null }] = await desk.problems()
    expect(cause?.toLowerCase()).toContain(name === 'Content-Type' ? 'multipart/report' : name.toLowerCase())
  })
})

describe('a person wrote a mail', () => {
  test.each([
    ['whose subject begins as automatic ones do', { subject: 'Out of office hours support question' }],
    ['with the subject of an automatic answer', { subject: 'Automatic reply: Out of Office: Re: #123456' }],
    ['that says so', { headers: { 'Auto-Submitted': 'No', 'X-Autoreply': 'no', Precedence: 'first-class' } }],
    ['from the address of a postmaster', { from: 'postmaster@customer.example' }],
    ['with a way back', { headers: { 'Return-Path': `<${jane}>` } }],
    [
      'through the list that is the address of the helpdesk',
      { headers: { 'List-Id': 'Help <help.helpdesk.example>', Precedence: 'list' } },
    ],
  ])('%s', async (_, mail) => {
    const desk = await mailDesk()
    expect(await desk.takeIn(mail)).toMatchObject({ taken: 1, ignored: 0 })
  })
})

describe('an automatic answer', () => {
  test.each([
    { 'X-Auto-Response-Suppress': 'All' },
    { 'X-Auto-Response-Suppress': 'DR, OOF, AutoReply' },
    { 'List-Unsubscribe': '<mailto:stop@shop.example>' },
  ])('is not sent where the mail says %j, which is a ticket all the same', async (headers) => {
    const desk = await mailDesk()
    expect(await desk.takeIn({ headers })).toMatchObject({ taken: 1 })
    expect(await desk.mailTo(jane)).toBeUndefined()
  })

  test('is sent where a mail suppresses only other kinds', async () => {
    const desk = await mailDesk()
    await desk.takeIn({ headers: { 'X-Auto-Response-Suppress': 'DR, OOF' } })
    expect(await desk.mailTo(jane)).toMatchObject({ template: 'TICKET_CREATED' })
  })

  test('is not sent to a noreply address', async () => {
    const desk = await mailDesk()
    const from = 'orders.no-reply@shop.example'
    expect(await desk.takeIn({ from })).toMatchObject({ taken: 1 })
    expect(await desk.mailTo(from)).toBeUndefined()
  })
})
