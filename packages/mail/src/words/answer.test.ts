import { describe, expect, test } from 'vitest'
import { answerOf } from './index.js'

const answer = (text: string) => answerOf({ text, html: undefined, isAnswer: true }).text
const fresh = (text: string) => answerOf({ text, html: undefined, isAnswer: false }).text

const attribution = 'On Wed, Nov 25, 2026 at 10:00 AM Help <help@helpdesk.example> wrote:'
const quoted = `${attribution}\n> Which model?\n> Which error?`
const outlook =
  'From: Help <help@helpdesk.example>\nSent: Wednesday, November 25, 2026\nTo: Jane\nSubject: Pump\n\nQuestion?'

describe('a mail that answers nothing keeps', () => {
  test.each([
    ['a mail forwarded by Outlook', `Please look.\n\n${outlook}`],
    ['the original message', `Please look.\n\n-----Original Message-----\n${outlook}`],
    ['lines with angles', 'Config:\n> set port 80\n> set host a\nThat fails.'],
    ['lines with angles at its end', 'This fails\n> set port 80'],
    ['what follows a greeting', 'Hello\n\nCheers\n\nhere is the error: E42'],
    ['what follows dashes', 'Log follows\n--\nerror E42\n-- \nerror E43\n====\nerror E44\n__\nE45'],
    ['the line that a phone adds', 'It burns.\n\nSent from my iPhone'],
    ['a quote of another mail', `Look what they wrote:\n\n${quoted}`],
    ['its indentation', '    indented\n  less'],
  ])('%s', (_, text) => {
    expect(fresh(text).trim()).toBe(text.trim())
  })
})

describe('an answer loses', () => {
  test.each([
    ['a quote below it', `Yes.\n\n${quoted}`],
    ['a quote above it', `${quoted}\n\nYes.`],
    ['quoted lines at its end', 'Yes.\n\n> Question?\n>\n>> Older'],
    ['an attribution that is quoted too', `Yes.\n\n> ${attribution}\n>\n> Question?`],
    ['what follows an attribution without marks', `Yes.\n\n${attribution}\n\nQuestion?\nHelp`],
    ['a copied header and everything below', `Yes.\n\n${outlook}`],
    ['the rule above a header', `Yes.\n\n____________________\n\n${outlook}`],
    ['a separator of other hyphens', 'Yes.\n\n‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nQuestion?'],
    [
      'a header with receivers over several lines',
      `Yes.\n\n${outlook.replace('Jane', 'Jane;\n Bob;\n Eve')}`,
    ],
    ['a signature', 'Yes.\n\n-- \nJane Doe\nHead of Printers'],
    ['a signature above the quote', `Yes.\n\n-- \nJane Doe\n\n${quoted}`],
    ['a signature below the quote', `Yes.\n\n${quoted}\n\n-- \nJane Doe`],
    ['the line that a phone adds', 'Yes.\n\nSent from my iPhone'],
    ['the line that a German phone adds', `Yes.\n\nVon meinem iPhone gesendet\n\n${quoted}`],
    [
      'the line that Outlook for phones adds',
      `Yes.\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n${outlook}`,
    ],
    ['lines that end with carriage returns', `Yes.\r\n\r\n${quoted.replaceAll('\n', '\r\n')}`],
  ])('%s', (_, text) => {
    expect(answer(text)).toBe('Yes.')
  })

  test('its last quote, and keeps quotes from elsewhere', () => {
    expect(answer(`The log says:\n> E42\nSee?\n\n${quoted}`)).toBe('The log says:\n> E42\nSee?')
    expect(answer(`The log says:\n> E42\n\n${outlook}`)).toBe('The log says:\n> E42')
  })
})

