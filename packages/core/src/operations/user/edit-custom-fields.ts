import { isDeepStrictEqual } from 'node:util'
import { accountLock } from '../../call/index.js'
import { customFieldValues, setCustomFields } from '../../domain/accounts/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import type { CustomFieldsInput } from '../../params/index.js'
import { customFields, idOrUnknown } from '../../params/index.js'

/** What `/user/edit-custom-fields` takes. */
export interface EditCustomFieldsParams {
  /** The id of the user. Default: the caller. */
  readonly userId?: number | undefined
  readonly customfields?: CustomFieldsInput | undefined
}

/**
 * Replaces the values of the custom fields: the caller's own or, for staff of level 2, those of any user. Fields that
 * are left out become empty.
 *
 * @throws NO_PERMISSION for another user's values; INVALID_USER; INVALID_CUSTOM_FIELD_OPTION, with nothing changed
 */
export const editCustomFields = operation<EditCustomFieldsParams, null>()({
  path: '/user/edit-custom-fields',
  permission: 'user',
  params: {
    userId: idOrUnknown(),
    customfields: customFields(),
  },
  locks: (actor, { userId }) => {
    const id = actor.kind === 'user' ? actor.id : userId
    return typeof id === 'number' ? [accountLock({ kind: 'user', id }, 'update')] : []
  },
  data: nothing,
  errors: ['INVALID_USER'],
  check(actor, { userId }) {
    if (actor.kind !== 'staff') {
      return typeof userId === 'number' && userId !== actor.id ? 'NO_PERMISSION' : undefined
    }
    if (userId === undefined) return undefined
    if (actor.level < 2) return 'NO_PERMISSION'
    return userId === 'unknown' ? 'INVALID_USER' : undefined
  },
  async write(tx, { userId, customfields }) {
    // Staff have no custom fields of their own.
    if (tx.actor.kind === 'staff' && userId === undefined) return null
    const target = tx.actor.kind === 'staff' ? userId : tx.actor.id
    if (typeof target !== 'number' || !(await tx.users.byId(target))) return fail('INVALID_USER')
    const before = await tx.users.customFieldValues(target)
    await setCustomFields(tx, target, await customFieldValues(tx, customfields))
    const after = await tx.users.customFieldValues(target)
    tx.emit('user.edited', {
      userId: target,
      changed: isDeepStrictEqual(before, after) ? [] : ['customFields'],
    })
    return null
  },
})
