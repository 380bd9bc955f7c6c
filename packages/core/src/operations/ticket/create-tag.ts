import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { color, name } from '../../params/index.js'

/** What `/ticket/create-tag` takes. */
export interface CreateTagParams {
  /** 1 to 200 characters. */
  readonly name: string
  /** `#` with 3 or 6 hexadecimal digits. */
  readonly color: string
}

/**
 * Defines a tag.
 *
 * @throws INVALID_NAME, INVALID_COLOR; TAG_EXISTS when a tag has the name, in any letter case
 */
export const createTag = operation<CreateTagParams, null>()({
  path: '/ticket/create-tag',
  permission: 'staff_3',
  params: { name: name('INVALID_NAME'), color: color('INVALID_COLOR') },
  data: nothing,
  errors: ['TAG_EXISTS'],
  async write(tx, { name, color }) {
    const tagId = (await tx.tags.insert({ name, color })) ?? fail('TAG_EXISTS')
    tx.emit('tag.created', { tagId })
    return null
  },
})
