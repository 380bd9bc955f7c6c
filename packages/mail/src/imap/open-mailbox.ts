import type { OpenMailbox } from '@opensupports/core'
import type { ImapFlow } from 'imapflow'
import type { MailReader } from '../mime/index.js'
import { MailboxError } from './connection.js'
import { within } from './deadline.js'
import { defaultTimeout, type ImapOptions } from './options.js'

const MiB = 1_048_576
/** The slowest download of a mail, in bytes per second. */
const slowest = 16_384

/** Wraps the folder that is selected on a connection. Closing it also closes `reader`. */
export function openMailbox(
  client: ImapFlow,
  name: string,
  reader: MailReader,
  { maxMailSize = 30 * MiB, afterTaking = 'delete', timeout = defaultTimeout }: ImapOptions,
): OpenMailbox {
  const { mailbox } = client
  if (!mailbox) throw new MailboxError('other', 'the server did not open the folder')
  const byUid = { uid: true } as const
  const limited = <T>(work: () => Promise<T>, limitMs = timeout) => within(client, limitMs, work)

  async function markSeen(uid: number, flags: string[]) {
    await limited(() => client.messageFlagsAdd(String(uid), flags, byUid))
  }

  async function download(uid: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { content } = await client.download(String(uid), undefined, { uid: true, maxBytes: maxMailSize })
    if (!content) return undefined
    const chunks: Buffer[] = []
    for await (const chunk of content) chunks.push(chunk as Buffer)
    return new Uint8Array(Buffer.concat(chunks))
  }

  return {
    name,
    uidValidity: String(mailbox.uidValidity),

    async uids() {
      const uids = await limited(() => client.search({ all: true }, byUid))
      if (!uids) throw new MailboxError('other', 'the server did not list the mails')
      return uids.sort((one, other) => one - other)
    },

    async read(uid) {
      const head = await limited(() => client.fetchOne(String(uid), { uid: true, size: true }, byUid))
      if (!head) return undefined
      const size = head.size ?? 0
      const raw = await limited(() => download(uid), timeout + (Math.min(size, maxMailSize) / slowest) * 1000)
      if (!raw) return undefined
      return reader.read(raw, { truncated: raw.byteLength < size, fullSize: size })
    },

    async remove(uid) {
      if (afterTaking === 'mark') await markSeen(uid, ['\\Seen'])
      else if (afterTaking === 'delete') await limited(() => client.messageDelete(String(uid), byUid))
      else await limited(() => client.messageMove(String(uid), afterTaking.moveTo, byUid))
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
