import * as v from 'valibot'
import { fail } from '../../errors.js'
import { operation } from '../../operation.js'
import { flag, keyName } from '../../params/index.js'
import { randomToken, tokenHash } from '../../platform/index.js'

/**
 * Makes an API key, which other paths take as `apiKey`. It never stands for a session; each flag is one thing that it
 * allows.
 *
 * @returns the key: now and never again, since only its hash is kept
 * @throws INVALID_NAME unless the name is of letters, digits and spaces; NAME_ALREADY_USED
 */
export const addApiKey = operation({
  path: '/system/add-api-key',
  permission: 'staff_3',
  params: {
    name: keyName('INVALID_NAME'),
    /** Signs users up without a captcha, and while registration is off. */
    canCreateUsers: flag(),
    /** Opens tickets without a captcha. */
    canCreateTickets: flag(),
    /** Checks tickets without a captcha. */
    canCheckTickets: flag(),
    /** Makes `/ticket/create` tell the number on the 4.11 wire. */
    shouldReturnTicketNumber: flag(),
  },
  data: v.string(),
  errors: ['NO_PERMISSION', 'INVALID_NAME', 'NAME_ALREADY_USED'],
  async run({ storage, random }, key) {
    const token = randomToken(random)
    const id = await storage.apiKeys.insert({ ...key, token: tokenHash(token), ending: token.slice(-4) })
    return id === undefined ? fail('NAME_ALREADY_USED') : token
  },
})
