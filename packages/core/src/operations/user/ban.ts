import { endSessions, writeLog } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { mailAddress } from '../../params/index.js'

/**
 * Bans an address, known or not: from signing up and in, and from writing tickets. The sessions of its user end.
 *
 * @throws INVALID_EMAIL, ALREADY_BANNED
 */
export const ban = operation({
  path: '/user/ban',
  permission: 'staff_1',
  params: { email: mailAddress('INVALID_EMAIL') },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_EMAIL', 'ALREADY_BANNED'],
  async run(context, { email }) {
    await context.storage.transaction(async (tx) => {
      if (!(await tx.bans.add(email))) fail('ALREADY_BANNED')
      const user = await tx.users.byEmail(email)
      if (user) await endSessions(tx, { kind: 'user', id: user.id })
      await writeLog(tx, context, 'BAN_USER', email)
    })
    return null
  },
})
