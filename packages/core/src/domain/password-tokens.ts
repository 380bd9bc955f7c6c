import { randomToken, tokenHash } from '../platform/index.js'
import type { AccountKind, Storage, StoredPasswordToken } from '../storage/index.js'
import type { Context } from './context.js'
import { readSettings } from './settings.js'

type Purpose = StoredPasswordToken['purpose']

const hour = 3_600_000
const lifetimes: Record<Purpose, number> = { recovery: 4 * hour, invitation: 14 * 24 * hour }

/** Who is to set a password. */
interface Receiver {
  readonly email: string
  readonly name: string
  readonly kind: AccountKind
}

/** Mails the right to set a password, good for one time; an older one of the same purpose ends. */
export async function mailPasswordToken(
  { random, now, mail, siteUrl }: Pick<Context, 'random' | 'now' | 'mail' | 'siteUrl'>,
  tx: Storage,
  { email: to, name, kind }: Receiver,
  purpose: Purpose,
): Promise<void> {
  const token = randomToken(random)
  const settings = await readSettings(tx)
  const { language } = settings
  const url = siteUrl(settings)
  await tx.passwordTokens.insert({
    ...{ email: to, kind, purpose, tokenHash: tokenHash(token) },
    expiresAt: new Date(now.getTime() + lifetimes[purpose]),
  })
  const template = purpose === 'recovery' ? 'PASSWORD_FORGOT' : 'USER_INVITE'
  await mail.queue(tx, { template, to, language, variables: { to, name, url, token } })
}

/** Tells an account that its password has changed. */
export async function mailPasswordChanged(
  { mail, siteUrl }: Pick<Context, 'mail' | 'siteUrl'>,
  tx: Storage,
  { email: to, name }: Omit<Receiver, 'kind'>,
): Promise<void> {
  const settings = await readSettings(tx)
  const { language } = settings
  const url = siteUrl(settings)
  await mail.queue(tx, { template: 'USER_PASSWORD', to, language, variables: { to, name, url } })
}
