import { accountLock, type Tx, writeLogOf } from '../../call/index.js'
import { fail } from '../../errors.js'
import type { AccountRef, PendingSignUp, RowLock, StoredPendingAddress, Stores } from '../../storage/index.js'
import { setCustomFields } from './custom-fields.js'
import { hashOfNobodys, verificationLifetime } from './mail-proofs.js'
import { endSessions } from './sign-in.js'
import { mailAddressProof } from './sign-up.js'

/**
 * Throws INVALID_EMAIL if an account may not move to an address: another user or staff member has it, a guest's ticket
 * created an account for it, or it is banned.
 */
export async function checkFreeAddress(
  tx: Pick<Stores, 'users' | 'staff' | 'bans'>,
  email: string,
  account: AccountRef,
): Promise<void> {
  const isOwn = (kind: AccountRef['kind'], id: number) => kind === account.kind && id === account.id
  const [user, member] = [await tx.users.byEmail(email), await tx.staff.byEmail(email)]
  if (user && !isOwn('user', user.id)) fail('INVALID_EMAIL')
  if (member && !isOwn('staff', member.id)) fail('INVALID_EMAIL')
  if (await tx.bans.has(email)) fail('INVALID_EMAIL')
}

/** The locks under which an address stays free: nobody else takes an address, and no ban is added. */
export const addressLocks: readonly RowLock[] = [
  { name: 'addresses', mode: 'update' },
  { name: 'bans', mode: 'share' },
]

/**
 * Stores a pending address of an account until its token is sent back. Replaces an earlier pending change. Pending
 * sign-ups of others for a guest's account stay, each with its own token.
 */
export async function askForProof(
  tx: Tx,
  pending: {
    readonly account: AccountRef
    readonly email: string
    readonly name: string
    readonly signUp: PendingSignUp | null
  },
): Promise<void> {
  const { account, email, name, signUp } = pending
  if (!signUp) await tx.pendingAddresses.removeOf(account)
  const expiresAt = new Date(tx.now.getTime() + verificationLifetime)
  const row = { account, email, signUp, tokenHash: hashOfNobodys(tx.random), expiresAt }
  const id = await tx.pendingAddresses.insert(row)
  await mailAddressProof(tx, { email, name }, `address ${id}`)
}

/**
 * Changes the address of an account: notifies the old address, and invalidates links for setting a password and all
 * sessions but the named one.
 *
 * @throws INVALID_EMAIL when the address is not free, or the account is gone
 */
export async function changeAddress(
  tx: Tx,
  account: AccountRef,
  email: string,
  session: string | undefined,
): Promise<void> {
  await tx.lock([...addressLocks, accountLock(account, 'update')])
  await checkFreeAddress(tx, email, account)
  const accounts = account.kind === 'staff' ? tx.staff : tx.users
  const before = await accounts.byId(account.id)
  if (!before || !(await accounts.update(account.id, { email }))) return fail('INVALID_EMAIL')
  await tx.pendingAddresses.removeOf(account)
  await tx.passwordTokens.removeOf(before.email, account.kind)
  await endSessions(tx, account, session)
  const { name, email: to } = before
  if (account.kind === 'staff') tx.emit('staff.edited', { staffId: account.id, changed: ['email'] })
  else tx.emit('user.edited', { userId: account.id, changed: ['email'] })
  const { language } = tx.settings
  tx.mail({ template: 'USER_EMAIL', to, language, variables: { to, newemail: email, name } })
}

/**
 * Applies a pending address whose token was sent back.
 *
 * @returns the id of the user whose sign-up this completes, if any
 * @throws INVALID_TOKEN when the account has been signed up since; INVALID_EMAIL when the address is no longer free
 */
export async function takeAddress(
  tx: Tx,
  { account, email, signUp }: StoredPendingAddress,
  session: string | undefined,
): Promise<number | undefined> {
  if (!signUp) {
    await changeAddress(tx, account, email, session)
    return undefined
  }
  const { now } = tx
  const { id } = account
  await tx.lock([...addressLocks, accountLock(account, 'update')])
  const user = await tx.users.byId(id)
  if (!user?.notRegistered || user.email !== email) fail('INVALID_TOKEN')
  if (await tx.bans.has(email)) fail('INVALID_EMAIL')
  const { name, password, customFields } = signUp
  const row = { name, password, signupDate: now, notRegistered: false, verificationToken: null }
  await tx.users.update(id, row)
  await setCustomFields(tx, id, customFields)
  await tx.pendingAddresses.removeOf(account)
  await writeLogOf(tx, now, { kind: 'user', id, name }, 'SIGNUP', null)
  return id
}
