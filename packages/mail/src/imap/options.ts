import type { ReadingLimits } from '../mime/index.js'

export const defaultTimeout = 8000

/** How to read a mailbox by IMAP. All options have defaults. */
export interface ImapOptions {
  /** The mailbox. Default: the one in the helpdesk's settings, read on each poll. */
  readonly server?: {
    /** Same format as the setting `imap-host`: `{host:993/imap/ssl}INBOX`, `ssl://host`, `host:port`. */
    readonly host: string
    readonly user: string
    readonly pass: string
  }
  /** Certificates are verified by default. */
  readonly tls?: {
    /** False accepts any certificate. */
    readonly rejectUnauthorized?: boolean
    /** Additional certificate authorities, as PEM. */
    readonly ca?: string | readonly string[]
    /** The name to expect in the certificate. Default: the host. */
    readonly servername?: string
  }
  /** Whether to send the password to servers without TLS. Default: false, unless the host says `/notls`. */
  readonly allowPlainText?: boolean
  /**
   * How long the opening of the mailbox may take, including the sign-in, and how long each later command may take. In
   * milliseconds. A download may take one second longer for each 16 KiB. Default: 8,000.
   */
  readonly timeout?: number
  /** Maximum number of bytes to read of a mail; the rest is cut off. Default: 30 MiB. */
  readonly maxMailSize?: number
  /**
   * Limits for reading one mail: `time` in milliseconds (default 30,000), `memory` of the heap in MB (default 512).
   * Mails are read on a thread of their own, which is stopped at either limit. The mail is retried, at most five times.
   */
  readonly reading?: Partial<ReadingLimits>
  /** What to do with a mail that is completely in a ticket. Default: `delete`. */
  readonly afterTaking?: 'delete' | 'mark' | { readonly moveTo: string }
  /**
   * Whether a mailbox from the settings or from `/system/test-imap` may be on this machine or in a private network.
   * Default: false. Does not apply to `server`.
   */
  readonly allowPrivateAddresses?: boolean
}
