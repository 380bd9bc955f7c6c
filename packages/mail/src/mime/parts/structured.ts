/** A parameter of a header: its bytes as Latin-1 characters. */
export interface Parameter {
  readonly value: string
  /** The charset of RFC 2231: empty if it names none, undefined for a parameter without RFC 2231. */
  readonly charset: string | undefined
}

/** A header such as `text/plain; charset=utf-8`. */
export interface Structured {
  /** Lower case. */
  readonly value: string
  /** By name in lower case. */
  readonly parameters: ReadonlyMap<string, Parameter>
}

const mostParameters = 200

/** Parses a header with a value and parameters. Joins continued parameters (RFC 2231). */
export function structured(header: string): Structured {
  const [first = '', ...rest] = piecesOf(header)
  const [value = ''] = first.trim().split(/[\s(]/, 1)
  const plain = new Map<string, Parameter>()
  const pieces = new Map<string, { at: number; encoded: boolean; value: string }[]>()
  for (const piece of rest) {
    const equals = piece.indexOf('=')
    if (equals < 1) continue
    const name = piece.slice(0, equals).trim().toLowerCase()
    const value = unquoted(piece.slice(equals + 1).trim())
    const [base = '', number = '', star] = name.split('*')
    if (base === name) {
      if (!plain.has(name)) plain.set(name, { value, charset: undefined })
      continue
    }
    const encoded = number === '' || star !== undefined
    const at = Number.parseInt(number || '0', 10)
    if (base !== '' && at >= 0) pieces.set(base, [...(pieces.get(base) ?? []), { at, encoded, value }])
  }
  for (const [name, parts] of pieces) plain.set(name, joined(parts))
  return { value: value.toLowerCase(), parameters: plain }
}

/** Splits at semicolons outside quotes. */
function piecesOf(header: string): string[] {
  const pieces: string[] = []
  let start = 0
  let quoted = false
  for (let place = 0; place < header.length && pieces.length < mostParameters; place++) {
    const character = header[place]
    if (character === '\\' && quoted) place++
    else if (character === '"') quoted = !quoted
    else if (character === ';' && !quoted) {
      pieces.push(header.slice(start, place))
      start = place + 1
    }
  }
  return [...pieces, header.slice(start)]
}

/** Removes quotes, and the backslashes before quotes and backslashes only, so that Windows paths keep theirs. */
function unquoted(text: string): string {
  if (!text.startsWith('"')) return text
  const end = text.length > 1 && text.endsWith('"') ? text.length - 1 : text.length
  return text.slice(1, end).replace(/\\(["\\])/g, '$1')
}

function joined(pieces: { at: number; encoded: boolean; value: string }[]): Parameter {
  let charset: string | undefined
  const values = pieces
    .toSorted((one, other) => one.at - other.at)
    .map(({ encoded, value }, place) => {
      if (!encoded) return value
      const quotes = place === 0 ? value.split("'", 2) : []
      if (quotes.length < 2) return unescaped(value)
      const [name = '', language = ''] = quotes
      charset = name.toLowerCase()
      return unescaped(value.slice(name.length + language.length + 2))
    })
  return { value: values.join(''), charset: charset ?? '' }
}

/** Decodes `%` escapes. */
const unescaped = (text: string) =>
  text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
