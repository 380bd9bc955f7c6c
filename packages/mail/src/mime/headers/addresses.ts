import type { MailAddress } from '@opensupports/core'
import { type Address, addressParser } from 'postal-mime'
import { replaceEncodedWords } from './encoded-words.js'
import { oneLine } from './one-line.js'

/** Maximum number of characters of a header to search for addresses. */
const longestList = 20_000

/** Returns the addresses in a header, at most `most`. Includes the members of groups. */
export function addressesOf(header: string, hint: string | undefined, most: number): MailAddress[] {
  const words: string[] = []
  // Encoded words may contain commas and quotes, so replace them with placeholders while parsing.
  const plain = replaceEncodedWords(
    header.slice(0, longestList),
    hint,
    (decoded) => `\ue000${words.push(decoded) - 1}\ue001`,
  )
  const restored = (text: string) =>
    oneLine(text.replace(/\ue000(\d{1,5})\ue001/g, (_, index: string) => words[Number(index)] ?? ''))
  const list = flat(addressParser(plain)).slice(0, most)
  return list.flatMap(({ name, address }) =>
    address ? [{ address: asciiLower(restored(address)), name: restored(name) }] : [],
  )
}

const flat = (list: readonly Address[]) => list.flatMap((each) => (each.group ? each.group : [each]))

const asciiLower = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
