import { writeLog } from '../../domain/index.js'
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
  async write(context, { id: { id } }) {
    const { storage } = context
    await storage.customResponses.remove(id)
    await writeLog(storage, context, 'DELETE_CUSTOM_RESPONSE', null)
    return null
  },
})
