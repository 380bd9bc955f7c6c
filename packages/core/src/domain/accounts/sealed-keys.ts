import { keyOfSecret, seal, unseal } from '../../platform/index.js'
import type { StoredApiKey } from '../../storage/index.js'

/** How long the session that created an API key can read it, in milliseconds. */
const readableFor = 10 * 60_000

const keyOf = (sessionToken: string) => keyOfSecret(sessionToken, 'an API key to be read once more')

/** Encrypts an API key with the session of the staff member who makes it. Only the hash of that session is stored. */
export const sealedFor = (
  sessionToken: string,
  name: string,
  apiKey: string,
  now: Date,
): Pick<StoredApiKey, 'sealedKey' | 'sealedUntil'> => ({
  sealedKey: seal(keyOf(sessionToken), apiKey, name),
  sealedUntil: new Date(now.getTime() + readableFor),
})

/** Decrypts an API key for the session that made it, within ten minutes; undefined for any other session. */
export function readableKey(
  { name, sealedKey, sealedUntil }: StoredApiKey,
  sessionToken: string | undefined,
  now: Date,
): string | undefined {
  if (sessionToken === undefined || sealedKey === undefined) return undefined
  if (sealedUntil === undefined || sealedUntil <= now) return undefined
  return unseal(keyOf(sessionToken), sealedKey, name)
}
