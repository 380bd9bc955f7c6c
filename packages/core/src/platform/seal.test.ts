import { expect, test } from 'vitest'
import { keyOfSecret, seal, unseal } from './seal.js'

const key = keyOfSecret('secret', 'a test')

test.each(['', 'a key', 'pässword 🔑', 'x'.repeat(10_000)])(
  'what was sealed is opened again: %.10s',
  (text) => {
    const sealed = seal(key, text, 'smtp-pass')
    expect(sealed).not.toContain(text === '' ? ' ' : text)
    expect(unseal(key, sealed, 'smtp-pass')).toBe(text)
  },
)

test('the same text is sealed differently each time', () => {
  expect(seal(key, 'a', 'b')).not.toBe(seal(key, 'a', 'b'))
})

test('decryption fails with another key, another context or a changed text', () => {
  const sealed = seal(key, 'a key', 'smtp-pass')
  expect(unseal(keyOfSecret('Secret', 'a test'), sealed, 'smtp-pass')).toBeUndefined()
  expect(unseal(keyOfSecret('secret', 'another'), sealed, 'smtp-pass')).toBeUndefined()
  expect(unseal(key, sealed, 'imap-pass')).toBeUndefined()
  const bytes = Buffer.from(sealed, 'base64')
  for (const place of bytes.keys()) {
    const changed = Buffer.from(bytes)
    changed[place] = (changed[place] ?? 0) ^ 1
    expect(unseal(key, changed.toString('base64'), 'smtp-pass')).toBeUndefined()
  }
  for (const text of ['', 'x', 'clear text']) expect(unseal(key, text, 'smtp-pass')).toBeUndefined()
})
