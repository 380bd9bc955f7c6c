import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import { color, name } from '../../params/index.js'

/**
 * Defines a tag.
 *
 * @throws INVALID_NAME, INVALID_COLOR; TAG_EXISTS when a tag has the name, in whatever letter case.
 */
export const createTag = operation({
  path: '/ticket/create-tag',
  permission: 'staff_3',
  params: { name: name('INVALID_NAME'), color: color('INVALID_COLOR') },
  data: nothing,
  errors: ['TAG_EXISTS'],
  async write(tx, { name, color }) {
    if ((await tx.tags.insert({ name, color })) === undefined) fail('TAG_EXISTS')
    return null
  },
})
