import * as v from 'valibot'
import { mailTemplateNames } from '../../mail/templates/index.js'
import { type NoParams, operation } from '../../operation/index.js'

/** Returns the names of all mail templates. */
export const getMailTemplateList = operation<NoParams, string[]>()({
  path: '/system/get-mail-template-list',
  permission: 'staff_3',
  params: {},
  data: v.array(v.string()),
  async read() {
    return [...mailTemplateNames]
  },
})
