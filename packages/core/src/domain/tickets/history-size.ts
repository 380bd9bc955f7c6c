import type { Reader, SignedIn } from '../../call/index.js'
import { fail } from '../../errors.js'
import type { StoredTicket } from '../../storage/index.js'

/** Shorter contents are not checked. Words and their tags need far less, pictures usually need more. */
const light = 30_000

/** How many characters all contents of a ticket may have together. */
const longest = 10_000_000

/**
 * Refuses a long content from a user or a guest when the ticket would hold too much. A content may include pictures and
 * have up to a million characters. Some answers contain a whole ticket, so one caller could exhaust the memory with a
 * huge one.
 *
 * @throws INVALID_CONTENT
 */
export async function checkHistorySize(
  { actor, tickets }: Pick<Reader<SignedIn>, 'actor' | 'tickets'>,
  { id }: Pick<StoredTicket, 'id'>,
  content: string,
): Promise<void> {
  if (actor.kind === 'staff' || content.length <= light) return
  const contents = await tickets.contentsAndFiles(id)
  const length = contents.reduce((sum, each) => sum + (each.content?.length ?? 0), content.length)
  if (length > longest) fail('INVALID_CONTENT')
}
