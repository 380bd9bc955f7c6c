import { nothing, operation } from '../../operation/index.js'
import { changed, tag } from '../../params/index.js'

/** What `/ticket/delete-tag` takes. */
export interface DeleteTagParams {
  readonly tagId: number
}

/**
 * Deletes a tag, and removes it from all tickets.
 *
 * @throws INVALID_TAG
 */
export const deleteTag = operation<DeleteTagParams, null>()({
  path: '/ticket/delete-tag',
  permission: 'staff_3',
  params: { tag: changed(tag('tagId', 'INVALID_TAG')) },
  data: nothing,
  async write(tx, { tag: { id } }) {
    await tx.tags.remove(id)
    tx.emit('tag.deleted', { tagId: id })
    return null
  },
})
