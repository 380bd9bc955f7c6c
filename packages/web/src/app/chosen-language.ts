import { directionOf, type Language, languageFor, languages, tagOf } from './language.js'
import { useSyncExternalStore } from './react.js'

const key = 'opensupports language'
const listeners = new Set<() => void>()

function preferred(): Language {
  const kept = localStorage.getItem(key)
  if (kept && kept in languages) return kept as Language
  return languageFor(navigator.languages) ?? 'en'
}

let current = preferred()

/** Sets the language of the page, for browsers and screen readers. */
function applyLanguage(): void {
  const tag = tagOf(current)
  document.documentElement.lang = tag
  document.documentElement.dir = directionOf(tag)
}
applyLanguage()

/** Chooses the language of the app, on this device. */
export function setLanguage(language: Language): void {
  current = language
  localStorage.setItem(key, language)
  applyLanguage()
  for (const listener of listeners) listener()
}

/** Returns the language that the reader of the app has chosen. */
export const useChosenLanguage = (): Language =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )
