import * as v from 'valibot'
import { sealedFor } from '../../domain/accounts/index.js'
import { fail } from '../../errors.js'
import { operation } from '../../operation/index.js'
import { flag, keyName } from '../../params/index.js'
import { randomToken, tokenHash } from '../../platform/index.js'

/** What `/system/add-api-key` takes. */
export interface AddApiKeyParams {
  readonly name: string
  /** Signs users up without a captcha, and while registration is off. */
  readonly canCreateUsers?: boolean | undefined
  /** Opens tickets without a captcha. */
  readonly canCreateTickets?: boolean | undefined
  /** Checks tickets without a captcha. */
  readonly canCheckTickets?: boolean | undefined
  /** Makes `/ticket/create` return the number on the 4.11 wire. */
  readonly shouldReturnTicketNumber?: boolean | undefined
}

/**
 * Makes an API key, which other paths take as `apiKey`. It never replaces a session; each flag allows one thing.
 *
 * @returns the key. Only its hash is kept. For ten minutes the key itself is kept too, encrypted with the caller's
 * session, so that `/system/get-api-keys` can show it to that session
 * @throws INVALID_NAME unless the name consists of letters, digits and spaces; NAME_ALREADY_USED
 */
export const addApiKey = operation<AddApiKeyParams, string>()({
  path: '/system/add-api-key',
  permission: 'staff_3',
  params: {
    name: keyName('INVALID_NAME'),
    canCreateUsers: flag(),
    canCreateTickets: flag(),
    canCheckTickets: flag(),
    shouldReturnTicketNumber: flag(),
  },
  data: v.string(),
  errors: ['NAME_ALREADY_USED'],
  async write(tx, key) {
    const { random, now, sessionToken } = tx
    const token = randomToken(random)
    const sealed = sessionToken === undefined ? {} : sealedFor(sessionToken, key.name, token, now)
    const id = await tx.apiKeys.insert({
      ...key,
      token: tokenHash(token),
      ending: token.slice(-4),
      ...sealed,
    })
    if (id === undefined) return fail('NAME_ALREADY_USED')
    tx.emit('apiKey.created', { apiKeyId: id })
    return token
  },
})
