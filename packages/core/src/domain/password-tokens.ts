import type { AccountKind, Storage } from '../storage/index.js'
import type { Context } from './context.js'
import { hashOfNobodys, passwordTokenEnd } from './mail-proofs.js'
import { readSettings } from './settings.js'

/** Who is to set a password. */
interface Receiver {
  readonly email: string
  readonly name: string
  readonly kind: AccountKind
}

type MailContext = Pick<Context, 'mail' | 'siteUrl'>

/**
 * Mails the right to set another password, good for one time. Whether the address has an account is found out when the
 * mail is put into words: none goes out where there is none.
 */
export async function mailRecovery(
  { mail, siteUrl }: MailContext,
  tx: Storage,
  { email: to, kind }: Omit<Receiver, 'name'>,
): Promise<void> {
  const settings = await readSettings(tx)
  await mail.queue(tx, {
    template: 'PASSWORD_FORGOT',
    to,
    language: settings.language,
    variables: { to, url: siteUrl(settings) },
    proof: `recovery ${kind}`,
  })
}

/** Mails the right to set the first password, good for one time; an older one ends. */
export async function mailInvitation(
  { random, now, mail, siteUrl }: MailContext & Pick<Context, 'random' | 'now'>,
  tx: Storage,
  { email: to, name, kind }: Receiver,
): Promise<void> {
  const settings = await readSettings(tx)
  await tx.passwordTokens.insert({
    email: to,
    kind,
    purpose: 'invitation',
    tokenHash: hashOfNobodys(random),
    expiresAt: passwordTokenEnd('invitation', now),
  })
  await mail.queue(tx, {
    template: 'USER_INVITE',
    to,
    language: settings.language,
    variables: { to, name, url: siteUrl(settings) },
    proof: `invitation ${kind}`,
  })
}

/** Tells an account that its password has changed. */
export async function mailPasswordChanged(
  { mail, siteUrl }: MailContext,
  tx: Storage,
  { email: to, name }: Omit<Receiver, 'kind'>,
): Promise<void> {
  const settings = await readSettings(tx)
  const variables = { to, name, url: siteUrl(settings) }
  await mail.queue(tx, { template: 'USER_PASSWORD', to, language: settings.language, variables })
}
