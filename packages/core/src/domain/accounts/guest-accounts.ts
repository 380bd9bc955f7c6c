import { lockUserOf, type Tx, writeLogOf } from '../../call/index.js'
import { noPassword } from '../../platform/index.js'
import type { AccountRef, StoredUser, Stores } from '../../storage/index.js'
import { endSessions } from './sign-in.js'

/**
 * Returns the account of an address, without asking for a password: the existing one, or a new one without a password.
 */
export async function accountFor(
  tx: Tx,
  person: {
    readonly email: string
    readonly name: string
    readonly registered: boolean
  },
): Promise<{ account: StoredUser; created: boolean }> {
  const existing = await lockUserOf(tx, person.email)
  if (existing && person.registered && existing.verificationToken !== null) {
    return { account: await claimed(tx, existing, person.name), created: false }
  }
  if (existing) return { account: existing, created: false }
  const id = await tx.users.insert({
    email: person.email,
    name: person.name,
    password: noPassword,
    signupDate: tx.now,
    verificationToken: null,
    notRegistered: !person.registered,
  })
  if (id !== undefined) tx.emit('user.created', { userId: id, email: person.email })
  // Without an id, a concurrent call has just created the account.
  const account = id === undefined ? await lockUserOf(tx, person.email) : await tx.users.byId(id)
  if (!account) throw new Error('an account vanished while it was made')
  return { account, created: id !== undefined }
}

/**
 * Returns whether the owner of the account's address has proved it, by signing up or with a ticket. Mails to other
 * addresses quote nothing: a stranger could send any text to any address through them.
 */
export async function isProvedAddress(
  tx: Pick<Stores, 'users' | 'tickets'>,
  { id }: { readonly id: number },
): Promise<boolean> {
  const account = await tx.users.byId(id)
  if (account && !account.notRegistered && account.verificationToken === null) return true
  const { total } = await tx.tickets.list({
    filter: { authors: [{ kind: 'user', id }], unproved: false },
    order: [],
    events: false,
    offset: 0,
    limit: 1,
  })
  return total > 0
}

/**
 * Hands an account with an unproved address to the person whom the host vouches for. Whoever signed up with the address
 * loses access to it.
 */
export async function claimed(tx: Tx, { id }: StoredUser, name: string): Promise<StoredUser> {
  const user = await tx.users.byId(id)
  if (!user) throw new Error('an account vanished while it was claimed')
  if (user.verificationToken === null) return user
  const proved = { name, password: noPassword, verificationToken: null }
  await tx.users.update(id, proved)
  await tx.users.setCustomFieldValues(id, [])
  await endSessions(tx, { kind: 'user', id })
  return { ...user, ...proved }
}

/** The author of a new ticket. */
export interface TicketOpener extends AccountRef {
  readonly name: string
  readonly email: string
}

/** Returns the account that a guest's ticket belongs to. Creates it, and logs a sign-up, if the address has none. */
export async function guestAuthor(
  tx: Tx,
  { email, name }: { readonly email: string; readonly name: string },
): Promise<TicketOpener> {
  const { account, created } = await accountFor(tx, { email, name, registered: false })
  const author = { kind: 'user' as const, id: account.id, name: account.name, email }
  if (created) await writeLogOf(tx, tx.now, author, 'SIGNUP', null)
  return author
}
