import { createTestHelpdesk } from '@opensupports/core/testing'
import { expect, test } from 'vitest'
import { encoderOf, nativeEncoderOf, type Schema } from './encoder.js'

const marked = (type: string, column: string) => ({
  type,
  pipe: [{ type }, { type: 'metadata', metadata: { column } }],
})
const encode = (schema: object, value: unknown) => encoderOf(schema as unknown as Schema)(value)

test.each([
  ['number', 12, '12'],
  ['flag', true, '1'],
  ['flag', false, '0'],
  ['mark', true, '1'],
  ['mark', false, null],
  ['bit', true, 1],
  ['bit', false, 0],
  ['date', new Date('2026-01-02T03:04:59Z'), '202601020304'],
])('a column of kind %s turns %s into %j', (column, value, expected) => {
  expect(encode(marked('any', column), value)).toBe(expected)
})

test('null stays null, and optional values may be missing', () => {
  const schema = {
    type: 'object',
    entries: {
      a: { type: 'nullable', wrapped: marked('number', 'number') },
      b: { type: 'optional', wrapped: marked('number', 'number') },
      c: marked('number', 'number'),
    },
  }
  expect(encode(schema, { a: null, c: 3 })).toEqual({ a: null, c: '3' })
})

test('lists and objects are encoded recursively, and unmarked parts are kept', () => {
  const schema = {
    type: 'array',
    item: { type: 'object', entries: { id: marked('number', 'number'), n: { type: 'number' } } },
  }
  expect(encode(schema, [{ id: 1, n: 2 }])).toEqual([{ id: '1', n: 2 }])
})

test('values other than the expected list or object are kept', () => {
  const object = { type: 'object', entries: { id: marked('number', 'number') } }
  for (const value of [null, [], '', false]) expect(encode(object, value)).toEqual(value)
  for (const value of [null, {}, '']) expect(encode({ type: 'array', item: object }, value)).toEqual(value)
  expect(encode(object, { id: null })).toEqual({ id: null })
})

test('a removed value is an empty list if it is marked so', () => {
  const gone = marked('nullable', 'emptyList')
  const list = { ...gone, pipe: [{ type: 'nullable', wrapped: marked('number', 'number') }, gone.pipe[1]] }
  expect(encode(list, null)).toEqual([])
  expect(encode(list, 7)).toBe('7')
})

test('records are encoded value by value', () => {
  const record = { type: 'record', key: { type: 'string' }, value: marked('boolean', 'flag') }
  expect(encode(record, { a: true, b: false })).toEqual({ a: '1', b: '0' })
})

test('the first option of a union that matches a value encodes it', () => {
  const taking = (type: string, schema: object) => ({
    ...schema,
    '~standard': {
      validate: (value: unknown) => (typeof value === type ? { value } : { issues: [{ message: type }] }),
    },
  })
  const union = {
    type: 'union',
    options: [taking('number', marked('number', 'number')), taking('boolean', marked('boolean', 'mark'))],
  }
  expect(encode(union, 12)).toBe('12')
  expect(encode(union, false)).toBeNull()
  expect(encode(union, 'else')).toBe('else')
  expect(encode({ type: 'picklist', options: ['a', 'b'] }, 'a')).toBe('a')
})

test('the input is not changed', () => {
  const value = Object.freeze({ id: 1 })
  encode({ type: 'object', entries: { id: marked('number', 'number') } }, value)
  expect(value).toEqual({ id: 1 })
})

test('every operation has an encoder', async () => {
  const { helpdesk } = await createTestHelpdesk()
  for (const { data } of helpdesk.operations.values()) {
    expect(encoderOf(data as unknown as Schema)).toBeTypeOf('function')
  }
})

test('values that 4.11 does not have are left out', () => {
  const schema = { type: 'object', entries: { a: marked('boolean', 'native'), b: { type: 'string' } } }
  for (const a of [true, false, null, undefined])
    expect(JSON.stringify(encode(schema, { a, b: 'x' }))).toBe('{"b":"x"}')
})

const moments = {
  type: 'object',
  entries: {
    at: { type: 'date' },
    marked: { type: 'date', pipe: [{ type: 'date' }, { type: 'metadata', metadata: { column: 'date' } }] },
    last: { type: 'nullable', wrapped: { type: 'date' } },
    id: marked('number', 'number'),
    own: marked('boolean', 'native'),
    owner: marked('nullable', 'emptyList'),
  },
}
const encodeNative = nativeEncoderOf({ type: 'array', item: moments } as unknown as Schema)

test('natively, a value is the JSON that it would be anyway', () => {
  const values = [
    '2026-01-02T03:04:00Z',
    '1999-12-31T23:59:00Z',
    '2026-01-02T03:04:05Z',
    '2026-01-02T03:04:00.006Z',
    '0999-01-02T03:04:00Z',
    '-000001-01-02T03:04:00Z',
    '+010000-01-02T03:04:00Z',
    'none',
  ]
    .map((text) => new Date(text))
    .map((at) => ({ at, marked: at, last: null, id: 1, own: true, owner: null, more: at }))
  expect(JSON.stringify(encodeNative(values))).toBe(JSON.stringify(values))
  expect(encodeNative(values)).toMatchObject([{ at: '2026-01-02T03:04:00.000Z' }, {}, {}, {}, {}, {}, {}, {}])
  const odd = ['text', null, { at: 'text', last: 7 }, { toJSON: () => 'its own' }]
  expect(JSON.stringify(encodeNative(odd))).toBe(JSON.stringify(odd))
})

test('natively, a record with a JSON of its own is left alone', () => {
  const schema = { type: 'record', value: { type: 'date' } } as unknown as Schema
  const own = { at: new Date(0), toJSON: () => 'its own' }
  expect(JSON.stringify(nativeEncoderOf(schema)(own))).toBe('"its own"')
})

test('natively, what has no moments is not copied', () => {
  const schema = { type: 'object', entries: { id: marked('number', 'number') } }
  const value = { id: 1 }
  expect(nativeEncoderOf(schema as unknown as Schema)(value)).toBe(value)
})
