import { fail } from '../errors.js'
import { tokenHash } from '../platform/index.js'
import type { StoredApiKey } from '../storage/index.js'
import type { Context } from './context.js'

/** The API key with this text, if there is one. */
export async function findApiKey({ storage }: Pick<Context, 'storage'>, apiKey: string | undefined) {
  return apiKey ? storage.apiKeys.byToken(tokenHash(apiKey)) : undefined
}

type KeyRight = 'canCreateUsers' | 'canCreateTickets' | 'canCheckTickets'

/**
 * Lets people pass who solved the captcha, and API keys that may replace it. Off while the setting
 * `recaptcha-private` is empty. A key without the right fails even with a solved captcha.
 *
 * @throws INVALID_CAPTCHA
 */
export async function checkCaptcha(
  { settings, captcha, ip, log }: Pick<Context, 'settings' | 'captcha' | 'ip' | 'log'>,
  answer: string | undefined,
  key?: { readonly apiKey: StoredApiKey | undefined; readonly right: KeyRight },
): Promise<void> {
  const { recaptchaPrivate: secret } = await settings()
  if (!secret) return
  if (key?.apiKey) return key.apiKey[key.right] ? undefined : fail('INVALID_CAPTCHA')
  if (!answer) return fail('INVALID_CAPTCHA')
  if (!captcha) {
    log.error({}, 'a captcha is set up, but the helpdesk was made without the option `captcha`')
    return fail('INVALID_CAPTCHA')
  }
  const solved = await captcha.verify({
    secret,
    answer,
    ...(ip === undefined ? {} : { ip }),
  })
  if (!solved) fail('INVALID_CAPTCHA')
}
