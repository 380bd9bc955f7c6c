import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { tag } from '../../params/index.js'

/**
 * Deletes a tag, and takes it off all tickets.
 *
 * @throws INVALID_TAG
 */
export const deleteTag = operation({
  path: '/ticket/delete-tag',
  permission: 'staff_3',
  params: { tag: tag('tagId', 'INVALID_TAG') },
  data: nothing,
  async write(tx, { tag: { id } }) {
    if (!(await tx.tags.remove(id))) fail('INVALID_TAG')
    return null
  },
})
