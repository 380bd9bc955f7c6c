import { useSyncExternalStore } from 'preact/compat'

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

const key = 'opensupports language'
const listeners = new Set<() => void>()

function preferred(): Language {
  const kept = localStorage.getItem(key)
  if (kept && kept in languages) return kept as Language
  for (const wanted of navigator.languages) {
    const exact = languageCodes.find((code) => tagOf(code).toLowerCase() === wanted.toLowerCase())
    const [start = ''] = wanted.toLowerCase().split('-')
    const near = exact ?? languageCodes.find((code) => tagOf(code).split('-')[0] === start)
    if (near) return near
  }
  return 'en'
}

let current = preferred()

/** Sets the language of the page, for browsers and screen readers. */
export function applyLanguage(): void {
  const tag = tagOf(current)
  document.documentElement.lang = tag
  document.documentElement.dir = rightToLeft.test(tag) ? 'rtl' : 'ltr'
}
applyLanguage()

/** Chooses the language of the app, on this device. */
export function setLanguage(language: Language): void {
  current = language
  localStorage.setItem(key, language)
  applyLanguage()
  for (const listener of listeners) listener()
}

export const useLanguage = (): Language =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )
