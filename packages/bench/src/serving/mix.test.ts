import { expect, test } from 'vitest'
import type { Desk } from '../desks/index.js'
import { mixOf } from './mix.js'

const session = { userId: 1, token: 'abc' }
const desk: Desk = {
  engine: 'sqlite',
  size: 'S',
  address: '',
  version: '',
  admin: session,
  customer: session,
  ticketNumber: 1,
  longTicketNumber: 2,
  changedTicketNumber: 3,
}

test('the mix has its shares, and the same requests each time', () => {
  const mix = mixOf(desk)
  const requests = Array.from({ length: 20_000 }, (_, index) => mix(index % 16))
  const share = (kind: string) => requests.filter((each) => each.kind === kind).length / requests.length
  expect(share('get') + share('list')).toBeCloseTo(0.7, 2)
  expect(share('search')).toBeCloseTo(0.12, 2)
  expect(share('comment')).toBeCloseTo(0.1, 2)
  expect(share('create')).toBeCloseTo(0.05, 2)
  expect(share('statistics')).toBeCloseTo(0.03, 2)
  const again = mixOf(desk)
  expect(Array.from({ length: 100 }, () => again(3))).toEqual(
    requests.filter((_, index) => index % 16 === 3).slice(0, 100),
  )
})

test('connections differ in their order', () => {
  const mix = mixOf(desk)
  const kinds = (connection: number) => Array.from({ length: 20 }, () => mix(connection).kind).join()
  expect(kinds(1)).not.toBe(kinds(2))
})
