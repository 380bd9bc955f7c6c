import type { Tx } from '../../call/index.js'
import type { AccountKind } from '../../storage/index.js'
import { hashOfNobodys, passwordTokenEnd } from './mail-proofs.js'

/** The account whose password is to be set. */
interface Receiver {
  readonly email: string
  readonly name: string
  readonly kind: AccountKind
}

/**
 * Queues a mail with a one-time link for setting a new password. Delivery looks the account up, and sends nothing if
 * the address has none.
 */
export function mailRecovery(tx: Tx, { email: to, kind }: Omit<Receiver, 'name'>): void {
  tx.mail({
    template: 'PASSWORD_FORGOT',
    to,
    language: tx.settings.language,
    variables: { to, url: tx.siteUrl },
    proof: `recovery ${kind}`,
  })
}

/** Queues a mail with a one-time link for setting the first password. Invalidates an older link. */
export async function mailInvitation(tx: Tx, { email: to, name, kind }: Receiver): Promise<void> {
  await tx.passwordTokens.insert({
    email: to,
    kind,
    purpose: 'invitation',
    tokenHash: hashOfNobodys(tx.random),
    expiresAt: passwordTokenEnd('invitation', tx.now),
  })
  tx.mail({
    template: 'USER_INVITE',
    to,
    language: tx.settings.language,
    variables: { to, name, url: tx.siteUrl },
    proof: `invitation ${kind}`,
  })
}

/** Queues a mail that reports a changed password. */
export function mailPasswordChanged(tx: Tx, { email: to, name }: Omit<Receiver, 'kind'>): void {
  const variables = { to, name, url: tx.siteUrl }
  tx.mail({ template: 'USER_PASSWORD', to, language: tx.settings.language, variables })
}
