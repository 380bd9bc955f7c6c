import { createWords } from '../../app/words.js'
import type { CustomerWords } from './customer-words.js'

export type { CustomerWords } from './customer-words.js'

export const { WordsProvider, useWords } = createWords<CustomerWords>({
  en: () => import('./en.js'),
  es: () => import('./es.js'),
  de: () => import('./de.js'),
  fr: () => import('./fr.js'),
  pt: () => import('./pt.js'),
  jp: () => import('./jp.js'),
  ru: () => import('./ru.js'),
  cn: () => import('./cn.js'),
  in: () => import('./in.js'),
  tr: () => import('./tr.js'),
  it: () => import('./it.js'),
  br: () => import('./br.js'),
  gr: () => import('./gr.js'),
  nl: () => import('./nl.js'),
  pl: () => import('./pl.js'),
})
