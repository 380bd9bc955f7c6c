import { expect, test } from 'vitest'
import { asText } from './as-text.js'

test.each([
  [
    'cells of tables apart',
    '<p>Our order:</p><table><tbody><tr><th>Item</th><th>Qty</th></tr><tr><td>Pump</td><td>3</td></tr></tbody></table><p>Thanks</p>',
    'Our order:\n\nItem | Qty\nPump | 3\n\nThanks',
  ],
  [
    'cells of paragraphs in one line',
    '<table><tr><td><p>Pump</p><p>small</p></td><td><div>3</div></td><td>a<br>b</td></tr></table>',
    'Pump small | 3 | a b',
  ],
  ['headings in their own letters', '<h1>Pump</h1><p>leaks</p>', 'Pump\n\nleaks'],
  ['addresses of links', '<a href="https://x.example/a">this</a>', 'this [https://x.example/a]'],
  ['words within many tags', `${'<div>'.repeat(150)}deep${'</div>'.repeat(150)}`, 'deep'],
  ['long texts to their end', `<p>${'word '.repeat(40_000)}end</p>`, `${'word '.repeat(40_000)}end`],
])('keeps %s', async (_, html, text) => {
  expect(await asText(html)).toBe(text)
})
