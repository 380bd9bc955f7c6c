import type { Tx } from '../../call/index.js'
import { keyOfSecret, type Random, randomToken, seal, unseal } from '../../platform/index.js'
import type { StoredWebhook } from '../../storage/index.js'

/** What is encrypted. A secret that was encrypted as something else cannot be decrypted here. */
const about = 'the secret of a webhook'

/** Returns a new secret in the form of Standard Webhooks: `whsec_` and 32 random bytes in base64. */
export const newWebhookSecret = (random: Random): string =>
  `whsec_${Buffer.from(random.bytes(32)).toString('base64')}`

/**
 * Returns the key that encrypts the secrets of all webhooks. It is a secret setting, so backups leave it out or encrypt
 * it. Makes it if there is none yet: hold the lock `settings` for update.
 */
export async function webhookKey({ settings, settingStore, random }: Tx): Promise<string> {
  if (settings.webhookKey) return settings.webhookKey
  const key = randomToken(random)
  await settingStore.set({ 'webhook-key': key })
  return key
}

/** Returns a secret encrypted, as storages keep it. */
export const sealedSecret = (key: string, secret: string): string =>
  seal(keyOfSecret(key, about), secret, about)

/**
 * Returns the secrets that sign requests now, the newest first: two for a while after a rotation. Returns none if they
 * were restored from a backup without its passphrase.
 */
export function openedSecrets(
  key: string | undefined,
  {
    secret,
    previousSecret,
    previousSecretUntil,
  }: Pick<StoredWebhook, 'secret' | 'previousSecret' | 'previousSecretUntil'>,
  now: Date,
): readonly string[] {
  if (key === undefined) return []
  const signsToo = previousSecretUntil !== null && previousSecretUntil > now
  return [secret, signsToo ? previousSecret : null].flatMap(
    (sealed) => (sealed === null ? undefined : unseal(keyOfSecret(key, about), sealed, about)) ?? [],
  )
}
