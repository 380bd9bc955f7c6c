import { cleanHtml } from '../../domain/index.js'
import { nothing, operation } from '../../operation/index.js'
import { content, language, name } from '../../params/index.js'

/**
 * Adds a prepared answer. Several may have one name.
 *
 * @throws INVALID_TITLE for a bad name; INVALID_CONTENT; INVALID_LANGUAGE for what is none of the 15 codes.
 */
export const addCustomResponse = operation({
  path: '/ticket/add-custom-response',
  permission: 'staff_2',
  params: {
    name: name('INVALID_TITLE'),
    content: content('INVALID_CONTENT'),
    language: language('INVALID_LANGUAGE'),
  },
  data: nothing,
  prepare: async (_, { content }) => cleanHtml(content),
  async write(tx, { name, language }, content) {
    await tx.customResponses.insert({ name, content, language })
    await tx.log('ADD_CUSTOM_RESPONSE', null)
    return null
  },
})
