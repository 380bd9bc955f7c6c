import { describe, expect, test } from 'vitest'
import { type Checked, problemOf, wireOf } from './document.test-support.js'

const close = {
  method: 'POST',
  path: '/api/ticket/close',
  wire: 'native',
  status: 200,
  contentType: 'application/json',
} as const
const of = (body: unknown, more: Partial<Checked> = {}) => problemOf({ ...close, body, ...more })

const stream = { method: 'GET', path: '/api/events' }

const refusal = (message: string) => ({ status: 'fail', message, data: null, detail: 'x', requestId: '1' })

describe('an answer fits its document', () => {
  test.each<[string, unknown, Partial<Checked>]>([
    ['with its data', { status: 'success', data: null }, {}],
    ['with a code of its own', refusal('INVALID_TICKET'), { status: 404 }],
    ['with a code that any call may be refused with', refusal('SERVER_BUSY'), { status: 503 }],
    ['of 4.11', { status: 'fail', message: 'INVALID_TICKET', data: null }, { wire: '4.11' }],
    ['below another path', { status: 'success', data: null }, { path: '/support/api/ticket/close' }],
    ['that is a stream of events', undefined, { ...stream, contentType: 'text/event-stream' }],
    ['of a path that is not the API’s', { any: 'thing' }, { path: '/shop/basket' }],
  ])('%s', (_, body, more) => {
    expect(of(body, more)).toBeUndefined()
  })
})

describe('an answer does not fit its document', () => {
  test.each<[string, unknown, Partial<Checked>, string]>([
    ['with other data', { status: 'success', data: 1 }, {}, 'must be null'],
    [
      'with another field',
      { status: 'success', data: null, more: 1 },
      {},
      'must NOT have additional properties',
    ],
    ['with a code that it does not declare', refusal('INVALID_TITLE'), { status: 400 }, 'allowed values'],
    ['with a field of another type', { ...refusal('INVALID_TICKET'), detail: 1 }, { status: 404 }, 'string'],
    ['with an unknown status', { status: 'success', data: null }, { status: 201 }, 'is not in the OpenAPI'],
    ['of another type', undefined, { contentType: 'text/html' }, 'text/html'],
    ['in place of a stream', { status: 'success', data: null }, stream, 'which is not in the document'],
    ['of the other wire', { status: 'success', data: '1' }, { wire: '4.11' }, 'must be null'],
  ])('%s', (_, body, more, words) => {
    expect(of(body, more)).toContain(words)
  })
})

test('the wire is that of the handlers', () => {
  const nativeForm = 'application/vnd.opensupports+json'
  expect(wireOf('POST', 'application/json; charset=utf-8', '*/*')).toBe('native')
  expect(wireOf('POST', 'application/x-www-form-urlencoded', nativeForm)).toBe('4.11')
  expect(wireOf('POST', 'multipart/form-data; boundary=x', '*/*')).toBe('4.11')
  expect(wireOf('POST', '', '')).toBe('4.11')
  expect(wireOf('GET', '', '')).toBe('native')
})
