/**
 * Sentences for people, in 15 languages, for the error codes of the helpdesk and of the client. Only the language that
 * is asked for is loaded.
 *
 * @module
 */
import type { LanguageCode } from '@opensupports/core'
import { kinds } from './kinds.js'
import type { Sentences } from './sentences/en.js'

/** Returns the sentence for an error, which people may read. */
export type SentenceOf = (error: unknown) => string

type Loaded = Promise<{ readonly sentences: Sentences }>

const loaders: Readonly<Record<LanguageCode, () => Loaded>> = {
  en: () => import('./sentences/en.js'),
  es: () => import('./sentences/es.js'),
  de: () => import('./sentences/de.js'),
  fr: () => import('./sentences/fr.js'),
  pt: () => import('./sentences/pt.js'),
  jp: () => import('./sentences/jp.js'),
  ru: () => import('./sentences/ru.js'),
  cn: () => import('./sentences/cn.js'),
  in: () => import('./sentences/in.js'),
  tr: () => import('./sentences/tr.js'),
  it: () => import('./sentences/it.js'),
  br: () => import('./sentences/br.js'),
  gr: () => import('./sentences/gr.js'),
  nl: () => import('./sentences/nl.js'),
  pl: () => import('./sentences/pl.js'),
}

/** What an error of the client or of the helpdesk has; anything may be thrown. */
interface Facts {
  readonly code?: unknown
  readonly details?: { readonly message?: unknown } | null
}

const factsOf = (error: unknown): Facts => (typeof error === 'object' && error !== null ? error : {})

/**
 * Loads the sentences of a language. Errors without a known code get a general sentence, and those of the host's own
 * hooks the text that the hook has written.
 *
 * @example
 * const sentenceOf = await errorSentences('de')
 * try {
 *   await client.ticket.close({ ticketNumber })
 * } catch (error) {
 *   show(sentenceOf(error))
 * }
 */
export async function errorSentences(language: LanguageCode): Promise<SentenceOf> {
  const { sentences } = await loaders[language]()
  return (error) => {
    const { code, details } = factsOf(error)
    if (code === 'REFUSED' && typeof details?.message === 'string') return details.message
    return sentences[kinds.get(String(code)) ?? 'failed']
  }
}
