import { endSessions } from '../../domain/accounts/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { mailAddress } from '../../params/index.js'

/** What `/user/ban` takes. */
export interface BanParams {
  readonly email: string
}

/**
 * Bans an e-mail address from signing up, signing in and opening tickets, whether or not it has an account. Ends the
 * sessions of its user.
 *
 * @throws INVALID_EMAIL, ALREADY_BANNED
 */
export const ban = operation<BanParams, null>()({
  path: '/user/ban',
  permission: 'staff_1',
  params: { email: mailAddress('INVALID_EMAIL') },
  locks: [{ name: 'bans', mode: 'update' }],
  data: nothing,
  errors: ['ALREADY_BANNED'],
  async write(tx, { email }) {
    if (!(await tx.bans.add(email))) fail('ALREADY_BANNED')
    const user = await tx.users.byEmail(email)
    if (user) await endSessions(tx, { kind: 'user', id: user.id })
    await tx.log('BAN_USER', email)
    tx.emit('ban.added', {})
    return null
  },
})
