import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { id, named } from '../../params/index.js'

/** What `/system/revoke-token` takes. */
export interface RevokeTokenParams {
  readonly tokenId: number
}

/**
 * Revokes an access token of any staff member at once.
 *
 * @throws INVALID_ACCESS_TOKEN when there is no such token, or it was revoked before
 */
export const revokeToken = operation<RevokeTokenParams, null>()({
  path: '/system/revoke-token',
  permission: 'staff_3',
  tokens: false,
  params: { id: named('tokenId', id('INVALID_ACCESS_TOKEN')) },
  data: nothing,
  async write(tx, { id }) {
    if (!(await tx.accessTokens.revoke(id, tx.now))) fail('INVALID_ACCESS_TOKEN')
    tx.emit('token.revoked', { tokenId: id })
    return null
  },
})
