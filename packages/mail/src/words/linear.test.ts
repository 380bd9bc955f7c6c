import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerOf } from './index.js'
import { attributions, forwards, headers, separators } from './quotes/mails.test-support.js'
import { Steps } from './steps.test-support.js'

let steps: Steps
beforeAll(() => {
  steps = new Steps()
})
afterAll(() => steps.end())

/** Returns a generator of numbers from 0 to below 1, the same in every run. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

/** The fragments of generated texts: everything the parsers look for, and other text. */
const plainFragments = [
  '\n',
  '\n\n',
  ' ',
  '\r\n',
  '> ',
  '>',
  '>>',
  ':',
  '：',
  '-',
  '-- ',
  '-- \n',
  '--',
  '___',
  '=====',
  '*',
  '|',
  '@',
  '<',
  '>:',
  'a',
  'x\n',
  'wrote:',
  'wrote:\n',
  'On ',
  'Am 02.03.2026 um 12:00 schrieb ',
  'schrieb',
  '2026',
  '12:00',
  '0000from<',
  'in ',
  '在 x',
  'man. x skrev y',
  'a@b',
  '<a@b.example>',
  'From: ',
  'Sent: ',
  'To: ',
  'Subject: ',
  '*From:* ',
  'Date: 1.1.2026\n',
  'below',
  'Sent from my iPhone',
  '\u00a0',
  '\u200f',
  'İ',
  '٢',
  'Forwarded message',
  'Original Message',
  '-----Original Message',
  ...attributions.map(([, attribution]) => attribution),
  ...attributions.map(([, attribution]) => `${attribution}\n> x\n`),
  ...headers.map(([, ...labels]) => labels.map((label) => `${label}: x\n`).join('')),
  ...separators,
  ...forwards,
]

const htmlFragments = [
  '<b>',
  '</b>',
  '<div>',
  '</div>',
  '<p>',
  '</p>',
  '<p class=MsoNormal>',
  '<br>',
  '<hr>',
  '<hr id=stopSpelling>',
  '<span>',
  '<table>',
  '</table>',
  '<tr>',
  '<td>',
  '<th>',
  '</td>',
  '</tr>',
  '<ul>',
  '<ol>',
  '<li>',
  '</li>',
  '</ul>',
  '<pre>',
  '</pre>',
  '<blockquote>',
  '<blockquote type=cite>',
  '</blockquote>',
  '<div class="gmail_quote">',
  '<div class=yahoo_quoted>',
  '<div id=divRplyFwdMsg>',
  '<div class="gmail_attr">',
  '<span style="display:none">',
  '<div style="display:none">',
  '</span>',
  '<a href="http://x">',
  '<a href="mailto:a@b">',
  '</a>',
  '<img src=x>',
  '<script>',
  '</script>',
  '<style>',
  '</style>',
  '<title>',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<![if]>',
  '<?',
  '<!',
  '<',
  '>',
  '</',
  '<a',
  '<a b',
  '<a b=',
  '<a b="',
  "<a b='",
  '"',
  "'",
  '/',
  '=',
  '&',
  '&amp;',
  '&nbsp;',
  '&#',
  '&#x',
  '&#x41;',
  '&notin',
  '&unknown;',
  'x',
  'word ',
  ' ',
  '\n',
  '\u00a0',
  '--',
  '-- ',
  '>',
  'On 25.11.2026 10:00, a &lt;a@b&gt; wrote:',
  '<b>From:</b> x<br>',
  '<b>Sent:</b> x<br>',
  '<b>Subject:</b> x<br>',
  '<section>',
]

/** Returns some fragments in random order, long enough to repeat. */
function generated(seed: number, fragments: readonly string[]): string {
  const next = numbers(seed)
  const one = (from: readonly string[]) => from[Math.floor(next() * from.length)] ?? ''
  const some = Array.from({ length: 1 + Math.floor(next() * 6) }, () => one(fragments))
  const unit = Array.from({ length: 1 + Math.floor(next() * 10) }, () => one(some)).join('')
  return unit.repeat(Math.ceil(100 / unit.length))
}

const slack = 2000

/**
 * Checks that 1.5 times the text takes about 1.5 times the steps; quadratic code takes 2.25 times. Only the beginning
 * and the end of the texts differ.
 */
function expectLinear(unit: string, times: number, run: (text: string) => void): void {
  const [two = 0, three = 0] = [2, 3].map((parts) => {
    const text = unit.repeat(parts * times)
    return steps.of(() => run(text))
  })
  expect(three, `${JSON.stringify(unit)}: ${two} and ${three} steps`).toBeLessThan(1.75 * two + slack)
}

const answerOfText = (text: string) => answerOf({ text, html: undefined, isAnswer: true })
const answerOfHtml = (html: string) => answerOf({ text: undefined, html, isAnswer: true })

describe('the steps grow with the length of the text', () => {
  test('of 500 answers of repeated fragments', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const flowed = seed % 3 === 0 ? { delSp: seed % 2 === 0 } : undefined
      expectLinear(generated(seed, plainFragments), 5, (text) =>
        answerOf({ text, html: undefined, isAnswer: true, flowed }),
      )
    }
  }, 300_000)

  test('of 500 HTML answers of repeated fragments', () => {
    for (let seed = 1; seed <= 500; seed++) expectLinear(generated(seed, htmlFragments), 5, answerOfHtml)
  }, 300_000)

  test.each([
    '\n',
    'x\n',
    '> x\n',
    '>',
    ' ',
    '-',
    '_\n',
    ':\n',
    'a:\n> b\n',
    '-- \n',
    '0000from<',
    '在 x\n',
    'man. x skrev y:\n',
    'On On On wrote:\n',
    'On 25.11.2026 10:00 a@b wrote:\n',
    'From: a@b\n',
    'From: a@b\nDate: 1\n',
    '---x---\n',
    '1.1:1-1/1h1',
    'Forwarded:\n\n',
    'below\n',
    'x '.repeat(300),
  ])('of %j', (unit) => {
    expectLinear(unit, 500, answerOfText)
  })

  test.each([
    '<b>',
    '<div>',
    '<section>',
    '<p>',
    '<p class=MsoNormal>',
    '<blockquote>',
    '<blockquote type=cite>x',
    '<table>',
    '<table><tr><td>',
    '<table><tr><td>x',
    '<td>x',
    '<tr>',
    '<ul>',
    '<ul><li>x',
    '<ol><li>',
    '<pre>',
    '<pre>\n',
    '<a href="http://x">',
    '<a href="http://x">x',
    '</b>',
    '</div>',
    '</blockquote>',
    '</table>',
    '<b>x</b>',
    '<br>',
    '<hr>',
    '<div style="display:none">',
    '<span class=yahoo_quoted>x',
    '<div style="display:none">x</div>',
    '<b a=1 b=2>',
    '<b a="',
    '<!--',
    '<!-- x -->',
    '<![CDATA[',
    '<![CDATA[x]]>',
    '&',
    '&amp;',
    '&#x41',
    '<script>',
    '<style>x</style>',
    '<title>',
    '<',
    '<x',
    '</',
    '<div id=divRplyFwdMsg>',
    'x &nbsp;',
    '<x y>x',
  ])('of %j', (unit) => {
    expectLinear(unit, 500, answerOfHtml)
  })

  test('of no quadratic code', () => {
    const pairs = (text: string) => {
      let count = 0
      for (const one of text) for (const other of text) if (one === other) count++
      return count
    }
    expect(() => expectLinear('x', 500, pairs)).toThrow('steps')
  })
})
