import type { ErrorCode } from '@opensupports/core'
import type { Refusals, Words } from './texts.js'

const sentences: Partial<Record<ErrorCode, keyof Refusals>> = {
  INVALID_TOKEN: 'linkUsed',
  NO_PERMISSION: 'linkUsed',
  TOO_MANY_REQUESTS: 'wait',
  INVALID_TICKET: 'noTicket',
  INVALID_EMAIL: 'badEmail',
  INVALID_PASSWORD: 'badPassword',
  INVALID_CREDENTIALS: 'badCredentials',
  UNVERIFIED_USER: 'unverified',
  ALREADY_BANNED: 'shutOut',
  USER_DISABLED: 'shutOut',
  INVALID_CAPTCHA: 'captcha',
  INVALID_CONTENT: 'badContent',
  INVALID_FILE: 'badFile',
  REQUEST_TOO_LARGE: 'badFile',
}

/** Returns the text for a refusal. */
export const refusalText = (code: ErrorCode, { refusals }: Words): string =>
  refusals[sentences[code] ?? 'failed']
