const mostIds = 50
/** Characters of a header that are looked at. */
const longestList = 20_000

/** Returns the message ids of a header, with their angle brackets. */
export const messageIdsOf = (header: string): string[] =>
  (header.slice(0, longestList).match(/<[^<>\s]{1,500}>/g) ?? []).slice(0, mostIds)

/** Returns the mail that is answered first, then its forerunners from the last to the first. */
export const threadOf = (inReplyTo: string, references: string): string[] =>
  [...new Set([...messageIdsOf(inReplyTo), ...messageIdsOf(references).reverse()])].slice(0, mostIds)
