import { describe, expect, test } from 'vitest'
import { storesOf } from '../storage/index.js'
import { memoryStorage } from '../storage/memory/index.js'
import { content, withoutTags } from './content.js'

const storage = storesOf(memoryStorage())
const read = (value: unknown) => content('INVALID_CONTENT').read(value, storage)

describe('a content', () => {
  test.each([
    ['a', 'one character'],
    ['<p>Hello</p>', 'text in tags'],
    ['\n', 'a line break'],
    ['&nbsp;', 'a space that was written as one'],
    ['1 < 2', 'what only begins like a tag'],
    ['>', 'what only ends like a tag'],
    ['0', 'a zero'],
  ])('may be %j: %s', (value) => {
    expect(read(value)).toBe(value)
  })

  test.each([
    ['', 'nothing'],
    ['   ', 'spaces only'],
    ['<p></p>', 'tags only'],
    ['<img src="IMAGE_PATH_0">', 'a picture alone'],
    ['< br >  <hr/>', 'tags and spaces'],
    ['\0\u0001\u007f', 'control characters only'],
  ])('may not be %j: %s', (value) => {
    expect(() => read(value)).toThrow('INVALID_CONTENT')
  })

  test('is a text', () => {
    for (const value of [undefined, null, 0, 1, true, ['text'], { toString: () => 'text' }, 1n]) {
      expect(() => read(value)).toThrow('INVALID_CONTENT')
    }
  })

  test('has at most 10,000 bytes, without its tags and spaces', () => {
    const longest = 'x'.repeat(10_000)
    expect(read(longest)).toBe(longest)
    expect(() => read(`${longest}x`)).toThrow('INVALID_CONTENT')
    expect(read('é'.repeat(5_000))).toHaveLength(5_000)
    expect(() => read('é'.repeat(5_001))).toThrow('INVALID_CONTENT')
    expect(read(`<p class="${longest}"> ${longest} </p>`)).toHaveLength(20_018)
  })

  test('has at most a million characters, with its tags', () => {
    expect(() => read(`text <img src="${'x'.repeat(1_000_000)}">`)).toThrow('INVALID_CONTENT')
  })

  test('loses characters that databases cannot store', () => {
    expect(read('a\0b\ud800c\td\ne')).toBe('ab\ufffdc\td\ne')
  })
})

describe('without its tags', () => {
  test.each([
    ['<b>bold</b> text', 'bold text'],
    ['< b >bold', 'bold'],
    ['a < b', 'a < b'],
    ['a < b > c', 'a  c'],
    ['a > b', 'a > b'],
    ['<<<>x', 'x'],
    ['x<', 'x<'],
    ['', ''],
  ])('%j is %j', (html, expected) => {
    expect(withoutTags(html)).toBe(expected)
  })

  test.each(['<', '<a', '<a>', '><', '<<>'])('a million of %j take one pass', (part) => {
    const html = part.repeat(1_000_000)
    expect(withoutTags(html).length).toBeLessThanOrEqual(html.length)
  })
})
