import { createHash } from 'node:crypto'
import type { IncomingMail, Mailbox, MailServer } from '../index.js'

/** A test mail; fields that are left out get defaults. */
export interface TestMail {
  readonly from?: string
  readonly name?: string
  readonly subject?: string
  readonly text?: string
  readonly replyTo?: IncomingMail['replyTo']
  readonly sender?: IncomingMail['sender']
  readonly inReplyTo?: readonly string[]
  readonly references?: readonly string[]
  readonly authenticationResults?: readonly string[]
  readonly headers?: Readonly<Record<string, string>>
  readonly attachments?: IncomingMail['attachments']
  readonly truncated?: boolean
  /** Mails with the same source are the same mail. */
  readonly source?: string
}

/** Reading this mail never finishes, as when the process is killed meanwhile. */
export const endless = Symbol('a mail that ends the process')

/** A mailbox in memory. Its server is reachable unless its host begins with `down`. */
export function testMailbox() {
  const mails = new Map<number, TestMail | Error | typeof endless>()
  const marked: number[] = []
  let last = 0
  let uidValidity = 1
  let offline = false

  const read = (uid: number): IncomingMail | undefined | Promise<never> => {
    const mail = mails.get(uid)
    if (!mail) return undefined
    if (mail === endless) return new Promise(() => {})
    if (mail instanceof Error) throw mail
    const {
      from = 'jane@customer.example',
      name = 'Jane',
      subject = 'My printer',
      text = 'It smokes.',
    } = mail
    const source = mail.source ?? JSON.stringify([uid, mail])
    const bytes = new Blob([source])
    const written = Object.entries({ 'message-id': `<${uid}@customer.example>`, ...mail.headers })
    const headers = new Map(written.map(([key, value]) => [key.toLowerCase(), value]))
    const results = headers.get('authentication-results')
    return {
      contentHash: createHash('sha256').update(source).digest('hex'),
      from: from === '' ? undefined : { address: from, name },
      subject,
      text,
      replyTo: mail.replyTo ?? [],
      sender: mail.sender,
      inReplyTo: mail.inReplyTo ?? [],
      references: mail.references ?? mail.inReplyTo ?? [],
      authenticationResults: mail.authenticationResults ?? (results === undefined ? [] : [results]),
      attachments: mail.attachments ?? [],
      headers,
      truncated: mail.truncated ?? false,
      original: { size: bytes.size, stream: () => bytes.stream() },
    }
  }

  const checkLine = () => {
    if (offline) throw new Error('the mailbox is offline')
  }
  const mailbox = {
    async check({ host }: MailServer) {
      if (host.startsWith('down')) throw new Error(`${host} does not answer`)
    },
    async open() {
      checkLine()
      return {
        name: 'help@mail.example/INBOX',
        uidValidity: String(uidValidity),
        async uids() {
          checkLine()
          return [...mails.keys()]
        },
        async read(uid: number) {
          checkLine()
          return read(uid)
        },
        async remove(uid: number) {
          checkLine()
          mails.delete(uid)
        },
        async mark(uid: number) {
          marked.push(uid)
        },
        close: async () => {},
      }
    },
  } satisfies Mailbox
  return {
    mailbox,
    /** Adds a mail, or one that cannot be parsed; returns its number. */
    put(mail: TestMail | Error | typeof endless): number {
      mails.set(++last, mail)
      return last
    },
    /** The numbers of the mails in the mailbox. */
    uids: () => [...mails.keys()],
    /** The numbers of the marked mails. */
    marked: () => marked,
    /** Renumbers all mails, as a restored server does. */
    renumber() {
      const all = [...mails.values()]
      mails.clear()
      uidValidity++
      last += 100
      for (const mail of all) mails.set(++last, mail)
    },
    setOffline(value: boolean) {
      offline = value
    },
  }
}
