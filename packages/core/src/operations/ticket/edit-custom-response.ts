import { cleanHtml, writeLog } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation.js'
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
    id: customResponse('INVALID_CUSTOM_RESPONSE'),
    content: content('INVALID_CONTENT'),
    name: optional(name('INVALID_NAME')),
    language: unless(['', '0'], language('INVALID_LANGUAGE')),
  },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_CUSTOM_RESPONSE', 'INVALID_CONTENT', 'INVALID_NAME', 'INVALID_LANGUAGE'],
  async run(context, { id: stored, content, name, language }) {
    await context.storage.transaction(async (tx) => {
      const response = {
        content: cleanHtml(content),
        name: name ?? stored.name,
        language: language ?? stored.language,
      }
      if (!(await tx.customResponses.update(stored.id, response))) fail('INVALID_CUSTOM_RESPONSE')
      await writeLog(tx, context, 'EDIT_CUSTOM_RESPONSE', null)
    })
    return null
  },
})
