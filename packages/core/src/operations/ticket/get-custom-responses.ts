import * as v from 'valibot'
import { CustomResponse } from '../../model/index.js'
import { operation } from '../../operation/index.js'

/** All prepared answers, by id. */
export const getCustomResponses = operation({
  path: '/ticket/get-custom-responses',
  permission: 'staff_1',
  params: {},
  data: v.array(CustomResponse),
  read: (call) => call.customResponses.all(),
})
