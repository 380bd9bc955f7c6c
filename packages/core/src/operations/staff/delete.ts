import { checkStillLevel3, endSessions } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { staff } from '../../params/index.js'

/**
 * Deletes a staff member. Tickets that the member owns lose their owner and are news for the staff; those that the
 * member has written stay. What the log tells of the member stays.
 *
 * @throws INVALID_STAFF, YOU_CAN_NOT_DELETE_YOURSELF
 */
const deleteStaff = operation({
  path: '/staff/delete',
  permission: 'staff_3',
  params: { staffId: staff('INVALID_STAFF') },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_STAFF', 'YOU_CAN_NOT_DELETE_YOURSELF'],
  async run(context, { staffId: { id, email, profilePic } }) {
    const { actor, storage, files, log } = context
    if (id === actor.id) fail('YOU_CAN_NOT_DELETE_YOURSELF')
    await storage.transaction(async (tx) => {
      await checkStillLevel3(tx, actor)
      await endSessions(tx, { kind: 'staff', id })
      await tx.passwordTokens.removeOf(email, 'staff')
      if (!(await tx.staff.remove(id))) fail('INVALID_STAFF')
    })
    if (profilePic) {
      await files?.remove(profilePic).catch((err: unknown) => log.warn({ err }, 'a picture was left behind'))
    }
    return null
  },
})

export { deleteStaff as delete }
