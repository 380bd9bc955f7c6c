import { expect, test } from 'vitest'
import { storesOf } from '../storage/index.js'
import { memoryStorage } from '../storage/memory/index.js'
import { customFields, fieldKey } from './custom-fields.js'
import { type Fields, readParameters } from './parameter.js'

const read = async (fields: Fields) =>
  Object.fromEntries(
    (await readParameters({ customfields: customFields() }, fields, storesOf(memoryStorage()))).customfields,
  )

test('the names of fields are the same with spaces, underscores and dots', () => {
  expect(fieldKey('My first.field')).toBe(fieldKey('My_first_field'))
})

test('forms send a field for each, whatever they make of its spaces', async () => {
  const expected = { My_Field: 'x' }
  expect(await read({ 'customfield_My Field': 'x' })).toEqual(expected)
  expect(await read({ customfield_My_Field: 'x' })).toEqual(expected)
})

test('code names them in one object', async () => {
  expect(await read({ customfields: { 'My Field': 'x', Other: '' } })).toEqual({ My_Field: 'x', Other: '' })
})

test('an empty text is a value; a missing field is not', async () => {
  expect(await read({ customfield_a: '' })).toEqual({ a: '' })
  expect(await read({})).toEqual({})
})

test('a value that is not text counts as missing', async () => {
  for (const value of [undefined, null, 1, true, ['x'], {}]) {
    expect(await read({ customfield_a: value })).toEqual({})
    expect(await read({ customfields: { a: value } })).toEqual({})
    expect(await read({ customfields: value })).toEqual(Array.isArray(value) ? { 0: 'x' } : {})
  }
})

test('names of built-in properties are names like others', async () => {
  const values = await readParameters(
    { customfields: customFields() },
    JSON.parse('{"customfield___proto__":"x","customfield_constructor":"y"}') as Fields,
    storesOf(memoryStorage()),
  )
  expect([...values.customfields]).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ])
})
