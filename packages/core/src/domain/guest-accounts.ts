import type { Storage, StoredUser } from '../storage/index.js'
import { noPassword } from './passwords.js'

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
