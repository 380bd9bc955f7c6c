import { hangul, kanji, letters, simplified, traditional } from './common-characters.js'

/** A charset of a non-Latin script. */
export interface Script {
  readonly encoding: string
  /** Returns whether a character is common in texts of this charset. */
  readonly isCommon: (character: string) => boolean
  /** The share of common characters in a usual text. */
  readonly share: number
  /** Whether characters have two or more bytes, so that few texts of other charsets decode without errors. */
  readonly wide: boolean
}

const isKana = (character: string) => character >= '\u3041' && character <= '\u30fe'
const isMark = (character: string) => '，。、！？：；（）「」“”《》・　'.includes(character)
const isJapanese = (character: string) => isKana(character) || isMark(character) || kanji.has(character)

const wide = (encoding: string, isCommon: Script['isCommon'], share: number): Script => ({
  encoding,
  isCommon,
  share,
  wide: true,
})
const narrow = (encoding: string, common: ReadonlySet<string>): Script => ({
  encoding,
  isCommon: (character) => common.has(character),
  share: 0.8,
  wide: false,
})

/** If several fit a text equally well, the first one wins. */
export const scripts: readonly Script[] = [
  wide('shift_jis', isJapanese, 0.8),
  wide('euc-jp', isJapanese, 0.8),
  wide('gb18030', (character) => isMark(character) || simplified.has(character), 0.6),
  wide('big5', (character) => isMark(character) || traditional.has(character), 0.6),
  wide('euc-kr', (character) => isMark(character) || hangul.has(character), 0.6),
  narrow('windows-1251', letters.cyrillic),
  narrow('koi8-r', letters.cyrillic),
  narrow('koi8-u', letters.cyrillic),
  narrow('iso-8859-5', letters.cyrillic),
  narrow('ibm866', letters.cyrillic),
  narrow('windows-1253', letters.greek),
  narrow('iso-8859-7', letters.greek),
  narrow('windows-1255', letters.hebrew),
  narrow('windows-1256', letters.arabic),
  narrow('iso-8859-6', letters.arabic),
  narrow('windows-874', letters.thai),
]
