import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { existingUsers, user } from '../../params/index.js'

/**
 * Makes a user the supervisor of others, who may then manage their tickets. Supervising is one level deep.
 *
 * @throws INVALID_LIST, INVALID_USER, SUPERVISOR_CAN_NOT_SUPERVISE_HIMSELF
 */
export const editSupervisedList = operation({
  path: '/user/edit-supervised-list',
  permission: 'staff_1',
  params: {
    /** Replaces the list; empty, it ends all supervision. */
    userIdList: existingUsers('INVALID_LIST'),
    /** The supervisor. */
    userId: user('INVALID_USER'),
  },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_LIST', 'INVALID_USER', 'SUPERVISOR_CAN_NOT_SUPERVISE_HIMSELF'],
  async run({ storage }, { userIdList, userId: { id } }) {
    if (userIdList.includes(id)) fail('SUPERVISOR_CAN_NOT_SUPERVISE_HIMSELF')
    await storage.transaction((tx) => tx.users.setSupervised(id, userIdList))
    return null
  },
})
