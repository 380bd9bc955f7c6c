import { cleanHtml, writeLog } from '../../domain/index.js'
import { nothing, operation } from '../../operation.js'
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
  errors: ['NO_PERMISSION', 'INVALID_TITLE', 'INVALID_CONTENT', 'INVALID_LANGUAGE'],
  prepare: async (_, { content }) => cleanHtml(content),
  async write(context, { name, language }, content) {
    const { storage } = context
    await storage.customResponses.insert({ name, content, language })
    await writeLog(storage, context, 'ADD_CUSTOM_RESPONSE', null)
    return null
  },
})
