import type { LanguageCode } from '../../model/index.js'
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
import type { MailLanguage } from './texts.js'

/** The built-in texts. */
export const mailLanguages: Readonly<Record<LanguageCode, MailLanguage>> = {
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

/** The language codes of HTML and mail programs. */
export const languageTags: Readonly<Record<LanguageCode, string>> = {
  en: 'en',
  es: 'es',
  de: 'de',
  fr: 'fr',
  pt: 'pt-PT',
  jp: 'ja',
  ru: 'ru',
  cn: 'zh-CN',
  in: 'hi',
  tr: 'tr',
  it: 'it',
  br: 'pt-BR',
  gr: 'el',
  nl: 'nl',
  pl: 'pl',
}
