import { writeLog } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
import { customResponse } from '../../params/index.js'

/**
 * Deletes a prepared answer.
 *
 * @throws INVALID_NAME when there is no such one: the code of 4.11.
 */
export const deleteCustomResponse = operation({
  path: '/ticket/delete-custom-response',
  permission: 'staff_2',
  params: { id: customResponse('INVALID_NAME') },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_NAME'],
  async run(context, { id: { id } }) {
    await context.storage.transaction(async (tx) => {
      if (!(await tx.customResponses.remove(id))) fail('INVALID_NAME')
      await writeLog(tx, context, 'DELETE_CUSTOM_RESPONSE', null)
    })
    return null
  },
})
