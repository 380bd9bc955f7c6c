import { writeLog } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { mailAddress } from '../../params/index.js'

/**
 * Lifts the ban of an address.
 *
 * @throws INVALID_EMAIL, also when the address is not banned.
 */
export const unBan = operation({
  path: '/user/un-ban',
  permission: 'staff_1',
  params: { email: mailAddress('INVALID_EMAIL') },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_EMAIL'],
  async write(context, { email }) {
    const { storage } = context
    if (!(await storage.bans.remove(email))) fail('INVALID_EMAIL')
    await writeLog(storage, context, 'UN_BAN_USER', email)
    return null
  },
})
