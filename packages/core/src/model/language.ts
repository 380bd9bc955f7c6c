/** The codes of the 15 languages, in the order in which every answer lists them. */
export const languageCodes = [
  'en',
  'es',
  'de',
  'fr',
  'pt',
  'jp',
  'ru',
  'cn',
  'in',
  'tr',
  'it',
  'br',
  'gr',
  'nl',
  'pl',
] as const

/** One of the 15 languages. */
export type LanguageCode = (typeof languageCodes)[number]
