import { isDeepStrictEqual } from 'node:util'
import { accountLock } from '../../call/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { changed, existingUsers, user } from '../../params/index.js'

/** What `/user/edit-supervised-list` takes. */
export interface EditSupervisedListParams {
  /** The ids of the users to supervise. Replaces the list; an empty one ends the supervision. */
  readonly userIdList: readonly number[]
  /** The id of the supervisor. */
  readonly userId: number
}

/**
 * Makes a user the supervisor of other users, whose tickets the supervisor may then manage. Supervision is one level
 * deep, and logged.
 *
 * @throws INVALID_LIST, INVALID_USER, SUPERVISOR_CAN_NOT_SUPERVISE_HIMSELF; NO_PERMISSION when the supervisor or one of
 *   the others has the e-mail address of the caller
 */
export const editSupervisedList = operation<EditSupervisedListParams, null>()({
  path: '/user/edit-supervised-list',
  permission: 'staff_2',
  params: {
    userIdList: existingUsers('INVALID_LIST'),
    user: changed(user('userId', 'INVALID_USER')),
  },
  locks: (_, { userIdList }) => userIdList.map((id) => accountLock({ kind: 'user', id }, 'share')),
  data: nothing,
  errors: ['SUPERVISOR_CAN_NOT_SUPERVISE_HIMSELF'],
  validate({ userIdList, user: { id } }) {
    if (userIdList.includes(id)) fail('SUPERVISOR_CAN_NOT_SUPERVISE_HIMSELF')
  },
  async write(tx, { userIdList, user: { id } }) {
    const own = await tx.users.byEmail(tx.actor.account.email)
    if (own && [id, ...userIdList].includes(own.id)) fail('NO_PERMISSION')
    const before = (await tx.users.supervised(id)).map((user) => user.id)
    await tx.users.setSupervised(id, userIdList)
    const after = (await tx.users.supervised(id)).map((user) => user.id)
    await tx.log('EDIT_SUPERVISED_LIST', id)
    tx.emit('user.edited', {
      userId: id,
      changed: isDeepStrictEqual(before, after) ? [] : ['supervisedUsers'],
    })
    return null
  },
})
