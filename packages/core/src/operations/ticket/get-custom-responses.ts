import * as v from 'valibot'
import { CustomResponse } from '../../model/index.js'
import { type NoParams, operation } from '../../operation/index.js'

/** All prepared answers, by id. */
export const getCustomResponses = operation<NoParams, CustomResponse[]>()({
  path: '/ticket/get-custom-responses',
  permission: 'staff_1',
  params: {},
  data: v.array(CustomResponse),
  read: (call) => call.customResponses.all(),
})
