import { describe, expect, test } from 'vitest'
import { resolvePublic } from './address-guard.js'

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
