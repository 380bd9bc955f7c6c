import { anonymous, type Call } from '../../call/index.js'
import type { IncomingMail, MailPoll, MailTrouble, OpenMailbox } from '../../platform/index.js'
import type { LedgerEntry, Stores } from '../../storage/index.js'
import { oneLine } from './content.js'
import { messageIdOf, sentHashOf } from './identity.js'
import { copyIn, type Outcome, takeMail } from './take.js'

const mostAttempts = 5

/**
 * Takes every mail of the mailbox that is not in the ledger yet, one by one. A mail that fails does not stop the
 * others. A mail is removed from the mailbox only after it is stored, and recorded in the ledger in the same
 * transaction, so that a crash neither loses nor duplicates it. Each attempt is recorded before the mail is read, so
 * that a mail that crashes the process is given up after five attempts.
 *
 * @param callNow creates the call of each mail, since settings may change during a long run
 * @param isOver whether to stop before the next mail
 */
export async function pollMailbox(
  mailbox: OpenMailbox,
  callNow: () => Promise<Call>,
  isOver: () => boolean,
): Promise<MailPoll> {
  const first = await callNow()
  const { name, uidValidity } = mailbox
  const uids = await mailbox.uids()
  const entries = await first.mailLedger.of(name, uidValidity, uids)
  const known = new Map(entries.map((entry) => [entry.uid, entry]))
  const counts = { taken: 0, ignored: 0, refused: 0 }
  const failed: MailTrouble[] = []
  for (const uid of uids) {
    if (isOver()) break
    const entry = known.get(uid)
    // The mail was stored, and the process ended before it removed it.
    if (entry?.fate === 'taken' && entry.cause === null) await mailbox.remove(uid)
    if (entry && entry.fate !== 'failed' && entry.fate !== 'begun') continue
    const outcome = await takeOne(mailbox, uid, (entry?.attempts ?? 0) + 1, await callNow())
    if (!outcome) continue
    if (outcome.fate === 'failed' || outcome.fate === 'given up')
      failed.push({ author: outcome.sender, ticketNumber: null, error: outcome.cause ?? '' })
    else if (outcome.fate !== 'begun') counts[outcome.fate]++
  }
  return { ...counts, failed }
}

type Taken = Outcome & { readonly sender: string | null }

async function takeOne(
  mailbox: OpenMailbox,
  uid: number,
  attempts: number,
  call: Call,
): Promise<Taken | undefined> {
  const { mailLedger, now, logger } = call
  let sentHash: string | null = null
  const place = { mailbox: mailbox.name, uidValidity: mailbox.uidValidity, uid, attempts, at: now }
  let mail: IncomingMail | undefined
  const entryOf = (outcome: Outcome): LedgerEntry => ({
    ...place,
    ...outcome,
    contentHash: mail?.contentHash ?? null,
    sentHash,
    sender: mail?.from?.address.slice(0, 254) ?? null,
    subject: mail && outcome.cause !== null ? subjectOf(mail) : null,
    messageId: mail ? messageIdOf(mail) : null,
  })
  const record = (tx: Pick<Stores, 'mailLedger'>, outcome: Outcome) => tx.mailLedger.record(entryOf(outcome))
  const sender = () => mail?.from?.address ?? null
  const begun: Outcome = { fate: 'begun', ticketNumber: null, reason: null, cause: null }
  if (attempts > mostAttempts) {
    const cause = `the process ended ${mostAttempts} times while it was read`
    const outcome: Outcome = { fate: 'given up', ticketNumber: null, reason: 'broken', cause }
    await mailLedger.record({ ...entryOf(outcome), attempts: mostAttempts })
    await mailbox.mark(uid)
    return { ...outcome, sender: null }
  }
  // Record the attempt before reading the mail. False: another process has finished it.
  if (!(await record(call, begun))) return undefined
  try {
    mail = await mailbox.read(uid)
    if (!mail) return undefined
    sentHash = await sentHashOf(mail)
    const before = await mailLedger.takenAs({ contentHash: mail.contentHash, sentHash })
    const outcome: Outcome =
      before === undefined ? await takeMail({ ...call, actor: anonymous }, mail, record) : copyIn(before)
    if (outcome.fate !== 'taken') await record(call, outcome)
    // The mail is completely stored, or a copy: remove it.
    const isWhole = outcome.fate === 'taken' && outcome.cause === null
    if (isWhole || (outcome.fate === 'ignored' && outcome.ticketNumber !== null)) await mailbox.remove(uid)
    else await mailbox.mark(uid)
    return { ...outcome, sender: sender() }
  } catch (error) {
    // If the mailbox cannot even list its mails, it is not the fault of this mail: count no attempt.
    await mailbox.uids().catch(async (offline: unknown) => {
      await mailLedger.record({ ...entryOf(begun), attempts: attempts - 1 })
      throw offline
    })
    logger.error({ err: error, mailbox: mailbox.name, uid, attempts }, 'a mail could not be taken')
    const fate = attempts < mostAttempts ? 'failed' : 'given up'
    const outcome: Outcome = mail
      ? { fate, ticketNumber: null, reason: 'broken', cause: 'INTERNAL_ERROR' }
      : { fate, ticketNumber: null, reason: 'unreadable', cause: shortText(error) }
    await record(call, outcome)
    if (fate === 'given up') await mailbox.mark(uid)
    return { ...outcome, sender: sender() }
  }
}

/** Returns the subject of a mail, cut to the length of a title. */
const subjectOf = ({ subject }: IncomingMail) => [...oneLine(subject)].slice(0, 200).join('')

const shortText = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 200)
