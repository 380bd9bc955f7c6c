import { describe, expect, test } from 'vitest'
import { cleanHtml, deepestHtml, mostTags } from './rich-text.js'

/** Returns the nesting depth and the number of tags of clean HTML, in which `cleanHtml` has closed all tags. */
function measure(html: string) {
  let depth = 0
  let deepest = 0
  let tags = 0
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z0-9]+)/g)) {
    if (slash) depth--
    else {
      tags++
      if (!['br', 'hr', 'img', 'col'].includes(name)) deepest = Math.max(deepest, ++depth)
    }
  }
  return { deepest, tags }
}

const nested = (tag: string, levels: number, words = 'words') =>
  `<${tag}>`.repeat(levels) + words + `</${tag}>`.repeat(levels)

describe('tags that nest too deep', () => {
  test('stay up to the bound', async () => {
    const html = nested('b', deepestHtml)
    expect(await cleanHtml(html)).toBe(html)
  })

  test('are removed beyond it, and the words stay', async () => {
    expect(await cleanHtml(`Hello &amp; ${nested('b', deepestHtml + 1)} 1 > 0`)).toBe(
      'Hello &amp; words 1 &gt; 0',
    )
  })

  test('leave no executable content', async () => {
    const html = `${'<b>'.repeat(deepestHtml + 1)}<script>alert(1)</script><<img src=x onerror=alert(1)>>`
    expect(await cleanHtml(html)).not.toMatch(/</)
  })
})

test('too many tags go, and the words stay', async () => {
  expect(await cleanHtml('<b>a</b>'.repeat(mostTags))).toContain('<b>a</b>')
  expect(await cleanHtml('<b>a</b>'.repeat(mostTags + 1))).toBe('a'.repeat(mostTags + 1))
})

const fill = (part: string, length: number) => part.repeat(Math.ceil(length / part.length)).slice(0, length)

const tags = [
  'b',
  'div',
  'section',
  'p',
  'a',
  'span',
  'font',
  'table',
  'tr',
  'td',
  'ul',
  'li',
  'blockquote',
  'pre',
]
const ignored = [
  'svg',
  'math',
  'script',
  'style',
  'textarea',
  'title',
  'option',
  'select',
  'template',
  'iframe',
]
const shapes: readonly (readonly [name: string, make: (length: number) => string])[] = [
  ...tags.map((tag) => [`nested ${tag}`, (length: number) => fill(`<${tag}>`, length)] as const),
  ...ignored.map((tag) => [`nested ${tag}`, (length: number) => fill(`<${tag}>x`, length)] as const),
  ...tags.map((tag) => [`many ${tag}`, (length: number) => fill(`<${tag}>x</${tag}>`, length)] as const),
  ['closing tags alone', (length) => fill('</b></p>', length)],
  ['tags closed in the wrong order', (length) => fill('<b></i>', length)],
  ['angle brackets', (length) => fill('<', length)],
  ['tags that never end', (length) => fill('<a ', length)],
  ['one tag of many attributes', (length) => `<p ${fill('a=b ', length)}>`],
  ['one endless attribute', (length) => `<p title="${fill('x', length)}`],
  ['quotes that open tags', (length) => fill('<p title="', length)],
  ['one long style', (length) => `<p style="${fill('color:red;', length)}">x</p>`],
  ['braces in a style', (length) => `<p style="${fill('{', length)}">x</p>`],
  ['comments that never end', (length) => fill('<!--', length)],
  ['many comments', (length) => fill('<!-- x -->', length)],
  ['CDATA', (length) => fill('<![CDATA[', length)],
  ['processing instructions', (length) => fill('<?x ', length)],
  ['ampersands', (length) => fill('&', length)],
  ['entities without an end', (length) => fill('&notinva&#x', length)],
  ['pictures that are none', (length) => fill('<img src="data:text/html,x">', length)],
  ['a class of many names', (length) => `<p class="${fill('ql-a ', length)}">x</p>`],
  ['an address of blanks', (length) => `<a href="${fill('\t ', length)}javascript:x">x</a>`],
]

test.each(shapes)('%s are cleaned within the bounds', async (_, make) => {
  const clean = await cleanHtml(make(200_000))
  const { deepest, tags } = measure(clean)
  expect(deepest).toBeLessThanOrEqual(deepestHtml)
  expect(tags).toBeLessThanOrEqual(mostTags)
  expect(await cleanHtml(clean)).toBe(clean)
})
