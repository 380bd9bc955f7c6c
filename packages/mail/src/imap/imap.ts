import type { Mailbox, MailServer } from '@opensupports/core'
import { resolvePublic } from '../address-guard.js'
import { mailReader } from '../mime/index.js'
import { type MailboxAddress, mailboxAddress } from './address.js'
import { connection, MailboxError, mailboxError } from './connection.js'
import { within } from './deadline.js'
import { openMailbox } from './open-mailbox.js'
import { defaultTimeout, type ImapOptions } from './options.js'

function addressOf(login: MailServer | undefined): { login: MailServer; address: MailboxAddress } {
  const address = login && mailboxAddress(login.host)
  if (!login || !address) throw new MailboxError('no-server', 'no mailbox is configured: set imap-host')
  return { login, address }
}

/** Makes a mailbox that reads mail by IMAP. */
export function imap(options: ImapOptions = {}): Mailbox {
  const { server: fixed, allowPrivateAddresses = false, timeout = defaultTimeout } = options
  return {
    bySettings: fixed === undefined,

    async open(settings, { signal } = {}) {
      const { login, address } = addressOf(fixed ?? settings)
      const connectTo = fixed
        ? address.host
        : await resolvePublic(address.host, { allowPrivate: allowPrivateAddresses })
      const client = await connection(address, login, options, connectTo)
      signal?.throwIfAborted()
      const cut = () => client.close()
      signal?.addEventListener('abort', cut)
      try {
        await within(client, timeout, async () => {
          await client.connect()
          await client.mailboxOpen(address.folder)
        })
        signal?.throwIfAborted()
        const name = `${login.user ?? ''}@${address.host}:${address.port}/${address.folder}`
        return openMailbox(client, name, mailReader(options.reading), options)
      } catch (error) {
        client.close()
        signal?.throwIfAborted()
        throw mailboxError(error, address.host)
      } finally {
        signal?.removeEventListener('abort', cut)
      }
    },

    async check(settings) {
      const { login, address } = addressOf(settings)
      const ip = await resolvePublic(address.host, { allowPrivate: allowPrivateAddresses })
      const client = await connection(address, login, options, ip)
      try {
        await within(client, timeout, async () => {
          await client.connect()
          await client.mailboxOpen(address.folder, { readOnly: true })
        })
      } catch (error) {
        throw mailboxError(error, address.host)
      } finally {
        client.close()
      }
    },
  }
}
