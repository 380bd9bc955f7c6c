import { type Context, guestAuthor, type NewlyOpened, openTicket, readSettings } from '../domain/index.js'
import { fail } from '../errors.js'
import { type IncomingMail, tokenHash } from '../platform/index.js'
import { type Actor, actorFor, anonymous } from '../session.js'
import type { Storage } from '../storage/index.js'
import { wantsNoAnswer } from './automatic.js'
import type { MailBody } from './body.js'
import { oneLine } from './content.js'
import { refuse, unvouchedStaff } from './refusal.js'
import type { Sender } from './sender.js'

const hour = 3_600_000
/** Confirmations in an hour to one address that nobody vouches for. */
const mostConfirmations = 10

/** What a mail makes a ticket of. */
interface MailTicket extends MailBody {
  readonly title: string
  readonly author: Sender
}

/**
 * Opens a ticket in the default department.
 *
 * @returns its number
 * @throws OpenSupportsError or Refusal when its sender may not open one
 */
export async function openByMail(
  context: Context,
  mail: IncomingMail,
  { title, author, uploads, content }: MailTicket,
  alongside: (tx: Storage, ticket: NewlyOpened) => Promise<void>,
): Promise<number> {
  const { storage } = context
  const { address, name } = author
  const settings = await context.settings()
  const opener = await openerOf(storage, author)
  const department =
    (await storage.departments.byId(settings.defaultDepartmentId)) ?? fail('INVALID_DEPARTMENT')
  const authorName = [...oneLine(name)].slice(0, 200).join('') || address
  return openTicket(
    { ...context, actor: opener },
    {
      title,
      content,
      uploads,
      language: settings.language,
      departmentId: department.id,
      sent: { authorName, authorEmail: address },
      async author(tx) {
        // Much may have happened since.
        const now = await openerOf(tx, author)
        return now.kind === 'staff'
          ? { kind: 'staff', id: now.id, name: now.account.name, email: now.account.email }
          : guestAuthor(tx, { email: address, name: authorName }, context.now)
      },
      unproved: author.verdict !== 'pass',
      tellAuthor: author.answerable && !wantsNoAnswer(mail) && (await mayConfirm(context, author)),
      alongside,
    },
  )
}

/**
 * As whom the sender of a mail opens a ticket: staff for whom the receiving server vouches, and guests. A forged mail is
 * a guest's, whoever has the address.
 */
async function openerOf(storage: Storage, { address, verdict }: Sender): Promise<Actor> {
  if (await storage.bans.has(address)) fail('ALREADY_BANNED')
  const member = await storage.staff.byEmail(address)
  if (member) {
    if (verdict !== 'pass') refuse(unvouchedStaff)
    const actor = await actorFor({ kind: 'staff', id: member.id }, storage)
    return actor.kind === 'staff' ? actor : fail('USER_DISABLED')
  }
  const { mandatoryLogin } = await readSettings(storage)
  const user = await storage.users.byEmail(address)
  if (user?.disabled) fail('USER_DISABLED')
  if (mandatoryLogin && verdict === 'fail')
    refuse(
      'NO_PERMISSION: the receiving mail server says that its sender is forged, and guests may not open tickets',
    )
  if (mandatoryLogin && !user) fail('NO_PERMISSION')
  return anonymous
}

/** Whether the sender may get one more mail that confirms a ticket: a stranger who borrows an address has few sent there. */
async function mayConfirm({ storage, now }: Context, { address, verdict }: Sender): Promise<boolean> {
  if (verdict === 'pass') return true
  const { count } = await storage.attempts.add(`mail-confirmed:${tokenHash(address)}`, now, hour)
  return count <= mostConfirmations
}
