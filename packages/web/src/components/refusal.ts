import type { CustomerWords } from '../words/customers/index.js'

const sentences: Readonly<Record<string, keyof CustomerWords>> = {
  NETWORK_ERROR: 'offline',
  TIMEOUT: 'offline',
  SERVER_BUSY: 'offline',
  DATABASE_BUSY: 'offline',
  DATABASE_UNAVAILABLE: 'offline',
  TOO_MANY_REQUESTS: 'wait',
  INVALID_TOKEN: 'linkUsed',
  INVALID_TICKET: 'noTicket',
  INVALID_EMAIL: 'badEmail',
  INVALID_NAME: 'badName',
  INVALID_TITLE: 'badTitle',
  INVALID_PASSWORD: 'badPassword',
  INVALID_OLD_PASSWORD: 'badOldPassword',
  INVALID_CREDENTIALS: 'badCredentials',
  UNVERIFIED_USER: 'unverified',
  USER_EXISTS: 'userExists',
  ALREADY_BANNED: 'shutOut',
  USER_DISABLED: 'shutOut',
  NO_PERMISSION: 'shutOut',
  INVALID_CAPTCHA: 'captchaMissing',
  INVALID_CONTENT: 'badContent',
  INVALID_FILE: 'badFile',
  REQUEST_TOO_LARGE: 'badFile',
}

/** Returns the sentence for an error of the client; undefined for none. */
export function refusal(error: unknown, words: CustomerWords): string | undefined {
  if (!error) return undefined
  const { code = '' } = error as { readonly code?: string }
  return words[sentences[code] ?? 'failed']
}
