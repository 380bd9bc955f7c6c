import { expect, test } from 'vitest'
import { mailboxAddress } from './address.js'

const at = (host: string, port: number, more: object = {}) => ({
  host,
  port,
  secure: false,
  plainText: false,
  folder: 'INBOX',
  ...more,
})

test.each([
  ['{mail.example:993/imap/ssl}INBOX', at('mail.example', 993, { secure: true })],
  ['{mail.example:143/imap/tls}Support', at('mail.example', 143, { folder: 'Support' })],
  ['{mail.example/IMAP/SSL/novalidate-cert}', at('mail.example', 993, { secure: true })],
  ['{mail.example:143/notls}INBOX', at('mail.example', 143, { plainText: true })],
  ['{mail.example:993}INBOX', at('mail.example', 993, { secure: true })],
  ['mail.example', at('mail.example', 143)],
  ['mail.example:993', at('mail.example', 993, { secure: true })],
  ['ssl://mail.example', at('mail.example', 993, { secure: true })],
  ['{[2a00::1]:144}A/B', at('2a00::1', 144, { folder: 'A/B' })],
  ['', undefined],
  ['{mail.example', undefined],
  ['pop3://mail.example', undefined],
])('%j', (text, address) => {
  expect(mailboxAddress(text)).toEqual(address)
})
