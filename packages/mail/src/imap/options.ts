import type { ReadingLimits } from '../mime/index.js'

/** How a mailbox is read by IMAP. Everything has a default. */
export interface ImapOptions {
  /** The mailbox. Default: the one that the helpdesk's settings name, as they are at each look. */
  readonly server?: {
    /** As the setting `imap-host`: `{host:993/imap/ssl}INBOX`, `ssl://host`, `host:port`. */
    readonly host: string
    readonly user: string
    readonly pass: string
  }
  /** Certificates are verified by default. */
  readonly tls?: {
    /** False: any certificate will do. */
    readonly rejectUnauthorized?: boolean
    /** Authorities of your own, as PEM. */
    readonly ca?: string | readonly string[]
    /** The name in the certificate, where it is not the host's. */
    readonly servername?: string
  }
  /** Whether the password may be sent to servers that offer no TLS. Default false, unless the host says `/notls`. */
  readonly allowPlainText?: boolean
  /** Milliseconds that a server may take to connect. Default 10,000. */
  readonly timeout?: number
  /** Bytes of a mail that are read; of a larger one the end is missing. Default 30 MiB. */
  readonly maxMailSize?: number
  /**
   * What reading one mail may take: `time` in milliseconds (default 30,000), `memory` of the heap in MB (default 512).
   * Mails are read on a thread of its own, which is stopped at either limit; the mail is tried again, five times at most.
   */
  readonly reading?: Partial<ReadingLimits>
  /** What becomes of a mail that is in a ticket whole. Default `delete`. */
  readonly afterTaking?: 'delete' | 'mark' | { readonly moveTo: string }
  /**
   * Whether a mailbox that the helpdesk's settings name, or that `/system/test-imap` tries, may be within a private
   * network or on this machine. Default false. A `server` given here may be anywhere.
   */
  readonly allowPrivateAddresses?: boolean
}
