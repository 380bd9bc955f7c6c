import { splitHost } from '../mail-server.js'

/** Where a mailbox is, and how to connect to it. */
export interface MailboxAddress {
  readonly host: string
  readonly port: number
  /** TLS from the first byte on (implicit TLS). */
  readonly secure: boolean
  /** Whether the password may be sent without TLS. Set by `/notls`. */
  readonly plainText: boolean
  readonly folder: string
}

/**
 * Parses the setting `imap-host`: `{host:993/imap/ssl}INBOX` as in OpenSupports 4.11, `host`, `host:port` or
 * `ssl://host`. Returns undefined for any other text. `/notls` turns TLS off. `/novalidate-cert` has no effect: pass
 * the certificate's authority as `tls.ca` instead.
 */
export function mailboxAddress(text: string): MailboxAddress | undefined {
  const trimmed = text.trim()
  const [, inside, folder = ''] = /^\{([^{}]+)\}(.*)$/.exec(trimmed) ?? []
  const [, scheme = '', bare = ''] = /^(?:(ssl|imaps?):\/\/)?(.*)$/i.exec(inside ?? trimmed) ?? []
  const [place = '', ...flags] = bare.split('/')
  const address = splitHost(place)
  if (!address) return undefined
  const has = (flag: string) => flags.some((each) => each.toLowerCase() === flag)
  const implicit = has('ssl') || /^(?:ssl|imaps)$/i.test(scheme)
  const port = address.port ?? (implicit ? 993 : 143)
  return {
    host: address.host,
    port,
    secure: implicit || port === 993,
    plainText: has('notls'),
    folder: folder.trim() || 'INBOX',
  }
}
