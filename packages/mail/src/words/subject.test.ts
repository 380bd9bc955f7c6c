import { describe, expect, test } from 'vitest'
import { answersAnother } from './index.js'

const answers = (subject: string, refers = false) => answersAnother({ subject, refers })

describe('a mail answers another one', () => {
  test.each([
    'Re: Pump',
    'RE: Pump',
    're:Pump',
    'Re[2]: Pump',
    'RE(3): Pump',
    'Re^2: Pump',
    '[EXT] Re: Pump',
    'RE : Pump',
    'Re：Pump',
    'AW: Pumpe',
    'Antwort: Pumpe',
    'Antw: Pomp',
    'SV: Pump',
    'RES: Bomba',
    'R: Pompa',
    'Rif: Pompa',
    'Odp: Pompa',
    'YNT: Pompa',
    'Vá: Szivattyú',
    'Ответ: Насос',
    'ΑΠ: Αντλία',
    '回复：水泵',
    '回覆: 水泵',
    '返信: ポンプ',
    '회신: 펌프',
    'Re: Fwd: Pump',
  ])('by its subject %j', (subject) => {
    expect(answers(subject)).toBe(true)
  })

  test('by what it refers to', () => {
    expect(answers('Pump', true)).toBe(true)
    expect(answers('', true)).toBe(true)
  })
})

describe('a mail answers nothing', () => {
  test.each(['', 'Pump', 'Reply needed', 'Regarding: Pump', 'The pump: it leaks', ': Pump', '[Re: Pump'])(
    'with the subject %j and no reference',
    (subject) => {
      expect(answers(subject)).toBe(false)
    },
  )

  test.each([
    'Fwd: Pump',
    'FW: Pump',
    'Fw: Re: Pump',
    'WG: Pumpe',
    'TR: Pompe',
    'RV: Bomba',
    'I: Pompa',
    'ENC: Bomba',
    'VB: Pump',
    'VS: Pumpe',
    'PD: Pompa',
    'İLT: Pompa',
    'Doorst: Pomp',
    'Továbbítás: Szivattyú',
    '转发: 水泵',
    '轉寄: 水泵',
    '転送: ポンプ',
    '전달: 펌프',
    '[EXT] FW: Pump',
  ])('if it is forwarded, even with references: %j', (subject) => {
    expect(answers(subject, true)).toBe(false)
  })
})
