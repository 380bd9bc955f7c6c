import type { Context } from './context.js'

/** Removes the stored files that a deleted ticket and its events mention: attachments, and pictures in their texts. */
export async function removeTicketFiles(
  { files, log }: Pick<Context, 'files' | 'log'>,
  ticketNumber: number,
  contents: readonly {
    readonly content: string | null
    readonly file: string | null
  }[],
): Promise<void> {
  if (!files) return
  // Only names of this ticket: a text may link to pictures of others.
  const own = new RegExp(`\\bt${ticketNumber}_[0-9a-f]{40}_[A-Za-z0-9_.-]*`, 'g')
  const names = new Set(
    contents.flatMap(({ content, file }) => `${file ?? ''} ${content ?? ''}`.match(own) ?? []),
  )
  for (const name of names) {
    await files.remove(name).catch((err: unknown) => log.warn({ err, file: name }, 'a file was left behind'))
  }
}
