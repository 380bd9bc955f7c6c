import { lockUserOf, type Tx } from '../../call/index.js'
import type { MailProof } from '../../storage/index.js'
import { hashOfNobodys, verificationLifetime } from './mail-proofs.js'

/** A person who signs up. */
export interface NewPerson {
  readonly name: string
  readonly email: string
  /** A bcrypt hash. */
  readonly password: string
  /** Whether the account is unusable until the mailed token is sent back. */
  readonly needsProof: boolean
}

/**
 * Creates the account of a person who signs up, or takes over the account that a guest's ticket created, with its
 * tickets. Queues the mail with the token if a proof is needed. Returns undefined if the address has a registered
 * account.
 */
export async function signUp(
  tx: Tx,
  { needsProof, name, email, password }: NewPerson,
): Promise<number | undefined> {
  const { random, now } = tx
  const row = {
    name,
    email,
    password,
    verificationToken: needsProof ? hashOfNobodys(random) : null,
    verificationExpiresAt: new Date(now.getTime() + verificationLifetime),
    signupDate: now,
    notRegistered: false,
  }
  const existing = await lockUserOf(tx, email)
  if (existing && !existing.notRegistered) return undefined
  const id = existing ? existing.id : await tx.users.insert(row)
  if (existing && !(await tx.users.update(existing.id, row))) return undefined
  if (id !== undefined && needsProof) await mailAddressProof(tx, { email, name }, 'verification')
  return id
}

/** Queues the mail with the link that proves an address. */
export async function mailAddressProof(
  tx: Tx,
  { email: to, name }: Pick<NewPerson, 'email' | 'name'>,
  proof: MailProof,
): Promise<void> {
  const { language } = tx.settings
  const variables = { to, name, url: tx.siteUrl }
  tx.mail({ template: 'USER_SIGNUP', to, language, variables, proof })
}
