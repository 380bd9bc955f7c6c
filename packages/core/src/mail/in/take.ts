import { type Call, type Tx, withUndo } from '../../call/index.js'
import { OpenSupportsError } from '../../errors.js'
import { type IncomingMail, tokenHash } from '../../platform/index.js'
import type { LedgerEntry, Stores, UntakenReason } from '../../storage/index.js'
import { originalKeeper } from '../threads/index.js'
import { answerOf } from './answer.js'
import { automaticCause } from './automatic.js'
import { bodyOf } from './body.js'
import { commentByMail } from './comment.js'
import { titleOf } from './content.js'
import { openByMail } from './new-ticket.js'
import { Refusal, refuse } from './refusal.js'
import { accountAddress, isOwn, type Senders, sendersOf } from './sender.js'

/** The outcome of a mail. */
export type Outcome = Pick<LedgerEntry, 'fate' | 'ticketNumber' | 'reason' | 'cause'>

const hour = 3_600_000
/** The most mails of one sender in an hour. Only mail loops exceed it. */
const mostMails = 60
/** The same limit for a sender that sends for others, such as a contact form. */
const mostForOthers = 300

/** Another process has just taken the mail: the transaction is rolled back. */
const takenElsewhere = new Error('the mail is taken already')

/**
 * Turns a mail into a ticket or a comment. Calls `record` in the same transaction, so that both are stored or neither.
 *
 * @param record false when the mail is in the ledger already
 */
export async function takeMail(
  call: Call,
  mail: IncomingMail,
  record: (tx: Pick<Stores, 'mailLedger'>, outcome: Outcome) => Promise<boolean>,
): Promise<Outcome> {
  const outcome = (fate: Outcome['fate'], reason: UntakenReason, cause: string): Outcome => ({
    fate,
    reason,
    cause,
    ticketNumber: null,
  })
  const { settings } = call
  const own = [settings.serverEmail, settings.imap?.user?.toLowerCase() ?? '']
    .filter(Boolean)
    .map(accountAddress)
  const automatic = automaticCause(mail, { secret: settings.mailSecret, addresses: own })
  if (automatic) return outcome('ignored', 'automatic', automatic)
  const senders = await sendersOf(call, mail, { own, trusted: settings.mailAuthservId })
  if (!senders && isOwn(mail, own))
    return outcome(
      'ignored',
      'own',
      'it comes from the address of this helpdesk, and Reply-To has no other address',
    )
  if (!senders) return outcome('refused', 'no-sender', 'it has no sender who can be answered')

  try {
    await refuseSenders(call, senders)
    const answer = await answerOf(call, mail, senders)
    const { title, rest } = titleOf(mail)
    const body = await bodyOf(call, mail, answer ? '' : rest)
    const keep = await originalKeeper(call, mail)
    const taken = (ticketNumber: number): Outcome => ({
      fate: 'taken',
      ticketNumber,
      reason: body.missing === null ? null : 'incomplete',
      cause: body.missing,
    })
    const recordTaken = async (tx: Tx, ticketNumber: number) => {
      if (!(await record(tx, taken(ticketNumber)))) throw takenElsewhere
    }
    if (answer) {
      const { id: ticketId, ticketNumber } = answer.ticket
      await withUndo(call, (undoable) =>
        commentByMail(undoable, answer, body, async (tx, { id, stored }) => {
          await keep(tx, { ticketId, eventId: id, file: stored.original })
          await recordTaken(tx, ticketNumber)
        }),
      )
      return taken(ticketNumber)
    }
    const { author } = senders
    return taken(
      await withUndo(call, (undoable) =>
        openByMail(undoable, mail, { ...body, title, author }, async (tx, { id, ticketNumber, stored }) => {
          await keep(tx, { ticketId: id, eventId: null, file: stored.original })
          await recordTaken(tx, ticketNumber)
        }),
      ),
    )
  } catch (error) {
    if (error === takenElsewhere) return copyIn(null)
    // A refusal is final. After any other error, an outage included, the mail is retried.
    if (error instanceof Refusal) return outcome('refused', error.reason, error.message)
    if (error instanceof OpenSupportsError && error.status < 500)
      return outcome('refused', reasonsOfCodes[error.code] ?? 'refused', error.message)
    throw error
  }
}

/**
 * Returns the outcome of a copy of a mail that was taken before.
 *
 * @param ticketNumber the ticket of that mail; null if it is not known
 */
export const copyIn = (ticketNumber: number | null): Outcome => ({
  fate: 'ignored',
  ticketNumber,
  reason: 'copy',
  cause: 'it is a copy of a mail that was taken before',
})

/** The reasons for refusals by other rules of the helpdesk. All other codes are `refused`. */
const reasonsOfCodes: Readonly<Record<string, UntakenReason>> = {
  ALREADY_BANNED: 'banned',
  USER_DISABLED: 'disabled',
}

/** Refuses mails of these senders if one is banned, or has sent too many. */
async function refuseSenders({ attempts, bans, now }: Call, { author, writer }: Senders): Promise<void> {
  for (const { address } of new Set([writer, author])) {
    if (await bans.has(address)) refuse('banned', 'ALREADY_BANNED')
  }
  const limits = new Map([
    [writer.address, mostForOthers],
    [author.address, mostMails],
  ])
  for (const [address, limit] of limits) {
    const { count } = await attempts.add(`mail:${tokenHash(address)}`, now, hour)
    if (count > limit) refuse('too-many', 'TOO_MANY_REQUESTS: too many mails from this sender')
  }
}
