import { splitHost } from '../mail-server.js'

/** A mailbox, as it is connected to. */
export interface MailboxAddress {
  readonly host: string
  readonly port: number
  /** TLS from the first byte on. */
  readonly secure: boolean
  /** The password may go over the line in the clear: somebody has written so. */
  readonly plainText: boolean
  readonly folder: string
}

/**
 * The mailbox that the setting `imap-host` names, in 4.11's spelling `{host:993/imap/ssl}INBOX`, or as `host`,
 * `host:port`, `ssl://host`. `/notls` means in the clear; `/novalidate-cert` is not heeded: name the certificate's
 * authority instead. Undefined for what is none of these.
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
