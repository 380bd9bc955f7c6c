import { type Random, randomToken, tokenHash } from '../../platform/index.js'
import type { AccountKind, MailProof, Storage, StoredPasswordToken } from '../../storage/index.js'

const hour = 3_600_000
const day = 24 * hour

/** The lifetime of a token that proves an address, in milliseconds. */
export const verificationLifetime = 7 * day

const passwordLifetimes: Record<StoredPasswordToken['purpose'], number> = {
  recovery: 4 * hour,
  invitation: 14 * day,
}

/** Returns when a token for setting a password, created now, expires. */
export const passwordTokenEnd = (purpose: StoredPasswordToken['purpose'], now: Date): Date =>
  new Date(now.getTime() + passwordLifetimes[purpose])

/** Returns the hash of a discarded token. It fills the row until the mail is rendered, which creates the real token. */
export const hashOfNobodys = (random: Random): string => tokenHash(randomToken(random))

/** Variables of a mail's text. */
type Variables = Readonly<Record<string, string>>

/**
 * Creates the token for a mail, stores its hash, and returns the variables of the mail's text. Invalidates the token of
 * an earlier attempt. Returns undefined if there is nothing left to prove: then the mail must not be sent.
 */
export async function makeProof(
  { storage, random, now }: { readonly storage: Storage; readonly random: Random; readonly now: Date },
  to: string,
  proof: MailProof,
): Promise<Variables | undefined> {
  const token = randomToken(random)
  return storage.transaction(async (tx) => {
    const [what = '', whose = ''] = proof.split(' ')
    if (what === 'verification') return proveSignUp(tx, to, token, now)
    if (what === 'address') return proveAddress(tx, Number(whose), token, now)
    const purpose = what === 'invitation' ? 'invitation' : 'recovery'
    return provePasswordRight(
      tx,
      { email: to, kind: whose === 'staff' ? 'staff' : 'user', purpose },
      token,
      now,
    )
  })
}

async function proveSignUp(
  tx: Storage,
  to: string,
  token: string,
  now: Date,
): Promise<Variables | undefined> {
  const found = await tx.users.byEmail(to)
  if (!found) return undefined
  await tx.lock([{ table: 'users', id: found.id, mode: 'update' }])
  const user = await tx.users.byId(found.id)
  if (!user?.verificationToken || user.email !== found.email) return undefined
  const verificationExpiresAt = new Date(now.getTime() + verificationLifetime)
  await tx.users.update(user.id, { verificationToken: tokenHash(token), verificationExpiresAt })
  return { name: user.name, verificationToken: token }
}

async function proveAddress(
  tx: Storage,
  id: number,
  token: string,
  now: Date,
): Promise<Variables | undefined> {
  const pending = await tx.pendingAddresses.byId(id)
  if (!pending) return undefined
  const { account, signUp } = pending
  await tx.pendingAddresses.renew(id, tokenHash(token), new Date(now.getTime() + verificationLifetime))
  const row = await (account.kind === 'staff' ? tx.staff : tx.users).byId(account.id)
  return row && { name: signUp?.name ?? row.name, verificationToken: token }
}

async function provePasswordRight(
  tx: Storage,
  right: {
    readonly email: string
    readonly kind: AccountKind
    readonly purpose: StoredPasswordToken['purpose']
  },
  token: string,
  now: Date,
): Promise<Variables | undefined> {
  const { email, kind, purpose } = right
  const account = await (kind === 'staff' ? tx.staff : tx.users).byEmail(email)
  // An open invitation has a row already. A recovery gets its row only now.
  const isOpen = purpose === 'recovery' || (await tx.passwordTokens.open(email, kind, purpose)) !== undefined
  if (!account || !isOpen) return undefined
  const expiresAt = passwordTokenEnd(purpose, now)
  await tx.passwordTokens.insert({ email, kind, purpose, tokenHash: tokenHash(token), expiresAt })
  return { name: account.name, token }
}
