import { describe, expect, test, vi } from 'vitest'
import { clientAddresses, parseAddress } from './client-address.js'

test.each([
  ['203.0.113.7', '203.0.113.7'],
  [' 203.0.113.7 ', '203.0.113.7'],
  ['203.0.113.7:4711', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['[2001:DB8::1]:4711', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['2001:db8::1', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
])('the address %j is %s', (text, address) => {
  expect(parseAddress(text)).toBe(address)
})

test.each(['', 'unknown', '_hidden', '203.0.113', '203.0.113.7.9', '[', '[x]', '%', 'a'.repeat(1_000_000)])(
  '%.20j is not an address',
  (text) => {
    expect(parseAddress(text)).toBeUndefined()
  },
)

const headers = (all: Record<string, string>) => (name: string) => all[name]

describe('with trustProxy', () => {
  const addressOf = clientAddresses(true, () => {})

  test('uses the last address, the one that the proxy added', () => {
    const forwarded = headers({ 'x-forwarded-for': 'made up, 198.51.100.1, 203.0.113.7' })
    expect(addressOf('127.0.0.1', forwarded)).toEqual({ ip: '203.0.113.7', isProxy: false })
  })

  test('uses only the last of a million addresses', () => {
    const forwarded = headers({ 'x-forwarded-for': `${'x'.repeat(1_000_000)},203.0.113.7` })
    expect(addressOf('127.0.0.1', forwarded)).toEqual({ ip: '203.0.113.7', isProxy: false })
  })

  test('an invalid address leaves the caller unknown', () => {
    const forwarded = headers({ 'x-forwarded-for': 'x'.repeat(1_000_000) })
    expect(addressOf('127.0.0.1', forwarded)).toEqual({ ip: '127.0.0.1', isProxy: true })
  })

  test('a request without the header counts by its own address', () => {
    expect(addressOf('::ffff:203.0.113.7', headers({}))).toEqual({ ip: '203.0.113.7', isProxy: false })
  })
})

describe('without trustProxy', () => {
  test.each(['127.0.0.1', '::1', '10.0.0.2', '172.17.0.1', '192.168.1.1', 'fd00::1', '::ffff:10.0.0.2'])(
    'a private peer %s that sends the header is a proxy from then on',
    (peer) => {
      const addressOf = clientAddresses(false, () => {})
      expect(addressOf(peer, headers({})).isProxy).toBe(false)
      expect(addressOf(peer, headers({ 'x-forwarded-for': '203.0.113.7' })).isProxy).toBe(true)
      expect(addressOf(peer, headers({})).isProxy).toBe(true)
    },
  )

  test.each(['203.0.113.7', '2001:db8::1', '172.32.0.1'])(
    'a public peer %s is never considered a proxy',
    (peer) => {
      const addressOf = clientAddresses(false, () => {})
      const forwarded = headers({ forwarded: 'for=198.51.100.1', 'x-forwarded-for': '198.51.100.1' })
      expect(addressOf(peer, forwarded)).toEqual({ ip: peer, isProxy: false })
    },
  )

  test('a forwarded request is logged as a warning once', () => {
    const warn = vi.fn()
    const addressOf = clientAddresses(false, warn)
    addressOf('127.0.0.1', headers({}))
    expect(warn).not.toHaveBeenCalled()
    for (const _ of ['once', 'again']) addressOf('127.0.0.1', headers({ forwarded: 'for=198.51.100.1' }))
    expect(warn).toHaveBeenCalledOnce()
  })
})
