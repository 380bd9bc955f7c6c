import { fail } from '../errors.js'
import type { AccountRef, Storage } from '../storage/index.js'
import type { Context } from './context.js'
import { isProvedAddress } from './guest-accounts.js'
import { writeLog } from './log.js'
import { rememberFileNames } from './sent-names.js'
import { mailTicketAuthor, mailTicketCreatedStaff } from './ticket-mail.js'
import { ticketNumberAt } from './ticket-numbers.js'
import { type CheckedUploads, type StoredUploads, withStoredUploads } from './uploads.js'

/** Who opens a ticket. */
export interface TicketOpener extends AccountRef {
  readonly name: string
  readonly email: string
  readonly created?: boolean
}

/** A ticket that somebody is about to open; everything in it is checked. */
export interface TicketDraft {
  readonly title: string
  readonly language: string
  readonly departmentId: number
  readonly uploads: CheckedUploads
  /** Whether nobody vouches for it that the author's address is the sender's: marked until the mailed link is followed. */
  readonly unproved: boolean
  /** As sent: the address that may check the ticket. */
  readonly sent: { readonly authorName: string | null; readonly authorEmail: string }
  /** Clean HTML, with the links of the stored uploads. */
  content(stored: StoredUploads): string
  /** The account that opens it; it may be made now, and says so. */
  author(tx: Storage): Promise<TicketOpener>
  /** Whether the author gets a mail that tells the number. */
  readonly tellAuthor: boolean
  /** What else is stored in the same transaction. */
  alongside?(tx: Storage, ticket: NewlyOpened): Promise<void>
}

/** A ticket that was stored a moment ago. */
export interface NewlyOpened {
  readonly id: number
  readonly ticketNumber: number
  readonly stored: StoredUploads
}

/**
 * Stores a ticket and its files, and orders the mails that tell of it.
 *
 * @returns the ticket's number
 * @throws INVALID_DEPARTMENT when the department is gone by now.
 */
export async function openTicket(context: Context, draft: TicketDraft): Promise<number> {
  const { storage } = context
  const { ticketNumbering } = await context.settings()
  for (;;) {
    const ticketNumber = ticketNumberAt(ticketNumbering, await storage.tickets.nextSequence())
    let opener: TicketOpener
    try {
      opener = await withStoredUploads(context, draft.uploads, `t${ticketNumber}`, (stored) =>
        storage.transaction((tx) => insert(context, tx, ticketNumber, draft, stored)),
      )
    } catch (error) {
      if (error === numberTaken) continue
      throw error
    }
    if (opener.created) context.emit('user.created', { userId: opener.id, email: opener.email })
    context.emit('ticket.created', { ticketNumber })
    return ticketNumber
  }
}

/** An old server, or an import, has used a number of the sequence before it came up: the next one is tried. */
const numberTaken = new Error('the ticket number is taken')

async function insert(
  context: Context,
  tx: Storage,
  ticketNumber: number,
  { title, language, departmentId, sent, unproved, tellAuthor, ...draft }: TicketDraft,
  stored: StoredUploads,
): Promise<TicketOpener> {
  // It may have been deleted since it was read, and its tickets moved.
  if (!(await tx.departments.byId(departmentId))) fail('INVALID_DEPARTMENT')
  const opener = await draft.author(tx)
  const { kind, id, name, email } = opener
  const author = { kind, id, name, email, profilePic: null }
  const ticket = { ticketNumber, title, language, author, unproved, ...sent }
  const inserted = await tx.tickets.insert({
    ...ticket,
    ...{ departmentId, date: context.now, file: stored.file, content: draft.content(stored) },
  })
  if (inserted === undefined) throw numberTaken
  await rememberFileNames(tx, stored)
  if (kind === 'user') await tx.users.addTickets(id, 1)
  if (tellAuthor) {
    const quotes = !unproved || (await isProvedAddress(tx, opener))
    await mailTicketAuthor(context, tx, { ...ticket, owner: null }, 'TICKET_CREATED', { quotes })
  }
  await mailTicketCreatedStaff(context, tx, { ...ticket, owner: null }, departmentId)
  await writeLog(tx, context, 'CREATE_TICKET', ticketNumber)
  await draft.alongside?.(tx, { id: inserted, ticketNumber, stored })
  return opener
}
