import type { Call, Tx } from '../../call/index.js'
import type { IncomingMail, Upload } from '../../platform/index.js'
import type { StoredOriginal, Stores } from '../../storage/index.js'

/** In bytes. Keeps statements and rows small. */
const pieceSize = 24_576

/**
 * Reads a mail before the transaction that stores it.
 *
 * @returns a function that stores it there, including the bytes if no file store has taken them
 */
export async function originalKeeper(
  { files }: Pick<Call, 'files'>,
  { contentHash, original }: Pick<IncomingMail, 'contentHash' | 'original'>,
): Promise<(tx: Tx, place: Pick<StoredOriginal, 'ticketId' | 'eventId' | 'file'>) => Promise<void>> {
  const pieces: Uint8Array[] = []
  if (!files) {
    const bytes = new Uint8Array(await new Response(original.stream()).arrayBuffer())
    for (let start = 0; start < bytes.byteLength; start += pieceSize)
      pieces.push(bytes.subarray(start, start + pieceSize))
  }
  return (tx, place) => tx.mailOriginals.add({ ...place, size: original.size, hash: contentHash }, pieces)
}

/** Opens the mail of a ticket or a comment; undefined if its bytes are gone. */
export async function openOriginal(
  { files, mailOriginals }: Pick<Call, 'files' | 'mailOriginals'>,
  { ticketId, eventId, file }: StoredOriginal,
): Promise<Pick<Upload, 'stream'> | undefined> {
  if (file !== null) return files?.open(file)
  return { stream: () => pieces({ mailOriginals }, ticketId, eventId) }
}

function pieces(
  { mailOriginals }: Pick<Stores, 'mailOriginals'>,
  ticketId: number,
  eventId: number | null,
): ReadableStream<Uint8Array> {
  let index = 0
  return new ReadableStream({
    async pull(controller) {
      const piece = await mailOriginals.piece(ticketId, eventId, index++)
      if (piece) controller.enqueue(piece)
      else controller.close()
    },
  })
}
