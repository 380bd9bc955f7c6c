import { expect, test } from 'vitest'
import { holdings } from './holdings.js'

const KiB = 1024

test('the first 64 KiB of a request are free, whatever others hold', () => {
  const held = holdings(100)
  for (let request = 0; request < 1000; request++) expect(() => held.open().take(64 * KiB)).not.toThrow()
  expect(() => held.open().take(64 * KiB + 101)).toThrow('SERVER_BUSY')
})

test('strangers hold a quarter together, and signed-in callers the rest', () => {
  const held = holdings(400 * KiB)
  const [stranger, customer] = [held.open(), held.open()]
  stranger.take(164 * KiB)
  expect(() => held.open().take(65 * KiB)).toThrow('SERVER_BUSY')
  customer.signIn()
  customer.take(364 * KiB)
  expect(() => customer.take(1 * KiB)).toThrow('SERVER_BUSY')
  stranger.end()
  customer.take(98 * KiB)
})

test('a stranger who turns out to be signed in makes room for others', () => {
  const held = holdings(400 * KiB)
  const one = held.open()
  one.take(164 * KiB)
  one.signIn()
  held.open().take(164 * KiB)
})

test('what is given back is given back once', () => {
  const held = holdings(400 * KiB)
  const one = held.open()
  one.take(164 * KiB)
  one.end()
  one.end()
  held.open().take(164 * KiB)
  expect(() => held.open().take(65 * KiB)).toThrow('SERVER_BUSY')
})
