import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2'
import { isBlank, type Line } from '../line.js'
import { type Attributes, isRead, noAttributes } from './attributes.js'
import { Page } from './page.js'

const longestName = 20
const longestValue = 2000

/** Returns HTML as text, with line breaks where a browser shows them. Takes time linear in the length. */
export const textOfHtml = (html: string): string =>
  linesOfHtml(html)
    .map(({ shown }) => shown)
    .join('\n')
    .trim()

/** Returns the lines of HTML. Leaves out hidden text, unless all text is hidden or a hidden tag has no end. */
export function linesOfHtml(html: string): readonly Line[] {
  const page = read(html, true)
  return page.isHiding || page.lines.every(isBlank) ? read(html, false).lines : page.lines
}

/** Reads HTML tag by tag, without a tree or a stack of all tags, which would take quadratic time. */
function read(html: string, hides: boolean): Page {
  const page = new Page(hides)
  let tag = ''
  let attributes: Attributes = noAttributes
  let name = ''
  let value = ''
  const add = (text: string) => {
    if (isRead(name) && value.length < longestValue) value += text.slice(0, longestValue - value.length)
  }
  const slice = (start: number, end: number, longest: number) =>
    end - start > longest ? '' : html.slice(start, end).toLowerCase()
  // The tokenizer may split the text between two tags, so collect the pieces.
  let text = ''
  let start = 0
  let end = 0
  const flush = () => {
    if (end > start) text += html.slice(start, end)
    if (text !== '') page.text(text)
    text = ''
    start = end
  }
  const addText = (from: number, to: number) => {
    if (from !== end) {
      if (end > start) text += html.slice(start, end)
      start = from
    }
    end = to
  }
  const addCharacter = (code: number) => {
    if (end > start) text += html.slice(start, end)
    text += String.fromCodePoint(code)
    start = end
  }
  const begin = () => {
    flush()
    page.begin(tag, attributes)
  }
  const ignore = () => {}
  const callbacks: TokenizerCallbacks = {
    onopentagname(start, end) {
      tag = slice(start, end, longestName)
      attributes = noAttributes
    },
    onattribname(start, end) {
      name = slice(start, end, longestName)
      value = ''
    },
    onattribdata: (start, end) => add(html.slice(start, Math.min(end, start + longestValue))),
    onattribentity: (code) => add(String.fromCodePoint(code)),
    onattribend() {
      if (isRead(name) && attributes[name] === '') attributes = { ...attributes, [name]: value }
    },
    onopentagend: begin,
    onselfclosingtag: begin,
    onclosetag(start, end) {
      flush()
      page.end(slice(start, end, longestName))
    },
    ontext: addText,
    ontextentity: addCharacter,
    oncdata: (start, end, endMark) => addText(start, end - endMark),
    oncomment: ignore,
    ondeclaration: ignore,
    onprocessinginstruction: ignore,
    onend: ignore,
  }
  const tokenizer = new Tokenizer({ decodeEntities: true }, callbacks)
  tokenizer.write(html)
  tokenizer.end()
  flush()
  page.finish()
  return page
}
