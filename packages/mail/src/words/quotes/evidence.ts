/** Details in a line that usually only mail programs write. */
export interface Evidence {
  readonly date: boolean
  readonly time: boolean
  readonly address: boolean
}

const isDigit = (character: string) => character >= '0' && character <= '9'

/** Looks for a date, a time of day and an e-mail address in a folded text. */
export function evidenceOf(text: string): Evidence {
  let date = false
  let time = false
  // A chain is numbers with one separator between them: 24.11.26, 2026-11-24, 15:12:00.
  let chain: string[] = []
  let separator = ''
  const endChain = () => {
    if (chain.some(isYear) || (chain.length >= 3 && '.-/'.includes(separator))) date = true
    if (chain.length >= 2 && isTime(chain, separator)) time = true
    chain = []
    separator = ''
  }
  let at = 0
  while (at < text.length) {
    if (!isDigit(text.charAt(at))) {
      at++
      continue
    }
    let end = at
    while (end < text.length && isDigit(text.charAt(end))) end++
    chain.push(text.slice(at, end))
    const next = text.charAt(end)
    const goesOn = ':.-/h'.includes(next) && next !== '' && isDigit(text.charAt(end + 1))
    if (!goesOn || (separator !== '' && separator !== next)) endChain()
    if (goesOn) separator = next
    at = end + 1
  }
  endChain()
  const sign = text.indexOf('@')
  return { date, time, address: sign > 0 && isPartOfAddress(text, sign) }
}

/** Also accepts years of the Buddhist calendar. */
const isYear = (digits: string) => digits.length === 4 && digits >= '1970' && digits <= '2699'

const isTime = ([hours = '', minutes = '', more]: readonly string[], separator: string) =>
  hours.length <= 2 &&
  minutes.length === 2 &&
  (separator === ':' || separator === 'h' || (separator === '.' && more === undefined))

const isPartOfAddress = (text: string, sign: number) =>
  text.charAt(sign - 1) !== ' ' && text.charAt(sign + 1) !== ' ' && text.charAt(sign + 1) !== ''
