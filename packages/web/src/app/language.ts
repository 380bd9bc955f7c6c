import { createContext } from 'preact'
import { useContext } from 'preact/hooks'

/** The languages by their code in the helpdesk: their tag, and their own name. */
export const languages = {
  en: ['en', 'English'],
  es: ['es', 'Español'],
  de: ['de', 'Deutsch'],
  fr: ['fr', 'Français'],
  pt: ['pt-PT', 'Português'],
  jp: ['ja', '日本語'],
  ru: ['ru', 'Русский'],
  cn: ['zh-CN', '简体中文'],
  in: ['hi', 'हिन्दी'],
  tr: ['tr', 'Türkçe'],
  it: ['it', 'Italiano'],
  br: ['pt-BR', 'Português (Brasil)'],
  gr: ['el', 'Ελληνικά'],
  nl: ['nl', 'Nederlands'],
  pl: ['pl', 'Polski'],
} as const

export type Language = keyof typeof languages

export const languageCodes = Object.keys(languages) as Language[]

export const tagOf = (language: Language): string => languages[language][0]

/** Tags of languages that are written from right to left. */
const rightToLeft = /^(?:ar|dv|fa|he|ku|ps|ug|ur|yi)\b/

/** Returns the direction in which a language is written. */
export const directionOf = (tag: string): 'ltr' | 'rtl' => (rightToLeft.test(tag) ? 'rtl' : 'ltr')

/** Returns the language for a list of tags, the first one preferred, such as `pt-BR` or `de`. */
export function languageFor(tags: readonly string[]): Language | undefined {
  for (const wanted of tags) {
    const exact = languageCodes.find((code) => tagOf(code).toLowerCase() === wanted.toLowerCase())
    const [start = ''] = wanted.toLowerCase().split('-')
    const near = exact ?? languageCodes.find((code) => tagOf(code).split('-')[0] === start)
    if (near) return near
  }
  return undefined
}

/** The language of the components below. */
export const LanguageContext = createContext<Language>('en')

export const useLanguage = (): Language => useContext(LanguageContext)
