import {
  addComment,
  answeredTicket,
  type Context,
  canManage,
  checkMailFiles,
  guestAuthor,
  openTicket,
  type StoredUploads,
} from '../domain/index.js'
import { fail, OpenSupportsError } from '../errors.js'
import { isEmail } from '../params/index.js'
import { type IncomingMail, tokenHash } from '../platform/index.js'
import { type Actor, type Anonymous, actorFor, anonymous } from '../session.js'
import type { LedgerEntry, Storage, StoredTicket } from '../storage/index.js'
import { automaticCause } from './automatic.js'
import { contentOf, oneLine, textOf, titleOf } from './content.js'

/** What a mail came to. */
export type Outcome = Pick<LedgerEntry, 'fate' | 'ticketNumber' | 'cause'>

type Sender = NonNullable<IncomingMail['from']>

const hour = 3_600_000
/** Mails of one sender in an hour. A person writes fewer; two machines that answer each other do not. */
const mostMails = 60

/** Somebody else has taken the mail a moment ago: what was written is taken back. */
const takenElsewhere = new Error('the mail is taken already')

/**
 * Makes a ticket or a comment of a mail. `record` is called in the same transaction, so that both are there or
 * neither is.
 *
 * @param record false when the mail is in the ledger already
 */
export async function takeMail(
  context: Context,
  mail: IncomingMail,
  record: (tx: Storage, outcome: Outcome) => Promise<boolean>,
): Promise<Outcome> {
  const outcome = (fate: Outcome['fate'], cause: string): Outcome => ({ fate, cause, ticketNumber: null })
  const settings = await context.settings()
  const own = [settings.serverEmail, settings.imap?.user?.toLowerCase() ?? ''].filter(Boolean)
  const automatic = automaticCause(mail, { secret: settings.mailSecret, addresses: own })
  if (automatic) return outcome('ignored', automatic)
  const { from: sender } = mail
  if (!sender || !isEmail(sender.address))
    return outcome('refused', 'it has no sender that could be answered')
  if (await context.storage.bans.has(sender.address)) return outcome('refused', 'ALREADY_BANNED')
  const { count } = await context.storage.attempts.add(`mail:${tokenHash(sender.address)}`, context.now, hour)
  if (count > mostMails) return outcome('refused', 'TOO_MANY_REQUESTS: too many mails of this sender')

  try {
    const reply = await replyOf(context, mail, sender)
    const body = await bodyOf(context, mail)
    const taken = (ticketNumber: number): Outcome => ({ fate: 'taken', ticketNumber, cause: body.missing })
    const alongside = async (tx: Storage, ticketNumber: number) => {
      if (!(await record(tx, taken(ticketNumber)))) throw takenElsewhere
    }
    return taken(
      reply
        ? await comment(context, body, reply, alongside)
        : await open(context, mail, body, sender, alongside),
    )
  } catch (error) {
    if (error === takenElsewhere) return outcome('ignored', 'it is here already')
    // A refusal is an answer; everything else is trouble, after which the mail is tried again.
    if (error instanceof OpenSupportsError && error.code !== 'INTERNAL_ERROR')
      return outcome('refused', error.message)
    throw error
  }
}

interface Reply {
  readonly ticket: StoredTicket
  readonly actor: Exclude<Actor, Anonymous>
}

/**
 * The ticket that a mail answers, and who does. Who answers a mail of ours can name its signed id, which was made for
 * his address alone. Without it, the number in the subject counts for the ticket's author, who has no other power by
 * it than to comment; never for staff, whose name a stranger could borrow.
 */
async function replyOf(
  { storage, settings }: Context,
  mail: IncomingMail,
  { address }: Sender,
): Promise<Reply | undefined> {
  const { mailSecret } = await settings()
  const signed = mailSecret ? answeredTicket(mailSecret, mail.references, address) : undefined
  const answered = signed === undefined ? undefined : await storage.tickets.byNumber(signed)
  if (answered) {
    const writer = await accountOfAddress(storage, address)
    const actor = writer ? await actorFor(writer, storage) : anonymous
    if (actor.kind === 'anonymous') return fail(writer ? 'USER_DISABLED' : 'INVALID_USER')
    if (!(await canManage(actor, answered, storage))) return fail('NO_PERMISSION')
    return { ticket: answered, actor }
  }
  const [, number] = /#([0-9]{6,7})(?![0-9])/.exec(mail.subject) ?? []
  const named = number ? await storage.tickets.byNumber(Number(number)) : undefined
  if (named?.author?.kind !== 'user' || named.author.email !== address) return undefined
  if (isForged(mail)) return fail('NO_PERMISSION')
  const actor = await actorFor(named.author, storage)
  return actor.kind === 'anonymous' ? fail('USER_DISABLED') : { ticket: named, actor }
}

/** Whether the server that took the mail in says that the sender is not who he claims to be. */
const isForged = ({ headers }: IncomingMail) =>
  /\bdmarc\s*=\s*fail\b/i.test(headers.get('authentication-results') ?? '')

async function accountOfAddress(storage: Storage, address: string) {
  const staff = await storage.staff.byEmail(address)
  if (staff) return { kind: 'staff', id: staff.id } as const
  const user = await storage.users.byEmail(address)
  return user && ({ kind: 'user', id: user.id } as const)
}

/** The words and the files of a mail, ready to be stored. */
async function bodyOf(context: Context, mail: IncomingMail) {
  const { text, whole } = textOf(mail)
  const attachments = whole ? [whole, ...mail.attachments] : mail.attachments
  const { uploads, refused } = await checkMailFiles(context, attachments)
  const apiUrl = await context.apiUrl()
  const left = { refused, truncated: mail.truncated }
  return {
    uploads,
    /** Null when the whole mail is taken over. */
    missing: mail.truncated
      ? 'it is too large to be taken over whole'
      : refused.length > 0
        ? 'attachments were left out'
        : null,
    content: (stored: StoredUploads) => contentOf(text, stored, left, apiUrl),
  }
}
type Body = Awaited<ReturnType<typeof bodyOf>>

type Alongside = (tx: Storage, ticketNumber: number) => Promise<void>

async function comment(context: Context, body: Body, { ticket, actor }: Reply, alongside: Alongside) {
  const { ticketNumber } = ticket
  const { uploads, content } = body
  await addComment({ ...context, actor }, ticket, {
    ...{ uploads, content },
    private: false,
    alongside: (tx) => alongside(tx, ticketNumber),
  })
  return ticketNumber
}

async function open(
  context: Context,
  mail: IncomingMail,
  { uploads, content }: Body,
  sender: Sender,
  alongside: Alongside,
) {
  const { storage } = context
  const settings = await context.settings()
  const { address, name } = sender
  // Nobody may open tickets in the name of staff by writing their address into a mail.
  if (await storage.staff.byEmail(address)) fail('INVALID_EMAIL')
  const known = await storage.users.byEmail(address)
  if (known?.disabled) fail('USER_DISABLED')
  if (!known && settings.mandatoryLogin) fail('NO_PERMISSION')
  const department =
    (await storage.departments.byId(settings.defaultDepartmentId)) ?? fail('INVALID_DEPARTMENT')
  const authorName = [...oneLine(name)].slice(0, 200).join('') || address
  return openTicket(context, {
    ...{ uploads, content },
    title: titleOf(mail),
    ...{ language: settings.language, departmentId: department.id },
    sent: { authorName, authorEmail: address },
    author: (tx) => guestAuthor(tx, { email: address, name: authorName }, context.now),
    unproved: false,
    tellAuthor: true,
    alongside,
  })
}
