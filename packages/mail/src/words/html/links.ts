import type { Writer } from './writer.js'

const schemes = ['https://', 'http://', 'mailto:', 'tel:', 'ftp://']

/** Writes the address of a link after its text, unless they are the same. */
export class Links {
  readonly #writer: Writer
  #open: { readonly address: string; readonly line: number; readonly piece: number } | undefined

  constructor(writer: Writer) {
    this.#writer = writer
  }

  /** Begins a link. Ignores addresses that lead nowhere outside of the mail. */
  begin(href: string): void {
    this.end()
    const address = href.trim()
    if (schemes.some((scheme) => address.toLowerCase().startsWith(scheme)))
      this.#open = { address, line: this.#writer.lines.length, piece: this.#writer.length }
  }

  end(): void {
    const link = this.#open
    this.#open = undefined
    if (link === undefined) return
    const words = this.#writer.lines.length === link.line ? this.#writer.since(link.piece) : ''
    if (bare(words) !== bare(link.address)) this.#writer.address(link.address)
  }
}

/** Returns an address without the parts that people omit. */
function bare(address: string): string {
  const text = address.trim().toLowerCase()
  const scheme = schemes.find((each) => text.startsWith(each)) ?? ''
  const rest = text.slice(scheme.length)
  const place = scheme === 'mailto:' ? (rest.split('?', 1)[0] ?? '') : rest
  return place.endsWith('/') ? place.slice(0, -1) : place
}
