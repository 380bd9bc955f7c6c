import * as v from 'valibot'
import type { Tag } from '../../model/index.js'
import { tagSchema } from '../../model/schemas/index.js'
import { type NoParams, operation } from '../../operation/index.js'

/** Returns all tags, by id. Lower levels find them in `system.getSettings`. */
export const getTags = operation<NoParams, Tag[]>()({
  path: '/ticket/get-tags',
  permission: 'staff_3',
  withinDepartments: true,
  params: {},
  data: v.array(tagSchema),
  read: (call) => call.tags.all(),
})
