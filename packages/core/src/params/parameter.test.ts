import { describe, expect, test } from 'vitest'
import { storesOf } from '../storage/index.js'
import { memoryStorage } from '../storage/memory/index.js'
import { id } from './number.js'
import { found, optional, readParameters, unless } from './parameter.js'
import { name, title } from './text.js'

const storage = storesOf(memoryStorage())

describe('the parameters of a call', () => {
  const parameters = { title: title('INVALID_TITLE'), name: name('INVALID_NAME') }

  test('are read in the order of their definition, and the first invalid one is reported', async () => {
    await expect(readParameters(parameters, { name: '', title: '' }, storage)).rejects.toThrow(
      'INVALID_TITLE',
    )
    await expect(readParameters(parameters, { name: '', title: 'x' }, storage)).rejects.toThrow(
      'INVALID_NAME',
    )
  })

  test('are the only fields that are read', async () => {
    const fields = { name: 'Ada', title: 'Dr', staff: '1', 'repeated-password': 'x' }
    expect(await readParameters(parameters, fields, storage)).toEqual({ name: 'Ada', title: 'Dr' })
  })

  test('must be own properties of the input, not inherited ones', async () => {
    const fields = Object.create({ name: 'Ada', title: 'Dr' }) as Record<string, unknown>
    await expect(readParameters(parameters, fields, storage)).rejects.toThrow('INVALID_TITLE')
  })
})

test('an optional parameter may be missing, but not empty', () => {
  const page = optional(id('INVALID_PAGE'), 1)
  expect(page.read(undefined, storage)).toBe(1)
  expect(page.read('2', storage)).toBe(2)
  expect(() => page.read('', storage)).toThrow('INVALID_PAGE')
})

test('null counts as missing', async () => {
  const parameters = { page: optional(id('INVALID_PAGE')) }
  expect(await readParameters(parameters, { page: null }, storage)).toEqual({ page: undefined })
})

test('a parameter may count as missing for some texts', () => {
  const staffId = unless(['', '0'], id('INVALID_STAFF'))
  for (const value of [undefined, '', '0']) expect(staffId.read(value, storage)).toBeUndefined()
  for (const value of ['x', 0, ' ']) expect(() => staffId.read(value, storage)).toThrow('INVALID_STAFF')
  expect(staffId.read('3', storage)).toBe(3)
})

test('a parameter that names a thing gives the thing, or fails with its own code', async () => {
  const thing = found('INVALID_TAG', id('INVALID_TAG'), async (_, key) => (key === 1 ? 'urgent' : undefined))
  expect(await thing.read('1', storage)).toBe('urgent')
  await expect(thing.read('2', storage)).rejects.toThrow('INVALID_TAG')
  await expect(thing.read('x', storage)).rejects.toThrow('INVALID_TAG')
})
