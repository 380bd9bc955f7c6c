import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { mailAddress } from '../../params/index.js'

/** What `/user/un-ban` takes. */
export interface UnBanParams {
  readonly email: string
}

/**
 * Lifts the ban of an address.
 *
 * @throws INVALID_EMAIL, also when the address is not banned.
 */
export const unBan = operation<UnBanParams, null>()({
  path: '/user/un-ban',
  permission: 'staff_1',
  params: { email: mailAddress('INVALID_EMAIL') },
  locks: [{ name: 'bans', mode: 'update' }],
  data: nothing,
  async write(tx, { email }) {
    if (!(await tx.bans.remove(email))) fail('INVALID_EMAIL')
    await tx.log('UN_BAN_USER', email)
    tx.emit('ban.removed', {})
    return null
  },
})
