import { accountLock, accountOf, type Call, signedIn, transaction } from './call/index.js'
import { disableUser, linkedStaff, linkedUser, openSession } from './domain/accounts/index.js'
import { fail } from './errors.js'
import type { LoginAnswer } from './operations/types.js'
import { setDisabled } from './operator.js'
import { eraseStaff, eraseUser } from './personal-data/index.js'

/** How `helpdesk.forget()` treats the account. */
interface ForgetHow {
  /** Whether to erase the person, as `eraseUser` does. Default false: the account is disabled, and the tickets stay. */
  readonly erase?: boolean | undefined
  /** Ends a long deletion with INTERRUPTED between two of its steps; the same call deletes the rest. */
  readonly signal?: AbortSignal | undefined
}

/** The person to forget, by the id that the host passes to `actingAs`. */
export type ForgetOptions = ({ readonly user: string } | { readonly staff: string }) & ForgetHow

export async function forget(call: Call, options: ForgetOptions): Promise<boolean> {
  const { erase = false, signal } = options
  if ('staff' in options) {
    const member = await linkedStaff(call, options.staff)
    if (!member) return false
    if (erase) await eraseStaff(call, member.id, { signal })
    else await setDisabled(call, member.id, true)
    return true
  }
  const account = await linkedUser(call, options.user)
  if (!account) return false
  if (!erase) return disableUser(call, account.id)
  await eraseUser(call, { id: account.id }, { signal })
  return true
}

/** Opens a session for the call's actor, as a login does. */
export async function openToken(call: Call): Promise<LoginAnswer> {
  const actor = signedIn(call.actor)
  const account = accountOf(actor)
  const isStaff = actor.kind === 'staff'
  return transaction(
    call,
    async (tx) => {
      const { email } = actor.account
      if (!isStaff && (await tx.bans.has(email))) fail('ALREADY_BANNED')
      if (isStaff) await tx.staff.update(actor.id, { lastLogin: tx.now })
      const token = await openSession(tx, account)
      return {
        userId: actor.id,
        userEmail: email,
        staff: isStaff,
        token,
        rememberToken: null,
        rememberExpiration: null,
      }
    },
    [{ name: 'bans', mode: 'share' }, accountLock(account, isStaff ? 'update' : 'share')],
  )
}
