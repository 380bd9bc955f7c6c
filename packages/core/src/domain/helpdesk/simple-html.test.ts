import { expect, test } from 'vitest'
import { cleanHtml } from './rich-text.js'
import { simpleHtml } from './simple-html.js'

/** Cleans with the parser, which a link needs. */
const parsed = async (html: string) => (await cleanHtml(`${html}<a></a>`)).replace(/<a><\/a>$/, '')

const simple = [
  'The printer <b>does not print</b>.',
  '<p>One</p><p><br></p><p>Two <strong><em>three</em></strong> four</p>',
  'a<br>b<br>c',
  '<ul><li>one <u>1</u></li><li>two</li></ul>after',
  '<ol>\n<li>one</li>\n</ol>\n',
  '1 &lt; 2 &amp;&amp; 3 &gt; 2 "quoted" \'too\' \u00a0 é 😀 \u0000 \r\n',
  '<p></p><i></i>',
  '&amp;lt;b&amp;gt; &amp;nbsp;',
]

test.each(simple)('cleans simple HTML as the parser does: %j', async (html) => {
  expect(simpleHtml(html)).toBe(await parsed(html))
})

test.each([
  '<p>one<p>two</p></p>',
  '<li>no list</li>',
  '<ul><b><li>x</li></b></ul>',
  '<b>open',
  'closed</b>',
  '<b><i>crossed</b></i>',
  '</br>',
  '<b class="x">x</b>',
  '<B>x</B>',
  '<script>x</script>',
  '<b >x</b>',
  '<br/>',
  'a & b',
  'a > b',
  '&nbsp;',
  '&lt',
  '&#60;',
  '<!-- x -->',
  `${'<b>'.repeat(21)}${'</b>'.repeat(21)}`,
  'x'.repeat(20_001),
])('leaves other texts to the parser: %j', (html) => {
  expect(simpleHtml(html)).toBeUndefined()
})

test('agrees with the parser on whatever it accepts', async () => {
  const pieces = [
    '<p>',
    '</p>',
    '<b>',
    '</b>',
    '<li>',
    '</li>',
    '<ul>',
    '</ul>',
    '<br>',
    'x',
    ' ',
    '&amp;',
    '"',
  ]
  let seed = 1
  const next = () => {
    seed = (seed * 48_271) % 2_147_483_647
    return pieces[seed % pieces.length] ?? ''
  }
  let accepted = 0
  for (let round = 0; round < 5000; round++) {
    const html = Array.from({ length: 1 + (round % 6) }, next).join('')
    const clean = simpleHtml(html)
    if (clean === undefined) continue
    accepted++
    expect(clean).toBe(await parsed(html))
  }
  expect(accepted).toBeGreaterThan(200)
})
