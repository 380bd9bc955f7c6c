import type { Call } from '../../call/index.js'
import type { Stores } from '../../storage/index.js'

interface Text {
  readonly content: string | null
  readonly file: string | null
}

/** The stores of files and of their original names. */
export type FileKeepers = Pick<Call, 'files' | 'logger' | 'fileNames'>

/**
 * Returns the stored files that a ticket and its events mention: attachments, pictures in their texts, and whole mails.
 */
export function ticketFileNames(ticketNumber: number, contents: readonly Text[]): Set<string> {
  // Only names of this ticket: a text may link to pictures of other tickets.
  const own = new RegExp(`\\b(?:mail_)?t${ticketNumber}_[0-9a-f]{40}[_.][A-Za-z0-9_.-]*`, 'g')
  return new Set(contents.flatMap(({ content, file }) => `${file ?? ''} ${content ?? ''}`.match(own) ?? []))
}

/** Returns the files that only the text before the edit mentioned. */
export function filesGone(ticketNumber: number, before: string | null, now: readonly Text[]): string[] {
  const kept = ticketFileNames(ticketNumber, now)
  return [...ticketFileNames(ticketNumber, [{ content: before, file: null }])].filter(
    (name) => !kept.has(name),
  )
}

/** Returns whether only private comments of the ticket mention a file. */
export function isOfPrivateComments(
  name: string,
  contents: readonly (Text & { readonly private: boolean })[],
): boolean {
  const mentions = contents.filter(({ content, file }) => file === name || content?.includes(name))
  return mentions.length > 0 && mentions.every((text) => text.private)
}

/** Returns the ids and numbers of the first `limit` tickets, and the names of their stored files. */
export async function firstTicketFiles(
  { tickets }: Pick<Stores, 'tickets'>,
  limit: number,
): Promise<{ ids: number[]; numbers: number[]; names: string[] }> {
  const page = await tickets.mentionsAfter(0, limit)
  return {
    ids: page.map(({ id }) => id),
    numbers: page.map(({ ticketNumber }) => ticketNumber),
    names: page.flatMap(({ ticketNumber, contents }) => [...ticketFileNames(ticketNumber, contents)]),
  }
}

/** Removes stored files and their original names. Continues if one cannot be removed. */
export async function removeFiles(
  { fileNames, files, logger }: FileKeepers,
  names: Iterable<string>,
): Promise<void> {
  const all = [...names]
  if (all.length === 0) return
  for (const name of all) {
    await files
      ?.remove(name)
      .catch((err: unknown) => logger.warn({ err, file: name }, 'a file could not be removed'))
  }
  await fileNames.remove(all)
}

/** Removes the stored files that a deleted ticket and its events mention: attachments, and pictures in their texts. */
export const removeTicketFiles = (
  keepers: FileKeepers,
  ticketNumber: number,
  contents: readonly Text[],
): Promise<void> => removeFiles(keepers, ticketFileNames(ticketNumber, contents))
