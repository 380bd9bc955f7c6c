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
  ])('may be %j: %s', async (value) => {
    await expect(read(value)).resolves.toBe(value)
  })

  test.each([
    ['', 'nothing'],
    ['   ', 'spaces only'],
    ['<p></p>', 'tags only'],
    ['<img src="IMAGE_PATH_0">', 'a picture alone'],
    ['< br >  <hr/>', 'tags and spaces'],
    ['\0\u0001\u007f', 'control characters only'],
  ])('may not be %j: %s', async (value) => {
    await expect(read(value)).rejects.toThrow('INVALID_CONTENT')
  })

  test('is a text', async () => {
    for (const value of [undefined, null, 0, 1, true, ['text'], { toString: () => 'text' }, 1n]) {
      await expect(read(value)).rejects.toThrow('INVALID_CONTENT')
    }
  })

  test('has at most 10,000 bytes, without its tags and spaces', async () => {
    const longest = 'x'.repeat(10_000)
    expect(await read(longest)).toBe(longest)
    await expect(read(`${longest}x`)).rejects.toThrow('INVALID_CONTENT')
    expect(await read('é'.repeat(5_000))).toHaveLength(5_000)
    await expect(read('é'.repeat(5_001))).rejects.toThrow('INVALID_CONTENT')
    expect(await read(`<p class="${longest}"> ${longest} </p>`)).toHaveLength(20_018)
  })

  test('has at most a million characters, with its tags', async () => {
    await expect(read(`text <img src="${'x'.repeat(1_000_000)}">`)).rejects.toThrow('INVALID_CONTENT')
  })

  test('loses characters that databases cannot store', async () => {
    expect(await read('a\0b\ud800c\td\ne')).toBe('ab\ufffdc\td\ne')
  })
})

describe('a plain text', () => {
  test.each([
    ['1 < 2 & "3"', '1 &lt; 2 &amp; &quot;3&quot;'],
    ['<b>bold</b>', '&lt;b&gt;bold&lt;/b&gt;'],
    ['one\ntwo\r\nthree\rfour\n\nfive', 'one<br />two<br />three<br />four<br /><br />five'],
    [
      'see https://a.example/b?c=d&e.',
      'see <a href="https://a.example/b?c=d&amp;e">https://a.example/b?c=d&amp;e</a>.',
    ],
    ['(www.a.com)', '(<a href="http://www.a.com">www.a.com</a>)'],
    ['ada@a.example', '<a href="mailto:ada@a.example">ada@a.example</a>'],
    ['javascript:alert(1)', 'javascript:alert(1)'],
  ])('%j is %j', async (text, html) => {
    expect(await read({ text })).toBe(html)
  })
})

describe('Markdown', () => {
  test.each([
    ['**bold** and `code`', '<p><strong>bold</strong> and <code>code</code></p>'],
    ['one\ntwo', '<p>one<br>\ntwo</p>'],
    ['- a\n- b', '<ul>\n<li>a</li>\n<li>b</li>\n</ul>'],
    ['<b>x</b>', '<p>&lt;b&gt;x&lt;/b&gt;</p>'],
    ['[x](javascript:alert(1))', '<p>[x](javascript:alert(1))</p>'],
    ['https://a.example', '<p><a href="https://a.example">https://a.example</a></p>'],
  ])('%j is %j', async (markdown, html) => {
    expect(await read({ markdown })).toBe(html)
  })
})

describe('a table in Markdown', () => {
  const table = (columns: number, lines: number) =>
    `${'a|'.repeat(columns)}\n${'-|'.repeat(columns)}\n${'b\n'.repeat(lines)}`

  test('is a table', async () => {
    expect(await read({ markdown: table(2, 3) })).toMatch(/^<table>/)
    expect(await read({ markdown: `${table(20, 50)}\n${table(20, 50)}` })).toMatch(/^<table>/)
  })

  test('of very many cells, which a few characters make, is shown as text', async () => {
    for (const markdown of [table(1000, 2000), table(100, 200), table(60, 400).replaceAll('\n', '\r\n')]) {
      expect(await read({ markdown })).toMatch(/^<p>a\|a\|/)
    }
  })
})

test.each([
  { text: '' },
  { text: '  ' },
  { text: 'x'.repeat(10_001) },
  { markdown: '' },
  { markdown: '---' },
  { markdown: '[a]: https://a.example' },
  { markdown: 'x'.repeat(10_001) },
  { text: 'a', markdown: 'b' },
  { html: 'a' },
  { text: ['a'] },
])('may not be %j', async (value) => {
  await expect(read(value)).rejects.toThrow('INVALID_CONTENT')
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
