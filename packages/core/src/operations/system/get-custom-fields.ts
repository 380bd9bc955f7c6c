import * as v from 'valibot'
import { CustomField } from '../../model/index.js'
import { operation } from '../../operation.js'

/** All fields that users fill in when they sign up, by id, with their options. */
export const getCustomFields = operation({
  path: '/system/get-custom-fields',
  permission: 'any',
  params: {},
  data: v.array(CustomField),
  errors: [],
  async run({ storage }) {
    return (await storage.customFields.all()).map(({ options, ...field }) => ({
      ...field,
      options: [...options],
    }))
  },
})
