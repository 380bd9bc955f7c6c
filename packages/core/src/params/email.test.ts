import { describe, expect, test } from 'vitest'
import { storesOf } from '../storage/index.js'
import { memoryStorage } from '../storage/memory/index.js'
import { email, isEmail, isMailAddress, lowerCase, mailAddress } from './email.js'

const storage = storesOf(memoryStorage())
const read = (value: unknown) => email('INVALID_EMAIL').read(value, storage)

const longLocal = 'l'.repeat(64)
const longLabel = 'd'.repeat(63)
const longest = `${longLocal}@${longLabel}.${longLabel}.${'e'.repeat(57)}.com`

describe('an address of this form is taken', () => {
  test.each([
    'jane@example.com',
    'jane.van.doe@mail.example.co.uk',
    "o'hara+tag@example.com",
    "!#$%&'*+-/=?^_`{|}~@example.com",
    '1@2.com',
    'a@b.c',
    'jane@xn--bcher-kva.example',
    'jane@example.xn--p1ai',
    'jane@sub-domain.example',
    '"jane doe"@example.com',
    '"jane\\"doe"@example.com',
    '"@"@example.com',
    'jane@[127.0.0.1]',
    'jane@[ipv6:::1]',
    `${longLocal}@example.com`,
    `jane@${longLabel}.com`,
    longest,
  ])('%s', (address) => {
    expect(read(address)).toBe(address)
  })
})

describe('an address of this form is refused', () => {
  test.each([
    '',
    ' ',
    'jane',
    'jane@',
    '@example.com',
    'jane@localhost',
    'x@jobscom',
    'jane@example.',
    'jane@.example.com',
    'jane@example..com',
    'jane@-example.com',
    'jane@example-.com',
    'jane@exa_mple.com',
    'jane@example.123',
    'jane@example.1a',
    '.jane@example.com',
    'jane.@example.com',
    'ja..ne@example.com',
    'jane doe@example.com',
    ' jane@example.com',
    'jane@example.com ',
    'jane@example.com\n',
    'jane@example.com\r\nBcc: all@example.com',
    'jane\0@example.com',
    'jane@exam\0ple.com',
    'jane@example.com,joe@example.com',
    'Jane <jane@example.com>',
    'jane@joe@example.com',
    'jösé@example.com',
    'jane@bücher.example',
    'jane@127.0.0.1',
    'jane@[127.0.0]',
    'jane@[example.com]',
    '"jane@example.com',
    '"ja"ne"@example.com',
    'jane@example.com;',
    "' or 1=1 --",
    '\ud800@example.com',
    `${longLocal}l@example.com`,
    `jane@${longLabel}d.com`,
    `${longest.slice(0, -4)}e.com`,
  ])('%j', (address) => {
    expect(() => read(address)).toThrow('INVALID_EMAIL')
  })
})

test('a value that is not text is refused', () => {
  for (const value of [undefined, null, 0, true, [], ['jane@example.com'], {}, 5n]) {
    expect(() => read(value)).toThrow('INVALID_EMAIL')
  }
})

test('capital letters become lower case', () => {
  expect(read('Jane.DOE@Example.COM')).toBe('jane.doe@example.com')
})

test('letters that only look like ASCII in lower case stay, and are refused', () => {
  expect(lowerCase('\u212aelvin')).toBe('\u212aelvin')
  expect(isEmail('\u212a@example.com')).toBe(false)
})

test('the longest hostile texts are refused quickly', () => {
  for (const part of ['a', 'a.', '"', '"\\', '@', 'a@a.', '-', '[']) {
    expect(() => read(part.repeat(500_000))).toThrow('INVALID_EMAIL')
    expect(() => read(part.repeat(254 / part.length))).toThrow('INVALID_EMAIL')
  }
})

describe('an address of an incoming mail', () => {
  test.each([
    'jane@example.com',
    '张伟@xn--fsqu00a.example',
    'jösé.o@example.com',
    'ñ@[127.0.0.1]',
    'नमस्ते@x.example',
  ])('may be %s', (address) => {
    expect(mailAddress('INVALID_EMAIL').read(address, storage)).toBe(address)
  })

  test.each([
    '张伟@例子.example',
    'jo\u0308rg@example.com',
    '\uff4aane@example.com',
    '\u212aelvin@example.com',
    'ja\u200bne@example.com',
    'ja\u202ene@example.com',
    'ja\u00a0ne@example.com',
    '张伟',
    'x@y@例.example',
    'ü@',
    '\ud800@example.com',
    '😀@example.com',
    `${'ü'.repeat(65)}@example.com`,
    `${'@'.repeat(100)}${'ü'.repeat(150)}`,
  ])('is not %j', (address) => {
    expect(isMailAddress(address)).toBe(false)
  })
})
