import { expect, test } from 'vitest'
import { smtpServers, splitHost } from './mail-server.js'

test.each([
  ['mail.example', [{ host: 'mail.example', port: 25, secure: false, requireTls: false }]],
  ['mail.example:587', [{ host: 'mail.example', port: 587, secure: false, requireTls: false }]],
  ['mail.example:465', [{ host: 'mail.example', port: 465, secure: true, requireTls: false }]],
  ['SSL://mail.example', [{ host: 'mail.example', port: 465, secure: true, requireTls: false }]],
  ['tls://mail.example:2525', [{ host: 'mail.example', port: 2525, secure: false, requireTls: true }]],
  ['[2a00::1]:26', [{ host: '2a00::1', port: 26, secure: false, requireTls: false }]],
  [
    'one.example ; ssl://two.example:4650;',
    [
      { host: 'one.example', port: 25, secure: false, requireTls: false },
      { host: 'two.example', port: 4650, secure: true, requireTls: false },
    ],
  ],
  ['', []],
  ['ftp://x.example', []],
  ['user@host', []],
  ['x.example:0', []],
])('%j', (text, servers) => {
  expect(smtpServers(text)).toEqual(servers)
})

test.each([
  ['x.example', { host: 'x.example', port: undefined }],
  ['::1', { host: '::1', port: undefined }],
  ['[::1]:993', { host: '::1', port: 993 }],
  ['x.example:65536', undefined],
  ['x y', undefined],
])('host %j', (text, parts) => {
  expect(splitHost(text)).toEqual(parts)
})
