import { changedFields } from '../../domain/helpdesk/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { changed, color, name, tag } from '../../params/index.js'

/** What `/ticket/edit-tag` takes. */
export interface EditTagParams {
  readonly tagId: number
  /** `#` with 3 or 6 hexadecimal digits. */
  readonly color: string
  /** 1 to 200 characters. */
  readonly name: string
}

/**
 * Renames and recolours a tag, on all tickets that carry it.
 *
 * @throws INVALID_TAG, INVALID_COLOR, INVALID_NAME; TAG_EXISTS when another tag has the name.
 */
export const editTag = operation<EditTagParams, null>()({
  path: '/ticket/edit-tag',
  permission: 'staff_3',
  params: {
    tag: changed(tag('tagId', 'INVALID_TAG')),
    color: color('INVALID_COLOR'),
    name: name('INVALID_NAME'),
  },
  data: nothing,
  errors: ['TAG_EXISTS'],
  async write(tx, { tag, color, name }) {
    if (!(await tx.tags.update(tag.id, { name, color }))) fail('TAG_EXISTS')
    tx.emit('tag.edited', { tagId: tag.id, changed: changedFields(tag, { name, color }) })
    return null
  },
})
