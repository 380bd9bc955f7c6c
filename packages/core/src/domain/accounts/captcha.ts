import type { Call } from '../../call/index.js'
import { fail } from '../../errors.js'
import { tokenHash } from '../../platform/index.js'
import type { StoredApiKey, Stores } from '../../storage/index.js'

/** Returns the API key with this text; undefined if there is none. */
export async function findApiKey({ apiKeys }: Pick<Stores, 'apiKeys'>, apiKey: string | undefined) {
  return apiKey ? apiKeys.byToken(tokenHash(apiKey)) : undefined
}

type KeyRight = 'canCreateUsers' | 'canCreateTickets' | 'canCheckTickets'

/**
 * Throws INVALID_CAPTCHA unless the captcha is solved, or an API key with the right replaces it. Does nothing while the
 * setting `recaptcha-private` is empty. A key without the right fails even with a solved captcha.
 *
 * @throws INVALID_CAPTCHA
 */
export async function checkCaptcha(
  { settings, captcha, ip, logger }: Pick<Call, 'settings' | 'captcha' | 'ip' | 'logger'>,
  answer: string | undefined,
  key?: { readonly apiKey: StoredApiKey | undefined; readonly right: KeyRight },
): Promise<void> {
  const { recaptchaPrivate: secret } = settings
  if (!secret) return
  if (key?.apiKey) return key.apiKey[key.right] ? undefined : fail('INVALID_CAPTCHA')
  if (!answer) return fail('INVALID_CAPTCHA')
  if (!captcha) {
    logger.error({}, 'captchas are turned on in the settings, but the option `captcha` is missing')
    return fail('INVALID_CAPTCHA')
  }
  const solved = await captcha.verify({
    secret,
    answer,
    ...(ip === undefined ? {} : { ip }),
  })
  if (!solved) fail('INVALID_CAPTCHA')
}
