import { describe, expect, test } from 'vitest'
import { answerOf } from './index.js'

const fresh = (text: string) => answerOf({ text, html: undefined, isAnswer: false }).text

describe('a mail that answers nothing', () => {
  test.each([
    [
      'a forwarded mail',
      'See below.\n\nFrom: Bob <bob@plant.example>\nSent: Tuesday\nTo: Jane\nSubject: Pump\n\nOrder 4711.',
    ],
    ['lines with angles', 'Config:\n> set port 80\n> set host a\nThat fails.'],
    ['what follows a greeting', 'Hello\n\nCheers\n\nhere is the error: E42'],
    ['what follows dashes', 'Log follows\n--\nerror E42\n-- \nerror E43\n====\nerror E44\n__\nE45'],
  ])('keeps %s', (_, text) => {
    expect(fresh(text)).toBe(text)
  })
})

describe('flowed text', () => {
  const flowed = (text: string, delSp = false) =>
    answerOf({ text, html: undefined, isAnswer: true, flowed: { delSp } }).text

  test('never joins lines of different depth', () => {
    const text = 'Hello,\n\nOn 24.11.26 15:12, Help wrote:\n> Which model? \nX-200\n> Which error? \nE42'
    expect(
      flowed(text)
        .split('\n')
        .map((line) => line.trim()),
    ).toEqual(text.split('\n').map((line) => line.trim()))
  })

  test('joins soft lines, and takes off the blank of DelSp and of stuffing', () => {
    expect(flowed('It \nburns \nnow.\n >not quoted\n From here')).toBe(
      'It burns now.\n>not quoted\nFrom here',
    )
    expect(flowed('Feuer \nwehr', true)).toBe('Feuerwehr')
  })
})
