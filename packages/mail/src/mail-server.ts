/** One mail server, as it is connected to. */
export interface ServerAddress {
  readonly host: string
  readonly port: number
  /** TLS from the first byte on. */
  readonly secure: boolean
  /** TLS has to be agreed on before anything else. */
  readonly requireTls: boolean
}

/** Splits `host`, `host:port`, `[::1]:port` or `::1`; undefined for what is none of these. */
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
 * The SMTP servers that the setting `smtp-host` names, in the order in which they are tried: `host[:port]`, with
 * `ssl://` for TLS from the start or `tls://` for TLS that must be agreed on, several separated by `;`.
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
