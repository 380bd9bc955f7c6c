import { expect, test } from 'vitest'
import { holdings } from './holdings.js'

const KiB = 1024

test('the first 64 KiB of a request are free, whatever others hold', () => {
  const held = holdings(100)
  for (let request = 0; request < 1000; request++) expect(() => held.open().take(64 * KiB)).not.toThrow()
  expect(() => held.open().take(64 * KiB + 101)).toThrow('SERVER_BUSY')
})

test('anonymous callers share a quarter, signed-in callers the rest', () => {
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

test('a request that turns out to be signed in no longer counts as anonymous', () => {
  const held = holdings(400 * KiB)
  const one = held.open()
  one.take(164 * KiB)
  one.signIn()
  held.open().take(164 * KiB)
})

test('a second release frees nothing more', () => {
  const held = holdings(400 * KiB)
  const one = held.open()
  one.take(164 * KiB)
  one.end()
  one.end()
  held.open().take(164 * KiB)
  expect(() => held.open().take(65 * KiB)).toThrow('SERVER_BUSY')
})