describe('an answer keeps', () => {
  test.each([
    ['words between quotes', `Hello,\n\n${attribution}\n> Which model?\nX-200\n> Which error?\nE42`],
    ['words on both sides of a quote', `Hello,\n\n${attribution}\n> Which model?\nX-200`],
    ['what the sender quotes from elsewhere', 'The log says:\n> E42 at 10:00'],
    ['quoted lines before its words', '> Which model?\nX-200'],
    ['what follows a greeting', 'Yes.\n\nBest regards,\nJane\nCustomer no. 55-321'],
    ['what follows dashes', 'Yes:\n--\nE42\n====\nE43\n___\nE44\n++\nE45'],
    ['what is too long for a signature', `Yes.\n\n-- \n${'line\n'.repeat(9)}end`],
    ['a sentence that begins as phones do', 'Hello,\nSent from the office in Bern.'],
    ['a form with a few labels', 'From: Hamburg\nTo: Berlin\nDate: 24.12.2026\nPassengers: 2'],
    [
      'a sentence with a colon',
      'I called on 24.11.2026 at 10:00 and Bob wrote:\nplease send the number.\n\nIt is 55.',
    ],
    ['a header that the sender copied', `Bob wrote me this:\n\n${outlook}`],
    ['what somebody else wrote', 'My colleague wrote:\n> E42 at the pump'],
    ['what the sender wrote to somebody else', 'I sent this to bob@plant.example:\n> E42 at the pump'],
    ['a forwarded mail', `See this.\n\nBegin forwarded message:\n\n${outlook}`],
    ['a quote if there is nothing else', quoted],
    [
      'words that point to answers below',
      `Please see my answers below in red.\n\n${outlook}\nYes, the X-200.`,
    ],
    ['a text with too many lines to analyse', `Yes.\n${'x\n'.repeat(100_000)}\n${quoted}`],
  ])('%s', (_, text) => {
    expect(answer(text)).toBe(text.trim())
  })
})

describe('flowed text', () => {
  const flowed = (text: string, delSp = false) =>
    answerOf({ text, html: undefined, isAnswer: true, flowed: { delSp } }).text

  test('keeps lines of different depth apart', () => {
    const text = 'Hello,\n\nOn 24.11.26 15:12, Help wrote:\n> Which model? \nX-200\n> Which error? \nE42'
    const trimmed = (lines: string) => lines.split('\n').map((line) => line.trim())
    expect(trimmed(flowed(text))).toEqual(trimmed(text))
  })

  test('joins soft lines of the same depth', () => {
    expect(flowed('It \nburns \nnow.\nHelp!')).toBe('It burns now.\nHelp!')
    expect(flowed('a\n> b \n> c\n>> d \n>> e\nf')).toBe('a\n> b c\n>> d e\nf')
  })

  test('loses the blanks of DelSp', () => {
    expect(flowed('Feuer \nwehr', true)).toBe('Feuerwehr')
  })

  test('loses space-stuffing, and a stuffed `>` is not a quote', () => {
    expect(flowed('Yes.\n >not quoted\n From here')).toBe('Yes.\n>not quoted\nFrom here')
  })

  test('never joins a signature separator', () => {
    expect(flowed('Yes. \n-- \nJane')).toBe('Yes.')
  })

  test('loses the quote of an answer', () => {
    expect(flowed(`Yes, \nsure.\n\nOn 24.11.26 15:12, Help \nwrote:\n> Which model, \n> please?`)).toBe(
      'Yes, sure.',
    )
  })
})

describe('with plain text and HTML', () => {
  const both = (text: string, html: string) => answerOf({ text, html, isAnswer: false }).text

  test('the plain text is used if both say the same', () => {
    const html = '<p>Order <b>4711</b>: the pump leaks. <a href="https://x.example">See</a></p><p>Thanks</p>'
    expect(both('Order 4711: the pump\nleaks. See\n\nThanks', html)).toBe(
      'Order 4711: the pump\nleaks. See\n\nThanks',
    )
    expect(both('注文4711のポンプが\n漏れています', '<p>注文4711のポンプが漏れています</p>')).toBe(
      '注文4711のポンプが\n漏れています',
    )
  })

  test.each([
    ['a stub', 'Your mail program cannot show HTML mails.'],
    ['an address', 'View this mail: https://mail.example/view/1'],
    ['blank', '  \n'],
  ])('the HTML is used if the plain text is %s', (_, text) => {
    expect(both(text, '<p>Order 4711: the pump leaks.</p>')).toBe('Order 4711: the pump leaks.')
  })

  test('the plain text is used if the HTML is empty', () => {
    expect(both('Order 4711', '<html><body><img src="x"></body></html>')).toBe('Order 4711')
  })
})
