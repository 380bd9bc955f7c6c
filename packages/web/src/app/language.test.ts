import { describe, expect, test } from 'vitest'
import { directionOf, languageFor } from './language.js'

describe('the language for tags', () => {
  test.each([
    [['pt-BR'], 'br'],
    [['pt'], 'pt'],
    [['zh-TW'], 'cn'],
    [['DE-at'], 'de'],
    [['xx', 'ja-JP', 'en'], 'jp'],
  ])('%s is %s', (tags, language) => expect(languageFor(tags)).toBe(language))

  test('is none where the helpdesk speaks none of them', () => {
    expect(languageFor(['xx', 'sw'])).toBeUndefined()
    expect(languageFor([])).toBeUndefined()
  })
})

test('Arabic and Hebrew run from right to left, and no language that begins likewise', () => {
  expect(['ar', 'he-IL', 'de', 'arn', 'zh-CN'].map(directionOf)).toEqual(['rtl', 'rtl', 'ltr', 'ltr', 'ltr'])
})
