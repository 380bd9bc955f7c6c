import { accountLock, transaction } from '../../call/index.js'
import { customFieldValues, setCustomFields } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import type { CustomFieldsInput } from '../../params/index.js'
import { customFields, idOrUnknown } from '../../params/index.js'

/** What `/user/edit-custom-fields` takes. */
export interface EditCustomFieldsParams {
  /** Whose; default: the caller's. */
  readonly userId?: number | undefined
  readonly customfields?: CustomFieldsInput | undefined
}

/**
 * Replaces what is entered in the custom fields: the caller's own, or, for staff of level 2, any user's. Fields that
 * are not sent become empty.
 *
 * @throws NO_PERMISSION for somebody else's; INVALID_USER; INVALID_CUSTOM_FIELD_OPTION, and nothing is changed.
 */
export const editCustomFields = operation<EditCustomFieldsParams, null>()({
  path: '/user/edit-custom-fields',
  permission: 'user',
  params: {
    userId: idOrUnknown(),
    customfields: customFields(),
  },
  data: nothing,
  errors: ['INVALID_USER'],
  async steps(call, { userId, customfields }) {
    const { actor } = call
    let target = actor.id
    if (actor.kind === 'staff') {
      // Staff have no custom fields of their own.
      if (userId === undefined) return null
      if (actor.level < 2) fail('NO_PERMISSION')
      if (userId === 'unknown' || !(await call.users.byId(userId))) return fail('INVALID_USER')
      target = userId
    } else if (typeof userId === 'number' && userId !== actor.id) fail('NO_PERMISSION')
    const values = await customFieldValues(call, customfields)
    await transaction(call, async (tx) => {
      await tx.lock([accountLock({ kind: 'user', id: target }, 'update')])
      if (!(await tx.users.byId(target))) fail('INVALID_USER')
      await setCustomFields(tx, target, values)
    })
    return null
  },
})
