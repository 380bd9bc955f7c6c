import { beforeEach, describe, expect, test } from 'vitest'
import { storesOf } from '../storage/index.js'
import { createTestHelpdesk, type TestHelpdesk } from '../testing/index.js'
import * as params from './entity.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
})

const notThere = [undefined, null, '', '0', 'x', '1abc', '-1', 99, '99', [1], {}, '1 OR 1=1', '1.0']

describe('an id is replaced by its row', () => {
  const things = [
    ['a department', params.department, 'Help and Support'],
    ['a staff member', params.staff, 'Ada Admin'],
    ['a user', params.user, 'Uma User'],
    ['a tag', params.tag, 'urgent'],
    ['a custom response', params.customResponse, 'Hello'],
  ] as const

  test.each(things)('%s', async (_, parameter, name) => {
    await desk.user()
    await desk.storage.tags.insert({ name: 'urgent', color: '#f00' })
    await desk.storage.customResponses.insert({ name: 'Hello', language: 'en', content: 'Hi' })
    for (const id of [1, '1']) {
      expect(await parameter('id', 'INVALID_USER').read(id, storesOf(desk.storage))).toMatchObject({
        id: 1,
        name,
      })
    }
    for (const id of notThere) {
      await expect(parameter('id', 'INVALID_USER').read(id, storesOf(desk.storage))).rejects.toThrow(
        'INVALID_USER',
      )
    }
  })
})

describe('a ticket number', () => {
  test('names a ticket that exists', async () => {
    const ticketNumber = await desk.ticket({ author: desk.admin })
    const head = params.ticket('ticketNumber', 'INVALID_TICKET')
    for (const value of [ticketNumber, String(ticketNumber)]) {
      expect(await head.read(value, storesOf(desk.storage))).toMatchObject({ ticketNumber })
    }
    for (const value of [...notThere, ticketNumber + 1, `${ticketNumber}x`]) {
      await expect(head.read(value, storesOf(desk.storage))).rejects.toThrow('INVALID_TICKET')
    }
  })

  test('has six digits, or seven', () => {
    const possible = params.possibleTicketNumber('INVALID_TICKET')
    for (const value of ['100000', 999_999, 1_000_000, '9999999']) {
      expect(possible.read(value, storesOf(desk.storage))).toBe(Number(value))
    }
    for (const value of [99_999, '099999', 10_000_000, '', 'x']) {
      expect(() => possible.read(value, storesOf(desk.storage))).toThrow('INVALID_TICKET')
    }
  })
})

describe('a language', () => {
  test('is one of the 15 codes', () => {
    for (const code of ['en', 'pl', 'br']) {
      expect(params.language('INVALID_LANGUAGE').read(code, storesOf(desk.storage))).toBe(code)
    }
    for (const code of [...notThere, 'EN', 'zz', 'english', '__proto__']) {
      expect(() => params.language('INVALID_LANGUAGE').read(code, storesOf(desk.storage))).toThrow(
        'INVALID_LANGUAGE',
      )
    }
  })

  test('of a ticket is a supported one', async () => {
    const supported = params.supportedLanguage('INVALID_LANGUAGE')
    expect(await supported.read('en', storesOf(desk.storage))).toBe('en')
    for (const code of ['de', 'zz', ''])
      await expect(supported.read(code, storesOf(desk.storage))).rejects.toThrow('INVALID_LANGUAGE')
  })
})

describe('a list', () => {
  const lists = [
    ['tags', params.existingTags],
    ['staff', params.existingStaff],
    ['departments', params.existingDepartments],
    ['users', params.existingUsers],
  ] as const

  test.each(lists)('of %s names only those that exist', async (_, parameter) => {
    await desk.user()
    await desk.storage.tags.insert({ name: 'urgent', color: '#f00' })
    const list = parameter('INVALID_LIST')
    expect(await list.read('[]', storesOf(desk.storage))).toEqual([])
    expect(await list.read('["1",1]', storesOf(desk.storage))).toEqual([1])
    for (const value of ['[1,99]', [99], '[0]', '', undefined, '1', '{}']) {
      await expect(list.read(value, storesOf(desk.storage))).rejects.toThrow('INVALID_LIST')
    }
  })

  test('of accounts distinguishes users from staff', async () => {
    const list = params.existingAccounts('INVALID_LIST')
    expect(await list.read('[{"id":1,"isStaff":1}]', storesOf(desk.storage))).toEqual([
      { kind: 'staff', id: 1 },
    ])
    await expect(list.read('[{"id":1,"isStaff":0}]', storesOf(desk.storage))).rejects.toThrow('INVALID_LIST')
    expect(await list.read([], storesOf(desk.storage))).toEqual([])
  })
})
