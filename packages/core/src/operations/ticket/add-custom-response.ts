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
  async run(context, { name, content, language }) {
    await context.storage.transaction(async (tx) => {
      await tx.customResponses.insert({ name, content: cleanHtml(content), language })
      await writeLog(tx, context, 'ADD_CUSTOM_RESPONSE', null)
    })
    return null
  },
})
