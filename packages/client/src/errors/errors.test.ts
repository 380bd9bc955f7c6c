import { type ErrorCode, errorCodes, languageTags, OpenSupportsError } from '@opensupports/core'
import { describe, expect, test } from 'vitest'
import { type ClientErrorCode, OpenSupportsClientError } from '../error.js'
import { errorSentences } from './index.js'
import { kinds } from './kinds.js'
import { sentences as english } from './sentences/en.js'

type Language = keyof typeof languageTags

const languages = Object.keys(languageTags) as Language[]
const ofClient: Readonly<Record<ClientErrorCode, true>> = {
  ABORTED: true,
  INVALID_ANSWER: true,
  NETWORK_ERROR: true,
  TIMEOUT: true,
}
const codes = [...errorCodes, ...Object.keys(ofClient)]

test('every code has a sentence', () => {
  expect(
    codes.filter((code) => !kinds.has(code)),
    'add each to packages/client/src/errors/kinds.ts: to a sentence that fits, or to a new one, in all languages',
  ).toEqual([])
})

test('no sentence is for a code that does not exist, and each is for some', () => {
  expect([...kinds.keys()].filter((code) => !codes.includes(code))).toEqual([])
  expect(new Set(kinds.values())).toEqual(new Set(Object.keys(english)))
})

test('each code is listed once', () => {
  expect(kinds.size).toBe(codes.length)
})

describe.each(languages)('in %s', (language) => {
  test('each code has its own language’s sentence, on one line, for people', async () => {
    const sentenceOf = await errorSentences(language)
    for (const code of codes) {
      const sentence = sentenceOf({ code })
      expect(sentence).toMatch(/^\S.{3,}[.。।]$/u)
      // The words of codes are for developers.
      expect(sentence).not.toMatch(/[A-Z]{2,}_|`/)
    }
    const inEnglish = Object.values(english)
    const same = codes.filter((code) => inEnglish.includes(sentenceOf({ code })))
    expect(same.length).toBe(language === 'en' ? codes.length : 0)
  })
})

describe('the sentence', () => {
  test('is found by the code of an error, of the client’s or the helpdesk’s class', async () => {
    const sentenceOf = await errorSentences('en')
    const code: ErrorCode = 'INVALID_TICKET'
    expect(sentenceOf(new OpenSupportsError(code))).toBe('There is no such ticket.')
    expect(sentenceOf(new OpenSupportsClientError('TIMEOUT'))).toBe('This takes too long. Please try again.')
  })

  test.each([undefined, null, 'text', new Error('x'), { code: 'NEW_CODE' }, { code: 'constructor' }])(
    'is a general one for %o',
    async (error) => {
      const sentenceOf = await errorSentences('de')
      expect(sentenceOf(error)).toBe('Etwas ist schiefgegangen. Bitte versuchen Sie es später noch einmal.')
    },
  )

  test('is that of the host’s hook, if one has refused', async () => {
    const sentenceOf = await errorSentences('en')
    const details = { code: 'QUOTA_USED_UP', message: 'Your plan allows 5 tickets.' }
    expect(sentenceOf(new OpenSupportsError('REFUSED', { details }))).toBe(details.message)
    expect(sentenceOf({ code: 'REFUSED', details: null })).toBe(english.failed)
  })
})
