import { createWords } from '../../app/words.js'
import type { StaffWords } from './staff-words.js'

export type { StaffWords } from './staff-words.js'

const staff = createWords<StaffWords>({
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

export const StaffWordsProvider = staff.WordsProvider
export const useStaffWords = staff.useWords
