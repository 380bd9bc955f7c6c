import { describe, expect, test } from 'vitest'
import { storesOf } from '../storage/index.js'
import { memoryStorage } from '../storage/memory/index.js'
import { accounts, ids, words } from './list.js'

const storage = storesOf(memoryStorage())

const noLists = [
  undefined,
  null,
  '',
  ' ',
  '1',
  1,
  true,
  'abc',
  '{}',
  {},
  { length: 1, 0: 1 },
  '[',
  '[1',
  'null',
  '"x"',
  '[1]x',
  '['.repeat(100_000),
  () => [],
  new Date(0),
  1n,
]

describe('a list of ids', () => {
  const read = (value: unknown) => ids('INVALID_LIST').read(value, storage)

  test('is an array, or its JSON; ids may be texts, and duplicates are removed', () => {
    for (const value of [[], '[]', ' [ ] ']) expect(read(value)).toEqual([])
    for (const value of [[3, 1, 3], ['3', '1'], '[3,1,3]', '["3","1"]', '[3.0, "01"]']) {
      expect(read(value)).toEqual([3, 1])
    }
  })

  test('accepts only ids', () => {
    const entries = [
      '0',
      '-1',
      '1.5',
      'null',
      '[1]',
      '{"id":1}',
      '"1 OR 1=1"',
      '"1abc"',
      'true',
      '""',
      '1e20',
      '4294967296',
    ]
    for (const entry of entries) expect(() => read(`[1,${entry}]`)).toThrow('INVALID_LIST')
    for (const value of noLists) expect(() => read(value)).toThrow('INVALID_LIST')
  })

  test('has at most 500 entries', () => {
    expect(read(Array.from({ length: 500 }, (_, index) => index + 1))).toHaveLength(500)
    expect(() => read(new Array(501).fill(1))).toThrow('INVALID_LIST')
  })
})

describe('a list of accounts', () => {
  const read = (value: unknown) => accounts('INVALID_LIST').read(value, storage)

  test('names users and staff, in order', () => {
    const expected = [
      { kind: 'staff', id: 1 },
      { kind: 'user', id: 1 },
    ]
    expect(read([{ id: 1, isStaff: true }, { id: 1 }])).toEqual(expected)
    expect(read('[{"id":1,"isStaff":1},{"id":"1","isStaff":0}]')).toEqual(expected)
    expect(read('[{"id":"1","isStaff":"1"},{"id":1,"isStaff":false,"name":"ignored"}]')).toEqual(expected)
    expect(read('[]')).toEqual([])
  })

  test('accepts only accounts', () => {
    const entries = [
      '1',
      '"1"',
      'null',
      '[]',
      '{}',
      '{"id":0}',
      '{"id":"x"}',
      '{"id":1,"isStaff":2}',
      '{"id":[1]}',
    ]
    for (const entry of entries) expect(() => read(`[${entry}]`)).toThrow('INVALID_LIST')
    for (const value of noLists) expect(() => read(value)).toThrow('INVALID_LIST')
  })
})

describe('a list of texts', () => {
  const read = (value: unknown) => words('INVALID_SUPPORTED_LANGUAGES').read(value, storage)

  test('is an array, or its JSON', () => {
    expect(read(['en', 'de'])).toEqual(['en', 'de'])
    expect(read('["en","de"]')).toEqual(['en', 'de'])
    expect(read('[]')).toEqual([])
  })

  test('accepts only texts', () => {
    for (const value of [...noLists, '[1]', '[null]', '[["en"]]', [{}], new Array(501).fill('en')]) {
      expect(() => read(value)).toThrow('INVALID_SUPPORTED_LANGUAGES')
    }
  })
})
