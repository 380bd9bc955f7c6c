import type { Tx } from '../../call/index.js'
import type { AccountKind } from '../../storage/index.js'
import { hashOfNobodys, passwordTokenEnd } from './mail-proofs.js'

/** Who is to set a password. */
interface Receiver {
  readonly email: string
  readonly name: string
  readonly kind: AccountKind
}

/**
 * Mails the right to set another password, good for one time. Whether the address has an account is found out when the
 * mail is put into words: none goes out where there is none.
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

/** Mails the right to set the first password, good for one time; an older one ends. */
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

/** Tells an account that its password has changed. */
export function mailPasswordChanged(tx: Tx, { email: to, name }: Omit<Receiver, 'kind'>): void {
  const variables = { to, name, url: tx.siteUrl }
  tx.mail({ template: 'USER_PASSWORD', to, language: tx.settings.language, variables })
}
