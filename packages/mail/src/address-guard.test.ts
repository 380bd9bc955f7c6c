import { describe, expect, test } from 'vitest'
import { isPublicAddress, resolvePublic } from './address-guard.js'

describe('an address', () => {
  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.9',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '2001:db8::1',
    '2002:7f00:1::',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    '5f00::1',
    '4000::1',
    '1fff::1',
    'e000::1',
    '2001:2::1',
    '192.88.99.1',
    '100::1',
    'localhost',
    '',
    '1.2.3',
    '0x7f000001',
    '::ffff:0:8.8.8.8',
    '2001::1',
  ])('%j is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  test.each([
    '8.8.8.8',
    '1.1.1.1',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700:4700::1111',
    '2a00:1450:4001:80e::200e',
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })
})

describe('a host', () => {
  test('is rejected if its name resolves to a private address, in any spelling', async () => {
    for (const host of ['localhost', '127.1', '2130706433', '0', '::1'])
      await expect(resolvePublic(host)).rejects.toThrow()
  })

  test('may be in a private network if that is allowed', async () => {
    expect(await resolvePublic('127.0.0.1', { allowPrivate: true })).toBe('127.0.0.1')
  })

  test('that is an IP address needs no name server', async () => {
    expect(await resolvePublic('8.8.8.8')).toBe('8.8.8.8')
  })
})
