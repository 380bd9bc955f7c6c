import * as v from 'valibot'
import type { ErrorCode } from '../errors.js'
import type { AccountRef } from '../storage/index.js'
import { type Parameter, parameter } from './parameter.js'
import { digits, json, listOf } from './schemas.js'

/** A list of ids, duplicates removed; may be empty. */
export const ids = (code: ErrorCode): Parameter<readonly number[], readonly number[]> =>
  parameter(
    code,
    json(
      v.pipe(
        listOf(digits(1, 4_294_967_295)),
        v.transform((list): readonly number[] => [...new Set(list)]),
      ) as v.GenericSchema<readonly number[], readonly number[]>,
    ),
  )

/** A reference to an account, as clients send it. */
export interface AccountInput {
  id: number
  isStaff?: boolean | 0 | 1
}

const account = v.pipe(
  v.object({
    id: digits(1, 4_294_967_295),
    isStaff: v.optional(v.union([v.boolean(), v.picklist([0, 1]), v.picklist(['0', '1'])])),
  }),
  v.transform(
    ({ id, isStaff }): AccountRef => ({
      kind: isStaff === true || isStaff === 1 || isStaff === '1' ? 'staff' : 'user',
      id,
    }),
  ),
)

/** A list of accounts, in the given order; may be empty. */
export const accounts = (code: ErrorCode): Parameter<readonly AccountInput[], readonly AccountRef[]> =>
  parameter(
    code,
    json(listOf(account) as unknown as v.GenericSchema<readonly AccountInput[], readonly AccountRef[]>),
  )

/** A list of texts. */
export const words = (code: ErrorCode): Parameter<readonly string[], readonly string[]> =>
  parameter(code, json(listOf(v.string()) as v.GenericSchema<readonly string[], readonly string[]>))
