import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { name } from '../../params/index.js'

/** What `/system/delete-api-key` takes. */
export interface DeleteApiKeyParams {
  readonly name: string
}

/**
 * Deletes an API key by its name, in any letter case.
 *
 * @throws INVALID_NAME, also when there is no such key.
 */
export const deleteApiKey = operation<DeleteApiKeyParams, null>()({
  path: '/system/delete-api-key',
  permission: 'staff_3',
  params: { name: name('INVALID_NAME') },
  data: nothing,
  async write(tx, { name }) {
    if (!(await tx.apiKeys.removeByName(name))) fail('INVALID_NAME')
    tx.emit('apiKey.deleted', { keyName: name })
    return null
  },
})
