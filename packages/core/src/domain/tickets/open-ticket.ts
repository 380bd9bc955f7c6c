import { type Reader, type Tx, ticketNumberAt } from '../../call/index.js'
import { fail } from '../../errors.js'
import type { Department } from '../../model/index.js'
import type { StoredTicket } from '../../storage/index.js'
import { isProvedAddress, type TicketOpener } from '../accounts/index.js'
import { rememberFileNames, type StoredUploads } from '../files/index.js'
import { mailTicketAuthor, mailTicketCreatedStaff } from './ticket-mail.js'

/** A checked ticket whose files are stored. */
export interface TicketDraft extends Pick<StoredTicket, 'authorName' | 'authorEmail'> {
  readonly ticketNumber: number
  readonly title: string
  /** Clean HTML, with the links of the stored uploads. */
  readonly content: string
  readonly language: string
  /** From `lockedDepartment`, or named by a parameter. */
  readonly department: Department
  readonly stored: StoredUploads
  /** Whether the author's address is unproved. The ticket is marked until the author follows the mailed link. */
  readonly unproved: boolean
  /** Whether the author gets a mail with the number. */
  readonly tellAuthor: boolean
}

/** Returns the next number of the sequence that no ticket has. Old servers and imports may have used some. */
export async function nextTicketNumber({
  tickets,
  settings,
}: Pick<Reader, 'tickets' | 'settings'>): Promise<number> {
  for (;;) {
    const number = ticketNumberAt(settings.ticketNumbering, await tickets.nextSequence())
    if (!(await tickets.hasNumber(number))) return number
  }
}

/**
 * Returns a department, which nobody can change until the transaction ends.
 *
 * @throws INVALID_DEPARTMENT when there is no such one
 */
export async function lockedDepartment(
  tx: Pick<Tx, 'departments' | 'lock'>,
  id: number,
): Promise<Department> {
  await tx.lock([{ table: 'departments', id, mode: 'share' }])
  return (await tx.departments.byId(id)) ?? fail('INVALID_DEPARTMENT')
}

/**
 * Creates a ticket, and queues the mails about it.
 *
 * @returns its id
 */
export async function openTicket(
  tx: Tx,
  author: TicketOpener,
  { stored, department: { id: departmentId }, tellAuthor, content, ...draft }: TicketDraft,
): Promise<number> {
  const { ticketNumber } = draft
  const ticket = {
    ...draft,
    author: { kind: author.kind, id: author.id, name: author.name, email: author.email, profilePic: null },
  }
  const id = await tx.tickets.insert({
    ...ticket,
    content,
    departmentId,
    date: tx.now,
    file: stored.file,
  })
  if (id === undefined) throw new Error(`ticket number ${ticketNumber} was taken in the meantime`)
  await rememberFileNames(tx, stored)
  if (author.kind === 'user') await tx.users.addTickets(author.id, 1)
  const unowned = { ...ticket, owner: null }
  if (tellAuthor) {
    const quotes = !draft.unproved || (await isProvedAddress(tx, author))
    mailTicketAuthor(tx, unowned, 'TICKET_CREATED', { quotes })
  }
  await mailTicketCreatedStaff(tx, unowned, departmentId)
  await tx.log('CREATE_TICKET', ticketNumber)
  tx.emit('ticket.created', { ticketNumber, departmentId })
  return id
}
