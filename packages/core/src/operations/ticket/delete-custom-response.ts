import { nothing, operation } from '../../operation/index.js'
import { changed, customResponse } from '../../params/index.js'

/** What `/ticket/delete-custom-response` takes. */
export interface DeleteCustomResponseParams {
  readonly id: number
}

/**
 * Deletes a prepared answer.
 *
 * @throws INVALID_NAME when there is no such one: the code of 4.11.
 */
export const deleteCustomResponse = operation<DeleteCustomResponseParams, null>()({
  path: '/ticket/delete-custom-response',
  permission: 'staff_2',
  params: { customResponse: changed(customResponse('id', 'INVALID_NAME')) },
  data: nothing,
  async write(tx, { customResponse: { id } }) {
    await tx.customResponses.remove(id)
    await tx.log('DELETE_CUSTOM_RESPONSE', null)
    tx.emit('customResponse.deleted', { customResponseId: id })
    return null
  },
})
