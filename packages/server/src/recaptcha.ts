import type { Captcha } from '@opensupports/core'

/** Where and how long to ask the captcha service. */
export interface ReCaptchaOptions {
  /** The address of the service. Default: Google's. Services with a compatible answer work, too. */
  readonly endpoint?: string
  /** The timeout in milliseconds. Default 5000. */
  readonly timeoutMs?: number
}

/**
 * Verifies captchas with Google's reCAPTCHA. The secret is the setting `recaptcha-private`. If the service cannot be
 * reached, or its answer is invalid, the captcha counts as not solved.
 *
 * @example
 * const helpdesk = new OpenSupports({ storage, captcha: reCaptcha() })
 */
export function reCaptcha(options: ReCaptchaOptions = {}): Captcha {
  const { endpoint = 'https://www.google.com/recaptcha/api/siteverify', timeoutMs = 5000 } = options
  return {
    async verify({ secret, answer, ip }) {
      const body = new URLSearchParams({
        secret,
        response: answer,
        ...(ip === undefined ? {} : { remoteip: ip }),
      })
      try {
        const response = await fetch(endpoint, {
          method: 'POST',
          body,
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        })
        return isSuccess(await response.json())
      } catch {
        return false
      }
    },
  }
}

const isSuccess = (answer: unknown) =>
  typeof answer === 'object' && answer !== null && 'success' in answer && answer.success === true
