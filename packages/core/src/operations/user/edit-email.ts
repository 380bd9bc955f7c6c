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
  /** The caller's password, for hosts that ask for it again. Checked when sent. */
  readonly password?: string | undefined
}

/**
 * Changes the caller's e-mail address. Mails a token to the new address; the change takes effect when the token is sent
 * to `/user/verify` within 7 days, and until then all mail goes to the old address. Without a mailer, the change takes
 * effect at once. When it takes effect, the old address is notified, and open password links and all other sessions
 * become invalid. Access tokens cannot change it.
 *
 * @throws INVALID_EMAIL, also when another user or a staff member has the address, a guest's ticket was written from
 *   it, or it is banned; INVALID_PASSWORD when one is sent that is not the caller's; TOO_MANY_REQUESTS
 */
export const editEmail = operation<EditEmailParams, null>()({
  path: '/user/edit-email',
  permission: 'user',
  tokens: false,
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
      // Do not reveal which addresses have accounts to a caller who has to prove the address anyway.
      if (tx.neutralAnswers && needsProof && error instanceof OpenSupportsError) return null
      throw error
    }
    if (needsProof) await askForProof(tx, { account, email: newEmail, name, signUp: null })
    else await changeAddress(tx, account, newEmail, actor.session?.tokenHash)
    return null
  },
})
