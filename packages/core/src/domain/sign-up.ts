import { tokenHash } from '../platform/index.js'
import type { Storage } from '../storage/index.js'
import type { Context } from './context.js'
import { readSettings } from './settings.js'

/** Somebody who signs up. */
export interface NewPerson {
  readonly name: string
  readonly email: string
  /** As a hash. */
  readonly password: string
  /** Has to come back before the account can be used; null when the address counts as verified. */
  readonly verificationToken: string | null
}

/**
 * Makes the account of somebody who signs up, or takes over the one that a guest's ticket made, with its tickets;
 * undefined when the address has a registered account.
 */
export async function signUp(tx: Storage, person: NewPerson, now: Date): Promise<number | undefined> {
  const row = {
    ...person,
    verificationToken: person.verificationToken && tokenHash(person.verificationToken),
    signupDate: now,
    notRegistered: false,
  }
  const existing = await tx.users.byEmail(person.email)
  if (!existing) return tx.users.insert(row)
  if (!existing.notRegistered) return undefined
  return (await tx.users.update(existing.id, row)) ? existing.id : undefined
}

/** Mails the link that verifies the address. */
export async function mailSignup(
  { mail, siteUrl }: Pick<Context, 'mail' | 'siteUrl'>,
  tx: Storage,
  { email: to, name }: Pick<NewPerson, 'email' | 'name'>,
  verificationToken: string,
): Promise<void> {
  const settings = await readSettings(tx)
  const { language } = settings
  const url = siteUrl(settings)
  await mail.queue(tx, {
    template: 'USER_SIGNUP',
    to,
    language,
    variables: { to, name, url, verificationToken },
  })
}
