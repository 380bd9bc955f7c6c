import { lockUserOf, type Tx, writeLogOf } from '../../call/index.js'
import { noPassword } from '../../platform/index.js'
import type { AccountRef, StoredUser, Stores } from '../../storage/index.js'
import { endSessions } from './sign-in.js'

/**
 * The account for an address that somebody vouches for without a password: the one that exists, or a new one that has
 * no password yet.
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
  // Without an id, somebody else has made the account a moment ago.
  const account = id === undefined ? await lockUserOf(tx, person.email) : await tx.users.byId(id)
  if (!account) throw new Error('an account vanished while it was made')
  return { account, created: id !== undefined }
}

/**
 * Returns whether somebody has shown to read the mails of the account's address: by signing up, or with a ticket. Mails
 * to others quote nothing, since a stranger could send his words to any address.
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
 * Gives an account whose address was never proved to the person that a host vouches for: whoever signed up with the
 * address gets nothing of it.
 */
async function claimed(tx: Tx, { id }: StoredUser, name: string): Promise<StoredUser> {
  const user = await tx.users.byId(id)
  if (!user) throw new Error('an account vanished while it was claimed')
  if (user.verificationToken === null) return user
  const proved = { name, password: noPassword, verificationToken: null }
  await tx.users.update(id, proved)
  await tx.users.setCustomFieldValues(id, [])
  await endSessions(tx, { kind: 'user', id })
  return { ...user, ...proved }
}

/** Who opens a ticket. */
export interface TicketOpener extends AccountRef {
  readonly name: string
  readonly email: string
}

/** Returns the account that a guest's ticket belongs to; makes it, and logs it as a sign-up, when the address has none. */
export async function guestAuthor(
  tx: Tx,
  { email, name }: { readonly email: string; readonly name: string },
): Promise<TicketOpener> {
  const { account, created } = await accountFor(tx, { email, name, registered: false })
  const author = { kind: 'user' as const, id: account.id, name: account.name, email }
  if (created) await writeLogOf(tx, tx.now, author, 'SIGNUP', null)
  return author
}
