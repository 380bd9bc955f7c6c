import type { Reader, SignedIn } from '../../call/index.js'
import { fail } from '../../errors.js'
import type { StoredTicket } from '../../storage/index.js'

/** The length of contents that are not checked: far more than words and their tags need, but little for pictures. */
const light = 30_000

/** How long the contents of a ticket may be together, in characters. */
const longest = 10_000_000

/**
 * Refuses a long content of a user or a guest for a ticket that is long already. A content may have pictures in it, up to
 * a million characters, and some answers hold the whole ticket: without this, one caller could exhaust the memory.
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
