import Squire from 'squire-rte'
import { inertBody } from './inert.js'

/** A running editor. */
export interface Writing {
  bold(): void
  italic(): void
  list(): void
  numberedList(): void
  picture(file: File): void
  /** Replaces the whole text by HTML of the helpdesk. */
  load(html: string): void
  /** Adds HTML at the cursor. */
  insert(html: string): void
  focus(): void
  stop(): void
}

interface WritingOptions {
  /** Collects the pictures; undefined if there may be none. */
  readonly pictures: Blob[] | undefined
  readonly onChange: () => void
}

const kept = new Set('B STRONG I EM U S P DIV BR UL OL LI BLOCKQUOTE PRE CODE A'.split(' '))

/** Returns pasted HTML without scripts, styles and handlers: a document without scripts parses it. */
function pasted(html: string, isStored = false): DocumentFragment {
  const body = inertBody(html)
  for (const element of [...body.querySelectorAll('*')].reverse()) {
    if (/^(?:SCRIPT|STYLE|TEMPLATE|TITLE|SVG|MATH)$/i.test(element.tagName)) element.remove()
    else if (isStored && element instanceof HTMLImageElement && isDownload(element)) continue
    else if (!kept.has(element.tagName)) element.replaceWith(...element.childNodes)
    else
      for (const { name, value } of [...element.attributes]) {
        if (name !== 'href' || !/^(?:https?|mailto):/i.test(value)) element.removeAttribute(name)
      }
  }
  const fragment = document.createDocumentFragment()
  for (const node of [...body.childNodes]) fragment.append(document.importNode(node, true))
  return fragment
}

/** Returns whether a picture is one that the helpdesk keeps. */
const isDownload = (image: HTMLImageElement): boolean =>
  /\/system\/download\?file=[\w.-]+$/.test(image.getAttribute('src') ?? '')

/** Returns the lines of a text as HTML, a paragraph each. */
function paragraphsOf(text: string): string {
  const paragraphs = text.split('\n').map((line) => {
    const paragraph = document.createElement('p')
    paragraph.textContent = line
    return paragraph.outerHTML
  })
  return paragraphs.join('')
}

/** Turns an element into an editor of rich text. Keeps the text that was typed into it before, and the focus. */
export function startWriting(element: HTMLElement, { pictures, onChange }: WritingOptions): Writing {
  const typed = element.innerText
  const isFocused = element.matches(':focus')
  // Squire notices only a focus that comes after its start.
  element.blur()
  const squire = new Squire(element, { blockTag: 'P', sanitizeToDOMFragment: (html: string) => pasted(html) })
  if (typed.trim() !== '') squire.setHTML(paragraphsOf(typed)).moveCursorToEnd()
  if (isFocused) squire.focus()
  const addresses: string[] = []
  const picture = (file: File) => {
    if (!pictures || !file.type.startsWith('image/')) return
    pictures.push(file)
    const number = String(pictures.length - 1)
    const address = URL.createObjectURL(file)
    addresses.push(address)
    squire.insertImage(address, { alt: file.name, 'data-file': number })
  }
  const takeFiles = (files: FileList | undefined, event: Event) => {
    const images = [...(files ?? [])].filter(({ type }) => type.startsWith('image/'))
    if (!pictures || images.length === 0) return
    event.preventDefault()
    event.stopPropagation()
    for (const image of images) picture(image)
  }
  const onPaste = (event: ClipboardEvent) => takeFiles(event.clipboardData?.files, event)
  const onDrop = (event: DragEvent) => takeFiles(event.dataTransfer?.files, event)
  // Before the editor's own listeners.
  element.addEventListener('paste', onPaste, true)
  element.addEventListener('drop', onDrop, true)
  squire.addEventListener('input', onChange)
  return {
    bold: () => void (squire.hasFormat('B') ? squire.removeBold() : squire.bold()),
    italic: () => void (squire.hasFormat('I') ? squire.removeItalic() : squire.italic()),
    list: () => void (squire.hasFormat('UL') ? squire.removeList() : squire.makeUnorderedList()),
    numberedList: () => void (squire.hasFormat('OL') ? squire.removeList() : squire.makeOrderedList()),
    picture,
    load(html) {
      element.replaceChildren(pasted(html, true))
      onChange()
    },
    insert(html) {
      squire.insertHTML(html, true)
      squire.focus()
    },
    focus: () => void squire.focus(),
    stop() {
      squire.destroy()
      addresses.forEach(URL.revokeObjectURL)
    },
  }
}
