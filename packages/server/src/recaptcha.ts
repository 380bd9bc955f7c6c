import type { Captcha } from '@opensupports/core'

/** Where and how long Google is asked. */
export interface ReCaptchaOptions {
  /** Default: Google's. Other services that answer in the same way fit too. */
  readonly endpoint?: string
  /** How long an answer may take, in milliseconds. Default 5000. */
  readonly timeoutMs?: number
}

/**
 * Asks Google's reCAPTCHA. The secret is the setting `recaptcha-private`. Where the service cannot be asked, or answers
 * nonsense, the captcha counts as not solved.
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
