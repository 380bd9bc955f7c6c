import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { errorCodes, ownErrors } from '../errors.js'
import { memoryStorage, OpenSupports, OpenSupportsError, type OwnGroups, refuse } from '../index.js'
import { type NoParams, nothing, operation } from '../operation/index.js'
import { createTestHelpdesk } from '../testing/index.js'
import { refusal } from '../testing/refusal.test-support.js'

const ping = operation<NoParams, { readonly pong: number }>()({
  path: '/health-check/ping',
  permission: 'user',
  params: {},
  data: v.object({ pong: v.number() }),
  read: async () => ({ pong: 1 }),
})

const opening = (extend: OwnGroups) => () => new OpenSupports({ storage: memoryStorage(), extend })

describe('a group of the host', () => {
  test.each([
    'ticket',
    'user',
    'on',
    'can',
    'storage',
    'operations',
    'transaction',
    'constructor',
    'toString',
    'session',
    'then',
  ])('cannot be named `%s`, which the helpdesk uses itself', (name) => {
    expect(opening({ [name]: {} })).toThrow(
      `extend.${name} cannot be added: the helpdesk uses this name itself: choose another one`,
    )
  })

  test.each(['Billing', 'my-billing', '1st', ''])('cannot be named `%s`', (name) => {
    expect(opening({ [name]: {} })).toThrow('a name is a lower-case letter, followed by letters and digits')
  })

  test('has paths by the names of its methods', () => {
    expect(opening({ health: { ping } })).toThrow(
      'extend.health cannot be added: the path of ping is /health-check/ping, and must be /health/ping',
    )
    const path = '/health/ping-all' as const
    expect(opening({ health: { pingAll: { ...ping, path } } })).not.toThrow()
  })

  test.each(['Ping', 'a-b', 'then'])('cannot have a method `%s`', (name) => {
    expect(opening({ health: { [name]: ping } })).toThrow('extend.health cannot be added')
  })

  test.each([{ http: 'GET' }, { session: 'starts' }, { answersFile: true }] as const)(
    'cannot have an operation with %o, which clients do not know',
    (more) => {
      const own = { ...ping, path: '/health/ping' as const, ...more }
      expect(opening({ health: { ping: own } })).toThrow('must be called by POST')
    },
  )

  test('has hooks like those of the helpdesk', async () => {
    const touch = operation<NoParams, null>()({
      path: '/health/touch',
      permission: 'user',
      params: {},
      data: nothing,
      write: async () => null,
    })
    const desk = await createTestHelpdesk({ extend: { health: { touch } } })
    desk.helpdesk.before('health.touch', () => refuse('NOT_NOW', 'Not now.'))
    await expect(desk.helpdesk.health.touch(desk.admin)).rejects.toEqual(refusal('REFUSED'))
    await expect(desk.helpdesk.health.touch({})).rejects.toEqual(refusal('NO_PERMISSION'))
  })

  test('of one helpdesk is unknown to another', async () => {
    const own = { ...ping, path: '/health/ping' as const }
    const desk = await createTestHelpdesk({ extend: { health: { ping: own } } })
    expect(await desk.helpdesk.health.ping(desk.admin)).toEqual({ pong: 1 })
    const other = await createTestHelpdesk()
    expect(other.helpdesk.operations.has('/health/ping')).toBe(false)
    expect('health' in other.helpdesk).toBe(false)
  })
})

describe('error codes of the host', () => {
  test('have their status and their sentence', () => {
    const { PING_TOO_LATE } = ownErrors({ PING_TOO_LATE: { status: 410, detail: 'Ping earlier.' } })
    const error = new OpenSupportsError(PING_TOO_LATE)
    expect(error).toMatchObject({ code: 'PING_TOO_LATE', status: 410, detail: 'Ping earlier.' })
    expect(error.message).toBe('PING_TOO_LATE: Ping earlier.')
    expect(error.code === 'PING_TOO_LATE').toBe(true)
  })

  test('may be declared again with the same meaning only', () => {
    const meaning = { status: 410, detail: 'Ping earlier.' }
    ownErrors({ PING_AGAIN: meaning })
    expect(() => ownErrors({ PING_AGAIN: { ...meaning } })).not.toThrow()
    expect(() => ownErrors({ PING_AGAIN: { ...meaning, status: 409 } })).toThrow(
      'has another meaning already',
    )
  })

  test('cannot be those of the helpdesk', () => {
    for (const code of errorCodes)
      expect(() => ownErrors({ [code]: { status: 400, detail: 'Mine.' } })).toThrow(
        `the error code ${code} has another meaning already`,
      )
  })

  test('have names in capital letters, and the status of an error', () => {
    expect(() => ownErrors({ tooLate: { status: 400, detail: 'Late.' } })).toThrow('capital letters')
    expect(() => ownErrors({ TOO_LATE: { status: 200, detail: 'Late.' } })).toThrow('not from 400 to 599')
    expect(() => ownErrors({ TOO_LATE: { status: Number.NaN, detail: 'Late.' } })).toThrow('not from 400')
  })
})
