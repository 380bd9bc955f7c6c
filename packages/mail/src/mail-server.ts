/** Where a mail server is, and how to connect to it. */
export interface ServerAddress {
  readonly host: string
  readonly port: number
  /** TLS from the first byte on (implicit TLS). */
  readonly secure: boolean
  /** Whether STARTTLS is required. */
  readonly requireTls: boolean
}

/** Splits `host`, `host:port`, `[::1]:port` or `::1`. Returns undefined for any other text. */
export function splitHost(text: string): { host: string; port: number | undefined } | undefined {
  const [, bracketed, plain, port] =
    /^(?:\[([0-9a-f:.]+)\]|([^\s:/\\@{}[\]]+))(?::([0-9]{1,5}))?$/i.exec(text) ?? []
  const host = bracketed ?? plain ?? (/^[0-9a-f:.]+$/i.test(text) && text.includes('::') ? text : undefined)
  const number = port === undefined ? undefined : Number(port)
  return host && (number === undefined || (number > 0 && number < 65_536))
    ? { host, port: number }
    : undefined
}

/**
 * Parses the setting `smtp-host` and returns the servers in the order in which to try them. A server is `host[:port]`,
 * with `ssl://` for implicit TLS or `tls://` for required STARTTLS. Several are separated by `;`.
 */
export function smtpServers(text: string): ServerAddress[] {
  return text.split(';').flatMap((each) => {
    const [, scheme = '', rest = ''] = /^(?:(ssl|tls|smtps?):\/\/)?(.*)$/i.exec(each.trim()) ?? []
    const address = splitHost(rest)
    if (!address) return []
    const implicit = /^(?:ssl|smtps)$/i.test(scheme)
    const port = address.port ?? (implicit ? 465 : 25)
    return [
      {
        host: address.host,
        port,
        secure: implicit || port === 465,
        requireTls: scheme.toLowerCase() === 'tls',
      },
    ]
  })
}
