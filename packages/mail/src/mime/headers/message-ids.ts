const mostIds = 50
/** Maximum number of characters of a header to read. */
const longestList = 20_000

/** Returns the message ids in a header, with their angle brackets. */
export const messageIdsOf = (header: string): string[] =>
  (header.slice(0, longestList).match(/<[^<>\s]{1,500}>/g) ?? []).slice(0, mostIds)

/** Returns the ids of the mails that a mail refers to: the answered one first, then its ancestors, newest first. */
export const threadOf = (inReplyTo: string, references: string): string[] =>
  [...new Set([...messageIdsOf(inReplyTo), ...messageIdsOf(references).reverse()])].slice(0, mostIds)
