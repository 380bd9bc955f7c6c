import type { Storage } from '../storage/index.js'
import type { Context } from './context.js'

interface Text {
  readonly content: string | null
  readonly file: string | null
}

/** The stored files that a ticket and its events mention: attachments, pictures in their texts, and whole mails. */
function fileNames(ticketNumber: number, contents: readonly Text[]): Set<string> {
  // Only names of this ticket: a text may link to pictures of others.
  const own = new RegExp(`\\b(?:mail_)?t${ticketNumber}_[0-9a-f]{40}[_.][A-Za-z0-9_.-]*`, 'g')
  return new Set(contents.flatMap(({ content, file }) => `${file ?? ''} ${content ?? ''}`.match(own) ?? []))
}

/** The stored files of all tickets. Of their texts, only a page is held at a time. */
export async function allTicketFiles({ tickets }: Storage): Promise<string[]> {
  const names: string[] = []
  const limit = 200
  for (let after = 0; ; ) {
    const page = await tickets.mentionsAfter(after, limit)
    for (const { ticketNumber, contents } of page) names.push(...fileNames(ticketNumber, contents))
    const last = page.at(-1)
    if (!last) return names
    after = last.id
  }
}

/** Removes stored files; one that cannot be removed does not keep the others. */
export async function removeFiles(
  { files, log }: Pick<Context, 'files' | 'log'>,
  names: Iterable<string>,
): Promise<void> {
  for (const name of names) {
    await files?.remove(name).catch((err: unknown) => log.warn({ err, file: name }, 'a file was left behind'))
  }
}

/** Removes the stored files that a deleted ticket and its events mention: attachments, and pictures in their texts. */
export const removeTicketFiles = (
  context: Pick<Context, 'files' | 'log'>,
  ticketNumber: number,
  contents: readonly Text[],
): Promise<void> => removeFiles(context, fileNames(ticketNumber, contents))
