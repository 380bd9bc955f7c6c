import { domainToASCII } from 'node:url'
import type { IncomingMail } from '../../platform/index.js'

/**
 * The receiving server's verdict on the address in `From`. `pass`: authentic. `fail`: forged. `none`: no trusted
 * verdict.
 */
export type Verdict = 'pass' | 'fail' | 'none'

/**
 * Returns the trusted server's verdict on a sender. Only the topmost `Authentication-Results` header under that
 * server's name counts, since the sender can write any others. `dmarc` decides; without it, a DKIM signature of the
 * sender's own organisation passes, and without that, a failing SPF check fails.
 *
 * @param trusted the server's name, from the setting `mail-authserv-id`; empty: no server is trusted
 * @param address the address in `From`
 */
export async function verdictOn(
  { authenticationResults }: Pick<IncomingMail, 'authenticationResults'>,
  trusted: string,
  address: string,
): Promise<Verdict> {
  if (trusted === '') return 'none'
  const own = authenticationResults.map(parseResults).find(({ server }) => server === trusted.toLowerCase())
  if (!own) return 'none'
  const from = domainOf(address)
  const of = (method: string) => own.checks.filter((check) => check.method === method)
  const dmarc = of('dmarc')
  if (dmarc.some(({ result }) => result === 'fail')) return 'fail'
  const passes = dmarc.some(({ result, properties }) => {
    const domain = properties.get('header.from')
    return result === 'pass' && (domain === undefined || domainOf(domain) === from)
  })
  if (passes) return 'pass'
  for (const { result, properties } of of('dkim')) {
    const domain = domainOf(properties.get('header.d') ?? properties.get('header.i') ?? '')
    if (result === 'pass' && (await isAligned(domain, from))) return 'pass'
  }
  return of('spf').some(({ result }) => ['fail', 'hardfail'].includes(result)) ? 'fail' : 'none'
}

/** Returns the domain after the last `@`, in ASCII letters without a final dot; empty if it is not a domain. */
const domainOf = (address: string) =>
  domainToASCII(address.slice(address.lastIndexOf('@') + 1).replace(/\.$/, ''))

/** Returns whether both domains belong to one organisation: DMARC's relaxed alignment. */
async function isAligned(one: string, other: string): Promise<boolean> {
  if (one === '' || other === '') return false
  if (one === other) return true
  // Loaded at first use: it brings the list of all public suffixes.
  const { getDomain } = await import('tldts')
  const organisation = getDomain(one, { allowPrivateDomains: true })
  return organisation !== null && organisation === getDomain(other, { allowPrivateDomains: true })
}

/** One check of a server, in lower case except for the values of properties. */
interface Check {
  /** Such as `dmarc`. */
  readonly method: string
  /** Such as `pass`. */
  readonly result: string
  /** By name, such as `header.from`; the first of repeated properties. */
  readonly properties: ReadonlyMap<string, string>
}

/** Parses the value of an `Authentication-Results` header (RFC 8601), in one pass from left to right. */
export function parseResults(value: string): { readonly server: string; readonly checks: readonly Check[] } {
  const server = readWord(value, skipBlanks(value, 0), ';')
  const checks: Check[] = []
  let at = skipBlanks(value, server.end)
  // A version may follow the name.
  if (value[at] !== ';') at = skipBlanks(value, readWord(value, at, ';').end)
  while (value[at] === ';') {
    const pairs: [name: string, value: string][] = []
    at = skipBlanks(value, at + 1)
    while (at < value.length && value[at] !== ';') {
      const name = readWord(value, at, '=;')
      at = skipBlanks(value, name.end)
      if (value[at] !== '=') continue
      const pair = readWord(value, skipBlanks(value, at + 1), ';')
      pairs.push([name.text.toLowerCase(), pair.text])
      at = skipBlanks(value, pair.end)
    }
    const [first, ...rest] = pairs
    if (!first) continue
    const [method = ''] = first[0].split('/', 1)
    // A map keeps the last duplicate, so reverse the list to keep the first.
    checks.push({ method, result: first[1].toLowerCase(), properties: new Map(rest.reverse()) })
  }
  return { server: server.text.toLowerCase(), checks }
}

const isBlank = (character: string | undefined) =>
  character === ' ' || character === '\t' || character === '\r' || character === '\n'

/** Returns the index of the next character that is neither blank nor in a comment. Comments may nest. */
function skipBlanks(value: string, start: number): number {
  let depth = 0
  let at = start
  for (; at < value.length; at++) {
    const character = value[at]
    if (depth > 0 && character === '\\') at++
    else if (character === '(') depth++
    else if (depth > 0 && character === ')') depth--
    else if (depth === 0 && !isBlank(character)) break
  }
  return Math.min(at, value.length)
}

/** Reads up to a blank, a comment, or one of `ends`. Quoted text is part of the word, without its quotes. */
function readWord(
  value: string,
  start: number,
  ends: string,
): { readonly text: string; readonly end: number } {
  let text = ''
  let quoted = false
  let at = start
  for (; at < value.length; at++) {
    const character = value.charAt(at)
    if (character === '"') quoted = !quoted
    else if (quoted && character === '\\') text += value.charAt(++at)
    else if (!quoted && (isBlank(character) || character === '(' || ends.includes(character))) break
    else text += character
  }
  return { text, end: Math.min(at, value.length) }
}
