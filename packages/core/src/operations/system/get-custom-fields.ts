import * as v from 'valibot'
import type { CustomField } from '../../model/index.js'
import { customFieldSchema } from '../../model/schemas/index.js'
import { type NoParams, operation } from '../../operation/index.js'

/** Returns all fields that users fill in when they sign up, with their options, by id. */
export const getCustomFields = operation<NoParams, CustomField[]>()({
  path: '/system/get-custom-fields',
  permission: 'any',
  params: {},
  data: v.array(customFieldSchema),
  async read(call) {
    return (await call.customFields.all()).map(({ options, ...field }) => ({
      ...field,
      options: [...options],
    }))
  },
})
