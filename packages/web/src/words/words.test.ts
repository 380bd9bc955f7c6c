import { languageTags } from '@opensupports/core'
import { describe, expect, test } from 'vitest'

type Words = Readonly<Record<string, string>>

const wordsOf = async (part: string, language: string): Promise<Words> =>
  ((await import(`./${part}/${language}.ts`)) as { words: Words }).words

const placesIn = (text = '') => (text.match(/\{\w+\}/g) ?? []).sort()

const others = Object.keys(languageTags).filter((code) => code !== 'en')

describe.each(['customers', 'staff'])('the words of %s', (part) => {
  test.each(others)('in %s are complete, with the same places', async (language) => {
    const [english, words] = [await wordsOf(part, 'en'), await wordsOf(part, language)]
    expect(Object.keys(words)).toEqual(Object.keys(english))
    for (const [name, text] of Object.entries(english)) expect(placesIn(words[name])).toEqual(placesIn(text))
    expect(words).not.toEqual(english)
  })
})
