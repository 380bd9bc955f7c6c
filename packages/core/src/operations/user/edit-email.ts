import { accountLock, accountOf } from '../../call/index.js'
import {
  addressLocks,
  askForProof,
  changeAddress,
  checkFreeAddress,
  checkOwnPassword,
  countAttempt,
} from '../../domain/accounts/index.js'
import { OpenSupportsError } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { email, optional, secret } from '../../params/index.js'

/** What `/user/edit-email` takes. */
export interface EditEmailParams {
  readonly newEmail: string
  /** The caller's own, for hosts that ask for it once more. */
  readonly password?: string | undefined
}

/**
 * Asks for another address for the caller. A token is mailed to it, and it takes effect when the token comes back to
 * `/user/verify` within 7 days; until then everything goes to the old one. Without a mailer it takes effect at once.
 * Then the old address is told, open links to set a password end, and so do all other sessions.
 *
 * @throws INVALID_EMAIL, also when another user or any staff member has it, a guest's ticket was written from it, or it
 * is banned; INVALID_PASSWORD when one is sent that is not the caller's; TOO_MANY_REQUESTS.
 */
export const editEmail = operation<EditEmailParams, null>()({
  path: '/user/edit-email',
  permission: 'user',
  params: {
    newEmail: email('INVALID_EMAIL'),
    password: optional(secret('INVALID_PASSWORD')),
  },
  locks: (actor) => [...addressLocks, accountLock(accountOf(actor), 'update')],
  data: nothing,
  errors: ['TOO_MANY_REQUESTS'],
  async prepare(call, { newEmail, password }) {
    const { actor } = call
    const { kind, id } = accountOf(actor)
    if (password !== undefined) await checkOwnPassword(call, password)
    if (newEmail === actor.account.email || !call.canMail()) return
    await countAttempt(call, 'verification', `mail ${newEmail}`)
    await countAttempt(call, 'verification', `mails of ${kind} ${id}`)
  },
  async write(tx, { newEmail }) {
    const { actor } = tx
    const account = accountOf(actor)
    const { name, email: own } = actor.account
    if (newEmail === own) {
      await tx.pendingAddresses.removeOf(account)
      return null
    }
    const needsProof = tx.canMail()
    try {
      await checkFreeAddress(tx, newEmail, account)
    } catch (error) {
      // Which addresses have accounts is told to nobody who has to prove the address anyway.
      if (tx.neutralAnswers && needsProof && error instanceof OpenSupportsError) return null
      throw error
    }
    if (needsProof) await askForProof(tx, { account, email: newEmail, name, signUp: null })
    else await changeAddress(tx, account, newEmail, actor.session?.tokenHash)
    return null
  },
})
