import {
  type Actor,
  actorFor,
  anonymous,
  type Call,
  type Reader,
  type Tx,
  transaction,
} from '../../call/index.js'
import { guestAuthor } from '../../domain/accounts/index.js'
import { type StoredUploads, storeUploads } from '../../domain/files/index.js'
import { lockedDepartment, nextTicketNumber, openTicket } from '../../domain/tickets/index.js'
import { fail } from '../../errors.js'
import { type IncomingMail, tokenHash } from '../../platform/index.js'
import { wantsNoAnswer } from './automatic.js'
import type { MailBody } from './body.js'
import { oneLine } from './content.js'
import { refuse, refuseUnvouched } from './refusal.js'
import type { Sender } from './sender.js'

const hour = 3_600_000
/** The most confirmations an hour to one unproved address. */
const mostConfirmations = 10

/** The parts of a mail that make a ticket. */
interface MailTicket extends MailBody {
  readonly title: string
  readonly author: Sender
}

/** A ticket that was just stored. */
export interface NewlyOpened {
  readonly id: number
  readonly ticketNumber: number
  readonly stored: StoredUploads
}

/**
 * Opens a ticket in the default department.
 *
 * @param alongside stores what belongs to the ticket, in the same transaction
 * @returns its number
 * @throws OpenSupportsError or Refusal when its sender may not open one
 */
export async function openByMail(
  call: Call,
  mail: IncomingMail,
  { title, author, uploads, content: contentWith }: MailTicket,
  alongside: (tx: Tx, ticket: NewlyOpened) => Promise<void>,
): Promise<number> {
  const { address, name } = author
  const opener = await openerOf(call, author)
  if (!(await call.departments.byId(call.settings.defaultDepartmentId))) fail('INVALID_DEPARTMENT')
  const authorName = [...oneLine(name)].slice(0, 200).join('') || address
  const tellAuthor = author.answerable && !wantsNoAnswer(mail) && (await mayConfirm(call, author))
  const ticketNumber = await nextTicketNumber(call)
  const stored = await storeUploads(call, uploads, `t${ticketNumber}`)
  const content = await contentWith(stored)
  await transaction({ ...call, actor: opener }, async (tx) => {
    await tx.lock([
      { name: 'bans', mode: 'share' },
      { name: 'settings', mode: 'share' },
    ])
    const department = await lockedDepartment(tx, tx.settings.defaultDepartmentId)
    // The author's account may have changed in the meantime.
    const now = await openerOf(tx, author)
    const id = await openTicket(
      { ...tx, actor: now },
      now.kind === 'staff'
        ? { kind: 'staff', id: now.id, name: now.account.name, email: now.account.email }
        : await guestAuthor(tx, { email: address, name: authorName }),
      {
        ticketNumber,
        title,
        content,
        language: tx.settings.language,
        department,
        authorName,
        authorEmail: address,
        stored,
        unproved: author.verdict !== 'pass',
        tellAuthor,
      },
    )
    await alongside(tx, { id, ticketNumber, stored })
  })
  return ticketNumber
}

/**
 * Returns the actor who opens a ticket by mail: a staff member whose address the receiving server vouches for, or a
 * guest. A forged mail counts as a guest's.
 */
async function openerOf(reader: Reader, { address, verdict }: Sender): Promise<Actor> {
  const { mandatoryLogin } = reader.settings
  if (await reader.bans.has(address)) fail('ALREADY_BANNED')
  const member = await reader.staff.byEmail(address)
  if (member) {
    if (verdict !== 'pass') refuseUnvouched()
    const actor = await actorFor({ kind: 'staff', id: member.id }, reader)
    return actor.kind === 'staff' ? actor : fail('USER_DISABLED')
  }
  const user = await reader.users.byEmail(address)
  if (user?.disabled) fail('USER_DISABLED')
  if (mandatoryLogin && verdict === 'fail')
    refuse(
      'forged',
      'the receiving mail server says that its sender address is forged, and only people with an account may open tickets',
    )
  if (mandatoryLogin && !user)
    refuse('no-account', 'its sender has no account, and only people with an account may open tickets')
  return anonymous
}

/** Returns whether the sender may get another confirmation. The limit protects addresses that strangers use. */
async function mayConfirm({ attempts, now }: Call, { address, verdict }: Sender): Promise<boolean> {
  if (verdict === 'pass') return true
  const { count } = await attempts.add(`mail-confirmed:${tokenHash(address)}`, now, hour)
  return count <= mostConfirmations
}
