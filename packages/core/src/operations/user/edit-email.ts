import { accountLock, accountOf, transaction } from '../../call/index.js'
import {
  askForProof,
  changeAddress,
  checkFreeAddress,
  checkOwnPassword,
  countAttempt,
  lockAddresses,
} from '../../domain/index.js'
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
  data: nothing,
  errors: ['TOO_MANY_REQUESTS'],
  async steps(call, { newEmail, password }) {
    const { actor, neutralAnswers } = call
    const account = accountOf(actor)
    const { name, email: own } = actor.account
    if (password !== undefined) await checkOwnPassword(call, password)
    if (newEmail === own) {
      await call.pendingAddresses.removeOf(account)
      return null
    }
    const needsProof = call.canMail()
    if (needsProof) {
      await countAttempt(call, 'verification', `mail ${newEmail}`)
      await countAttempt(call, 'verification', `mails of ${account.kind} ${account.id}`)
    }
    await transaction(call, async (tx) => {
      await lockAddresses(tx, [accountLock(account, 'update')])
      await checkFreeAddress(tx, newEmail, account)
      if (needsProof) await askForProof(tx, { account, email: newEmail, name, signUp: null })
      else await changeAddress(tx, account, newEmail, actor.session?.tokenHash)
    }).catch((error: unknown) => {
      // Which addresses have accounts is told to nobody who has to prove the address anyway.
      const isHidden = neutralAnswers && needsProof && error instanceof OpenSupportsError
      if (!isHidden) throw error
    })
    return null
  },
})
