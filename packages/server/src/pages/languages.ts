import type { LanguageCode } from '@opensupports/core'
import { br } from './texts/br.js'
import { cn } from './texts/cn.js'
import { de } from './texts/de.js'
import { en } from './texts/en.js'
import { es } from './texts/es.js'
import { fr } from './texts/fr.js'
import { gr } from './texts/gr.js'
import { inTexts } from './texts/in.js'
import { it } from './texts/it.js'
import { jp } from './texts/jp.js'
import { nl } from './texts/nl.js'
import { pl } from './texts/pl.js'
import { pt } from './texts/pt.js'
import { ru } from './texts/ru.js'
import { tr } from './texts/tr.js'
import type { Words } from './texts.js'

/** The texts of the pages, by language. */
export const words: Readonly<Record<LanguageCode, Words>> = {
  en,
  es,
  de,
  fr,
  pt,
  jp,
  ru,
  cn,
  in: inTexts,
  tr,
  it,
  br,
  gr,
  nl,
  pl,
}
