import type { Call } from '../../call/index.js'
import { type CheckedUploads, checkMailFiles, type StoredUploads } from '../../domain/files/index.js'
import type { IncomingMail } from '../../platform/index.js'
import { contentOf, textOf } from './content.js'

/** The text and the files of a mail, ready to be stored. */
export interface MailBody {
  readonly uploads: CheckedUploads
  /** Why a part of the mail is missing; null if it is complete. */
  readonly missing: string | null
  /** Clean HTML, with the links of the stored uploads. */
  content(stored: StoredUploads): Promise<string>
}

/** Checks the files of a mail, and leaves out those that are not allowed. */
export async function bodyOf(call: Call, mail: IncomingMail, head: string): Promise<MailBody> {
  const { text, whole } = textOf(mail, head)
  const attachments = whole ? [whole, ...mail.attachments] : mail.attachments
  const { uploads, refused } = await checkMailFiles(call, attachments)
  const apiUrl = call.apiUrl
  const left = { refused, truncated: mail.truncated }
  return {
    uploads: { ...uploads, original: mail.original },
    missing: mail.truncated
      ? 'it is too large to be stored completely'
      : refused.length > 0
        ? `attachments were left out: ${refused.join(', ').slice(0, 500)}`
        : null,
    content: (stored) => contentOf(text, stored, left, apiUrl),
  }
}
