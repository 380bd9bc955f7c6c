import { describe, expect, test } from 'vitest'
import { isBoundedForm, isBoundedJson } from './bounds.js'

describe('a JSON text', () => {
  test.each([
    ['150,000 members', `{${Array.from({ length: 150_000 }, (_, index) => `"${index}":1`).join()}}`],
    ['a long list inside', `{"a":[${'1,'.repeat(10_000)}1]}`],
    ['a million nested lists', '['.repeat(1_000_000)],
    ['nested objects', `${'{"a":'.repeat(33)}1${'}'.repeat(33)}`],
  ])('with %s is rejected', (_, text) => {
    expect(isBoundedJson(text)).toBe(false)
  })

  test.each([
    ['a long string', JSON.stringify({ content: '[{,:"\\'.repeat(100_000) })],
    ['lists side by side', JSON.stringify(Array.from({ length: 1000 }, () => [1]))],
    ['a string without an end', '{"a":"\\"'],
    ['nothing', ''],
  ])('with %s is accepted', (_, text) => {
    expect(isBoundedJson(text)).toBe(true)
  })
})

test('the fields of a form are counted by separators', () => {
  expect(isBoundedForm('a=1&b=2', 2)).toBe(true)
  expect(isBoundedForm('a=1&b=2&c=3', 2)).toBe(false)
  expect(isBoundedForm('a=b&'.repeat(400_000), 500)).toBe(false)
})
