import { accountLock, accountOf, type Call, signedIn, transaction } from './call/index.js'
import { endSessions, linkedUser, openSession } from './domain/accounts/index.js'
import { removeUserInPart } from './domain/tickets/index.js'
import { fail } from './errors.js'
import type { LoginAnswer } from './operations/types.js'
import { nextTurn } from './platform/index.js'

/** Whom `helpdesk.forget()` forgets. */
export interface ForgetOptions {
  /** The id that the host gives to `actingAs`. */
  readonly user: string
  /** Whether to delete the account with its tickets and files. Default false: it is disabled, and the tickets stay. */
  readonly erase?: boolean | undefined
  /** Ends a long deletion with INTERRUPTED between two of its steps; the same call deletes the rest. */
  readonly signal?: AbortSignal | undefined
}

export async function forget(call: Call, { user, erase = false, signal }: ForgetOptions): Promise<boolean> {
  const account = await linkedUser(call, user)
  if (!account) return false
  const { id } = account
  const locks = [accountLock({ kind: 'user', id }, 'update')]
  if (!erase) {
    return transaction(
      call,
      async (tx) => {
        const now = await tx.users.byId(id)
        if (!now) return false
        await endSessions(tx, { kind: 'user', id })
        await tx.passwordTokens.removeOf(now.email, 'user')
        if (now.disabled) return true
        await tx.users.update(id, { disabled: true })
        tx.emit('user.disabled', { userId: id })
        return true
      },
      locks,
    )
  }
  const removeSome = () =>
    transaction(
      call,
      async (tx) => {
        const now = await tx.users.byId(id)
        return !now || removeUserInPart(tx, now)
      },
      locks,
    )
  while (!(await removeSome())) {
    if (signal?.aborted) fail('INTERRUPTED')
    await nextTurn()
  }
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
