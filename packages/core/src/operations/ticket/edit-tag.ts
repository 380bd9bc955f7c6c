import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { color, name, tag } from '../../params/index.js'

/**
 * Renames and recolours a tag, on all tickets that carry it.
 *
 * @throws INVALID_TAG, INVALID_COLOR, INVALID_NAME; TAG_EXISTS when another tag has the name.
 */
export const editTag = operation({
  path: '/ticket/edit-tag',
  permission: 'staff_3',
  params: { tag: tag('tagId', 'INVALID_TAG'), color: color('INVALID_COLOR'), name: name('INVALID_NAME') },
  data: nothing,
  errors: ['TAG_EXISTS'],
  async write(tx, { tag: { id }, color, name }) {
    if (await tx.tags.update(id, { name, color })) return null
    return fail((await tx.tags.byId(id)) ? 'TAG_EXISTS' : 'INVALID_TAG')
  },
})
