import { cleanHtml } from '../../domain/index.js'
import { nothing, operation } from '../../operation/index.js'
import { content, customResponse, language, name, optional, unless } from '../../params/index.js'

/**
 * Changes a prepared answer; what is left out stays as it is.
 *
 * @throws INVALID_CUSTOM_RESPONSE when there is no such one; INVALID_CONTENT, INVALID_NAME, INVALID_LANGUAGE
 */
export const editCustomResponse = operation({
  path: '/ticket/edit-custom-response',
  permission: 'staff_2',
  params: {
    customResponse: customResponse('id', 'INVALID_CUSTOM_RESPONSE'),
    content: content('INVALID_CONTENT'),
    name: optional(name('INVALID_NAME')),
    language: unless(['', '0'], language('INVALID_LANGUAGE')),
  },
  data: nothing,
  prepare: async (_, { content }) => cleanHtml(content),
  async write(tx, { customResponse: stored, name, language }, content) {
    await tx.customResponses.update(stored.id, {
      content,
      name: name ?? stored.name,
      language: language ?? stored.language,
    })
    await tx.log('EDIT_CUSTOM_RESPONSE', null)
    return null
  },
})
