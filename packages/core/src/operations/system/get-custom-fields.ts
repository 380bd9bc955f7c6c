import * as v from 'valibot'
import { CustomField } from '../../model/index.js'
import { type NoParams, operation } from '../../operation/index.js'

/** All fields that users fill in when they sign up, by id, with their options. */
export const getCustomFields = operation<NoParams, CustomField[]>()({
  path: '/system/get-custom-fields',
  permission: 'any',
  params: {},
  data: v.array(CustomField),
  async read(call) {
    return (await call.customFields.all()).map(({ options, ...field }) => ({
      ...field,
      options: [...options],
    }))
  },
})
