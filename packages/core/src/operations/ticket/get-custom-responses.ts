import * as v from 'valibot'
import type { CustomResponse } from '../../model/index.js'
import { customResponseSchema } from '../../model/schemas/index.js'
import { type NoParams, operation } from '../../operation/index.js'

/** Returns all prepared answers, by id. */
export const getCustomResponses = operation<NoParams, CustomResponse[]>()({
  path: '/ticket/get-custom-responses',
  permission: 'staff_1',
  withinDepartments: true,
  params: {},
  data: v.array(customResponseSchema),
  read: (call) => call.customResponses.all(),
})
