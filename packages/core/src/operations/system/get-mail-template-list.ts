import * as v from 'valibot'
import { mailTemplateNames, oldMailTemplateNames } from '../../mail/templates/index.js'
import { type NoParams, operation } from '../../operation/index.js'

/** Returns the names of all mail templates. */
export const getMailTemplateList = operation<NoParams, string[]>()({
  path: '/system/get-mail-template-list',
  permission: 'staff_3',
  params: {},
  data: v.array(v.string()),
  /** Clients of 4.11 know no others. */
  legacyData: () => [...oldMailTemplateNames],
  async read() {
    return [...mailTemplateNames]
  },
})
