import * as v from 'valibot'
import { operation } from '../../operation.js'

/** All banned addresses, in the order in which they were banned. */
export const listBan = operation({
  path: '/user/list-ban',
  permission: 'staff_1',
  params: {},
  data: v.array(v.string()),
  errors: ['NO_PERMISSION'],
  run: ({ storage }) => storage.bans.all(),
})
