import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { languageCodes } from '../../model/language.js'
import { en } from './texts/en.js'
import { type MailLanguage, type MailTexts, mailTemplateNames } from './texts.js'

const codes = readdirSync(new URL('./texts/', import.meta.url))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length))

/**
 * The module of a language exports its texts and nothing else. Some language codes are not valid identifiers (`in`).
 */
async function textsIn(code: string): Promise<MailLanguage> {
  const module = (await import(`./texts/${code}.ts`)) as Record<string, MailLanguage>
  const [language, ...others] = Object.values(module)
  if (language === undefined || others.length > 0) throw new Error(`texts/${code}.ts: not one export`)
  return language
}

const languages = await Promise.all(codes.map(async (code) => ({ code, language: await textsIn(code) })))

const parts = ['subject', 'text1', 'text2', 'text3', 'action'] as const satisfies readonly (keyof MailTexts)[]

/** Applies `see` to each text of a language, so that a failure shows which text is wrong, and how. */
const inEach = (language: MailLanguage, see: (text: string, part: keyof MailTexts) => unknown) =>
  mailTemplateNames.flatMap((name) =>
    parts.map((part) => ({ text: `${name} ${part}`, seen: see(language[name][part], part) })),
  )

const variable = /\{\{([A-Za-z]+)\}\}/g

const variablesOf = (text: string): string[] =>
  [...new Set(Array.from(text.matchAll(variable), ([whole]) => whole))].sort()

/** Returns each word that contains the helpdesk's address; only blanks and line breaks end a word. */
const addressesOf = (text: string): string[] =>
  text.split(/ |<br>/).filter((word) => word.includes('{{url}}'))

test('there are mails in English and in other languages of the helpdesk', () => {
  expect(codes).toContain('en')
  expect(codes.length).toBeGreaterThan(1)
  expect(languageCodes).toEqual(expect.arrayContaining(codes))
})

describe.each(languages)('the mails in $code', ({ language }) => {
  test('are all there, and no others', () => {
    expect(Object.keys(language)).toEqual([...mailTemplateNames])
    for (const name of mailTemplateNames) expect(Object.keys(language[name]), name).toEqual([...parts])
  })

  test('are empty exactly where the English ones are', () => {
    const isEmpty = (text: string) => text === ''
    expect(inEach(language, isEmpty)).toEqual(inEach(en, isEmpty))
  })

  test('have the variables of the English ones', () => {
    expect(inEach(language, variablesOf)).toEqual(inEach(en, variablesOf))
  })

  test('have no brace outside of a variable', () => {
    const braces = inEach(language, (text) => text.replace(variable, '').match(/[{}]/g))
    expect(braces.filter(({ seen }) => seen)).toEqual([])
  })

  test('have the same links as the English ones', () => {
    expect(inEach(language, addressesOf)).toEqual(inEach(en, addressesOf))
  })

  test('have no tag except the line break, and none in subjects and on buttons', () => {
    const tags = inEach(language, (text, part) =>
      (part.startsWith('text') ? text.replaceAll('<br>', '') : text).match(/[<>]/g),
    )
    expect(tags.filter(({ seen }) => seen)).toEqual([])
  })

  test('have no blanks at the ends of lines, and no two in a row', () => {
    const blanks = inEach(language, (text) => text.match(/(^|<br>)\s|\s\s|\s(<br>|$)/g))
    expect(blanks.filter(({ seen }) => seen)).toEqual([])
  })

  test('have the number of the ticket at the front of the subject', () => {
    for (const name of mailTemplateNames.filter((name) => name.startsWith('TICKET_'))) {
      expect(language[name].subject, name).toMatch(/^\[#\{\{ticketNumber\}\}\] /)
    }
  })
})

const translations = languages.filter(({ code }) => code !== 'en')

test.each(translations)('the mails in $code are translated', ({ language }) => {
  for (const name of mailTemplateNames) {
    const english = parts.filter(
      (part) => language[name][part] !== '' && language[name][part] === en[name][part],
    )
    expect(english, name).toEqual([])
  }
})
