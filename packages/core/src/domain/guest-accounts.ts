import type { AccountRef, Storage, StoredUser } from '../storage/index.js'
import { writeLogOf } from './log.js'
import { noPassword } from './passwords.js'
import { endSessions } from './sign-in.js'

/**
 * The account for an address that somebody vouches for without a password: the one that exists, or a new one that has
 * no password yet.
 */
export async function accountFor(
  storage: Storage,
  person: {
    readonly email: string
    readonly name: string
    readonly registered: boolean
  },
  now: Date,
): Promise<{ account: StoredUser; created: boolean }> {
  const existing = await storage.users.byEmail(person.email)
  if (existing && person.registered && existing.verificationToken !== null) {
    return { account: await claimed(storage, existing, person.name), created: false }
  }
  if (existing) return { account: existing, created: false }
  const id = await storage.users.insert({
    email: person.email,
    name: person.name,
    password: noPassword,
    signupDate: now,
    verificationToken: null,
    notRegistered: !person.registered,
  })
  // Without an id, somebody else has made the account a moment ago.
  const account = id === undefined ? await storage.users.byEmail(person.email) : await storage.users.byId(id)
  if (!account) throw new Error('an account vanished while it was made')
  return { account, created: id !== undefined }
}

/**
 * Returns whether somebody has shown to read the mails of the account's address: by signing up, or with a ticket. Mails
 * to others quote nothing, since a stranger could send his words to any address.
 */
export async function isProvedAddress(tx: Storage, { id }: { readonly id: number }): Promise<boolean> {
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
async function claimed(storage: Storage, { id }: StoredUser, name: string): Promise<StoredUser> {
  return storage.transaction(async (tx) => {
    const user = await tx.users.byId(id)
    if (!user) throw new Error('an account vanished while it was claimed')
    if (user.verificationToken === null) return user
    const proved = { name, password: noPassword, verificationToken: null }
    await tx.users.update(id, proved)
    await tx.users.setCustomFieldValues(id, [])
    await endSessions(tx, { kind: 'user', id })
    return { ...user, ...proved }
  })
}

/** The account that a guest's ticket belongs to: made, and logged as a sign-up, when the address has none. */
export async function guestAuthor(
  tx: Storage,
  { email, name }: { readonly email: string; readonly name: string },
  now: Date,
): Promise<AccountRef & { readonly name: string; readonly email: string; readonly created: boolean }> {
  const { account, created } = await accountFor(tx, { email, name, registered: false }, now)
  const author = { kind: 'user', id: account.id, name: account.name, email } as const
  if (created) await writeLogOf(tx, now, author, 'SIGNUP', null)
  return { ...author, created }
}
