import type { IncomingMail, MailAddress } from '@opensupports/core'

/** A parsed mail as plain data that can be sent between threads. */
export interface MailData {
  readonly contentHash: string
  readonly from: MailAddress | undefined
  readonly replyTo: readonly MailAddress[]
  readonly sender: MailAddress | undefined
  readonly subject: string
  readonly inReplyTo: readonly string[]
  readonly references: readonly string[]
  readonly authenticationResults: readonly string[]
  readonly headers: ReadonlyMap<string, string>
  readonly text: string
  readonly files: readonly {
    readonly name: string
    readonly inline: boolean
    readonly bytes: Uint8Array<ArrayBuffer>
  }[]
  readonly truncated: boolean
}

/** In bytes: 25 MiB. */
const longestOriginal = 25 * 1_048_576

/** Returns the mail with its files and its original as streams that can be read more than once. */
export function incomingMail({ files, ...mail }: MailData, raw: Uint8Array<ArrayBuffer>): IncomingMail {
  const original = new Blob([raw.subarray(0, longestOriginal)])
  const attachments = files.map(({ name, inline, bytes }) => {
    const blob = new Blob([bytes])
    return { name, inline, size: blob.size, stream: () => blob.stream() }
  })
  return { ...mail, attachments, original: { size: original.size, stream: () => original.stream() } }
}
