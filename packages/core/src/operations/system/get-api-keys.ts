import * as v from 'valibot'
import { readableKey } from '../../domain/accounts/index.js'
import { column } from '../../model/schemas/index.js'
import { type NoParams, operation } from '../../operation/index.js'

/** One entry of what `/system/get-api-keys` answers. */
export interface GetApiKeysEntry {
  readonly name: string
  /** Dots and the last four characters, or the whole key. */
  readonly token: string
  /** In the singular, unlike the parameter: clients of 4.11 expect it. */
  readonly canCreateUser: boolean
  readonly canCreateTickets: boolean
  readonly canCheckTickets: boolean
  readonly shouldReturnTicketNumber: boolean
}

/**
 * Returns all API keys by id, with the last four characters of each. The session that made a key sees all of it for ten
 * minutes, since clients of 4.11 show new keys from here.
 */
export const getApiKeys = operation<NoParams, GetApiKeysEntry[]>()({
  path: '/system/get-api-keys',
  permission: 'staff_3',
  params: {},
  data: v.array(
    v.object({
      name: v.string(),
      token: v.string(),
      canCreateUser: column.flag(),
      canCreateTickets: column.flag(),
      canCheckTickets: column.flag(),
      shouldReturnTicketNumber: column.flag(),
    }),
  ),
  async read(call) {
    const { now, sessionToken } = call
    return (await call.apiKeys.all()).map((key) => ({
      name: key.name,
      token: readableKey(key, sessionToken, now) ?? `…${key.ending}`,
      canCreateUser: key.canCreateUsers,
      canCreateTickets: key.canCreateTickets,
      canCheckTickets: key.canCheckTickets,
      shouldReturnTicketNumber: key.shouldReturnTicketNumber,
    }))
  },
})
