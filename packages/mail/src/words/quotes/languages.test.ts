import { describe, expect, test } from 'vitest'
import { answerOf } from '../index.js'
import { attributions, forwards, headers, separators } from './mails.test-support.js'

const answer = (text: string) => answerOf({ text, html: undefined, isAnswer: true }).text
const answerOfHtml = (html: string) => answerOf({ text: undefined, html, isAnswer: true }).text
const escaped = (text: string) => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Wraps a line at blanks, as mail programs do. */
function wrapped(line: string, width: number): string {
  const lines: string[] = []
  for (const word of line.split(' ')) {
    const last = lines.at(-1)
    if (last === undefined || last.length + word.length >= width) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines.join('\n')
}

describe.each(attributions)('the attribution of %s', (_, attribution) => {
  test('is removed with the quoted lines', () => {
    expect(answer(`Yes.\n\n${attribution}\n\n> Question?\n> Help`)).toBe('Yes.')
    expect(answer(`Yes.\n${attribution}\n> Question?`)).toBe('Yes.')
  })

  test('is removed if it is wrapped', () => {
    for (const width of [76, 60, 40]) {
      const text = wrapped(attribution, width)
      // Programs wrap over at most four lines, and never leave the dashes at the end alone.
      if (text.split('\n').length > 4 || text.endsWith('\n----')) continue
      expect(answer(`Yes.\n\n${text}\n> Question?`)).toBe('Yes.')
    }
  })

  test('is removed above quoted HTML', () => {
    const line = escaped(attribution)
    expect(answerOfHtml(`<div>Yes.</div><br><div>${line}<br></div><blockquote>Question?</blockquote>`)).toBe(
      'Yes.',
    )
  })

  test('is kept in an answer with words between quotes', () => {
    const text = `Hello,\n\n${attribution}\n> Question?\nYes.\n> More?\nNo.`
    expect(answer(text)).toBe(text)
  })
})

describe.each(headers)('a copied header in %s', (_, from, date, to, subject) => {
  const lines = [
    [from, 'Help <help@helpdesk.example>'],
    [date, '25.11.2026 10:00'],
    [to, 'Jane Roe'],
    [subject, 'Re: Pump'],
  ]
  const plain = lines.map(([label, value]) => `${label}: ${value}`).join('\n')
  const bold = lines.map(([label, value]) => `*${label}:* ${value}`).join('\n')
  const html = lines.map(([label, value]) => `<b>${label}:</b> ${escaped(value ?? '')}`).join('<br>')

  test('begins a quote to the end', () => {
    expect(answer(`Yes.\n\n${plain}\n\nQuestion?`)).toBe('Yes.')
    expect(answer(`Yes.\n\n________________________________\n${plain}\n\nQuestion?`)).toBe('Yes.')
    expect(answer(`Yes.\n\n ------------------------------\n\n${bold}\n\nQuestion?`)).toBe('Yes.')
    expect(answerOfHtml(`<p>Yes.</p><hr><p>${html}</p><p>Question?</p>`)).toBe('Yes.')
  })

  test('is kept in a mail that answers nothing', () => {
    const text = `Please look.\n\n${plain}\n\nOrder 4711.`
    expect(answerOf({ text, html: undefined, isAnswer: false }).text).toBe(text)
  })
})

describe.each(separators)('the line %s', (separator) => {
  test('begins a quote to the end', () => {
    expect(answer(`Yes.\n\n${separator}\nQuestion?`)).toBe('Yes.')
    expect(answerOfHtml(`<div>Yes.</div><div>${separator}</div><div>Question?</div>`)).toBe('Yes.')
  })
})

describe.each(forwards)('the line %s', (forward) => {
  test('keeps a forwarded mail, even in an answer', () => {
    const text = `See this.\n\n${forward}\nFrom: Bob <bob@plant.example>\nDate: 25.11.2026\nSubject: Pump\nTo: Jane\n\nOrder 4711.`
    expect(answer(text)).toBe(text)
    const quoted = `See this.\n\n${forward}\n\n> From: Bob <bob@plant.example>\n> Date: 25.11.2026\n> Subject: Pump\n>\n> Order 4711.`
    expect(answer(quoted)).toBe(quoted)
  })
})
