import type { OpenMailbox } from '@opensupports/core'
import type { ImapFlow } from 'imapflow'
import type { MailReader } from '../mime/index.js'
import { MailboxError } from './connection.js'
import type { ImapOptions } from './options.js'

const MiB = 1_048_576

/** Wraps the folder that is selected on a connection. Closing it also closes `reader`. */
export function openMailbox(
  client: ImapFlow,
  name: string,
  reader: MailReader,
  { maxMailSize = 30 * MiB, afterTaking = 'delete' }: ImapOptions,
): OpenMailbox {
  const { mailbox } = client
  if (!mailbox) throw new MailboxError('other', 'the server did not open the folder')
  const byUid = { uid: true } as const

  async function markSeen(uid: number, flags: string[]) {
    await client.messageFlagsAdd(String(uid), flags, byUid)
  }

  return {
    name,
    uidValidity: String(mailbox.uidValidity),

    async uids() {
      const uids = await client.search({ all: true }, byUid)
      if (!uids) throw new MailboxError('other', 'the server did not list the mails')
      return uids.sort((one, other) => one - other)
    },

    async read(uid) {
      const head = await client.fetchOne(String(uid), { uid: true, size: true }, byUid)
      if (!head) return undefined
      const size = head.size ?? 0
      const { content } = await client.download(String(uid), undefined, { uid: true, maxBytes: maxMailSize })
      if (!content) return undefined
      const chunks: Buffer[] = []
      for await (const chunk of content) chunks.push(chunk as Buffer)
      const raw = new Uint8Array(Buffer.concat(chunks))
      return reader.read(raw, { truncated: raw.byteLength < size, fullSize: size })
    },

    async remove(uid) {
      if (afterTaking === 'mark') await markSeen(uid, ['\\Seen'])
      else if (afterTaking === 'delete') await client.messageDelete(String(uid), byUid)
      else await client.messageMove(String(uid), afterTaking.moveTo, byUid)
    },

    mark: (uid) => markSeen(uid, ['\\Seen', '\\Flagged']),

    async close() {
      const cut = setTimeout(() => client.close(), 2000)
      await client.logout().catch(() => client.close())
      clearTimeout(cut)
      await reader.close()
    },
  }
}
