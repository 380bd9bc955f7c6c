import { isIP } from 'node:net'
import type { Mailer, MailServer, OutgoingMail } from '@opensupports/core'
import { resolvePublic } from '../address-guard.js'
import { type ServerAddress, smtpServers } from '../mail-server.js'
import { DeliveryError, deliveryError } from './delivery-error.js'

/** How to send mails by SMTP. All options have defaults. */
export interface SmtpOptions {
  /** The server. Default: the one in the helpdesk's settings, read for each mail. */
  readonly server?: {
    /**
     * Same format as the setting `smtp-host`: `host`, `host:port`, `ssl://host`, `tls://host`, several separated by
     * `;`.
     */
    readonly host: string
    /** Without a user, no sign-in. */
    readonly user?: string
    readonly pass?: string
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
  /** Whether to reject servers without TLS. Default: false, which uses TLS if the server offers it. */
  readonly requireTls?: boolean
  /** Timeout without data from the server, in milliseconds. Default: 10,000. */
  readonly timeout?: number
  /**
   * Whether a server from the settings or from `/system/test-smtp` may be on this machine or in a private network.
   * Default: false. Does not apply to `server`.
   */
  readonly allowPrivateAddresses?: boolean
}

/** Loaded with the first mail: a helpdesk may never send one. */
const nodemailer = () => import('nodemailer')

/** Makes a mailer that sends by SMTP. Connections stay open for the next mail; `close()` ends them. */
export function smtp(options: SmtpOptions = {}): Mailer & { close(): Promise<void> } {
  const { server, timeout = 10_000, requireTls = false, allowPrivateAddresses = false } = options
  const fixed: MailServer | undefined = server && {
    host: server.host,
    user: server.user ?? null,
    pass: server.pass ?? null,
  }
  type Pool = ReturnType<typeof makePool>
  const pools = new Map<string, Pool>()

  const connection = (address: ServerAddress, { user, pass }: MailServer, host = address.host) => ({
    host,
    port: address.port,
    secure: address.secure,
    requireTLS: requireTls || address.requireTls,
    ...(user ? { auth: { user, pass: pass ?? '' } } : {}),
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    dnsTimeout: timeout,
    disableFileAccess: true,
    disableUrlAccess: true,
    maxResponseSize: 65_536,
    tls: {
      ...(isIP(address.host) ? {} : { servername: address.host }),
      ...options.tls,
      ca: options.tls?.ca ? [options.tls.ca].flat() : undefined,
    },
  })

  type Nodemailer = Awaited<ReturnType<typeof nodemailer>>

  const makePool = (
    { createTransport }: Nodemailer,
    address: ServerAddress,
    login: MailServer,
    connectTo: string,
  ) =>
    createTransport({
      ...connection(address, login, connectTo),
      pool: true,
      maxConnections: 2,
      maxMessages: 100,
      idleTimeout: 30_000,
      maxRequeues: 0,
    })

  let lastLogin = ''

  /** Returns the connection pool of a server. Closes the other pools if the login changed. */
  async function poolFor(address: ServerAddress, login: MailServer): Promise<Pool> {
    const library = await nodemailer()
    const asText = JSON.stringify(login)
    if (asText !== lastLogin) closeAll()
    lastLogin = asText
    const connectTo = fixed
      ? address.host
      : await resolvePublic(address.host, { allowPrivate: allowPrivateAddresses })
    const key = JSON.stringify([address, connectTo])
    const pool = pools.get(key) ?? makePool(library, address, login, connectTo)
    pools.set(key, pool)
    return pool
  }

  function closeAll() {
    for (const pool of pools.values()) pool.close()
    pools.clear()
  }

  /** Also closes connections that are sending: a hanging server would keep them open. */
  function cutAll() {
    for (const pool of pools.values()) pool.close({ force: true })
    pools.clear()
  }

  return {
    bySettings: fixed === undefined,

    async send(mail, settings, { signal } = {}) {
      const login = fixed ?? settings
      const servers = login ? smtpServers(login.host) : []
      if (!login || servers.length === 0)
        throw new DeliveryError('no SMTP server is configured: set smtp-host', false, 'no-server')
      const message = messageOf(mail)
      let last: DeliveryError | undefined
      for (const address of servers) {
        try {
          const pool = await poolFor(address, login)
          // Do not retry: the aborted mail is already due again, so another attempt would send it twice.
          signal?.throwIfAborted()
          signal?.addEventListener('abort', cutAll, { once: true })
          try {
            await pool.sendMail(message)
          } finally {
            signal?.removeEventListener('abort', cutAll)
          }
          return
        } catch (error) {
          signal?.throwIfAborted()
          last = deliveryError(error, address.host)
          if (last.permanent) throw last
        }
      }
      throw last
    },

    async check(login) {
      const [address] = smtpServers(login.host)
      if (!address) throw new DeliveryError('no SMTP server is configured: set smtp-host', false, 'no-server')
      const ip = await resolvePublic(address.host, { allowPrivate: allowPrivateAddresses })
      const { createTransport } = await nodemailer()
      const transport = createTransport(connection(address, login, ip))
      try {
        await transport.verify()
      } catch (error) {
        throw deliveryError(error, address.host)
      } finally {
        transport.close()
      }
    },

    async close() {
      closeAll()
    },
  }
}

/** Removes control characters, so that no value can end a header line. */
const line = (text: string) => text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')

/** Returns a single address. Rejects lists and names, so that no receiver can be added. */
function address(text: string): string {
  if (!/^[^\s<>()[\],;:\\"]+@[^\s<>()[\],;:\\"@]+$/.test(text))
    throw new DeliveryError('the address is not a valid e-mail address', true)
  return text
}

const messageOf = ({ from, to, subject, html, text, messageId, references, headers }: OutgoingMail) => ({
  from: { name: line(from.name), address: address(from.address) },
  to: { name: '', address: address(to) },
  subject: line(subject),
  html,
  text,
  messageId,
  ...(references.length > 0 ? { inReplyTo: references.at(-1) ?? '', references: [...references] } : {}),
  headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, line(value)])),
})
