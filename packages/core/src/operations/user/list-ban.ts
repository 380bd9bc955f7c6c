import * as v from 'valibot'
import { type NoParams, operation } from '../../operation/index.js'

/** Returns all banned addresses, in the order in which they were banned. */
export const listBan = operation<NoParams, string[]>()({
  path: '/user/list-ban',
  permission: 'staff_1',
  params: {},
  data: v.array(v.string()),
  read: (call) => call.bans.all(),
})
