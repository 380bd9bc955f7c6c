import * as v from 'valibot'
import { Tag } from '../../model/index.js'
import { operation } from '../../operation.js'

/** All tags, by id. Lower levels find them in `system.getSettings`. */
export const getTags = operation({
  path: '/ticket/get-tags',
  permission: 'staff_3',
  params: {},
  data: v.array(Tag),
  errors: ['NO_PERMISSION'],
  run: ({ storage }) => storage.tags.all(),
})
