import * as v from 'valibot'
import type { ErrorCode } from '../errors.js'
import type { AccountRef } from '../storage/index.js'
import { digits } from './number.js'
import { type Parameter, parameter } from './parameter.js'

/** More entries than any client sends, few enough for one statement. */
const longest = 500

/** Far more characters of JSON than any client sends in one field. */
const longestJson = 262_144

const parsed = v.pipe(
  v.string(),
  v.maxLength(longestJson),
  v.rawTransform(({ dataset, addIssue, NEVER }): unknown => {
    try {
      return JSON.parse(dataset.value) as unknown
    } catch {
      addIssue({ message: 'not JSON' })
      return NEVER
    }
  }),
)

/**
 * A value that forms send as JSON text.
 *
 * @param inText the schema of the text, where 4.11 takes less there. Default: the same.
 */
export function json<In, Out>(
  schema: v.GenericSchema<In, Out>,
  inText: v.GenericSchema<never, Out> | v.GenericSchema<In, Out> = schema,
): v.GenericSchema<In, Out> {
  const text = v.pipe(parsed, inText as unknown as v.GenericSchema<unknown, Out>)
  return v.lazy((value) => (typeof value === 'string' ? text : schema)) as v.GenericSchema<In, Out>
}

/** The length is looked at before the entries. */
export const listOf = <In, Out>(entry: v.GenericSchema<In, Out>, max = longest) =>
  v.pipe(v.array(v.unknown()), v.maxLength(max), v.array(entry))

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

/** An account as clients name it. */
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

/** A list of accounts, in the order given; may be empty. */
export const accounts = (code: ErrorCode): Parameter<readonly AccountInput[], readonly AccountRef[]> =>
  parameter(
    code,
    json(listOf(account) as unknown as v.GenericSchema<readonly AccountInput[], readonly AccountRef[]>),
  )

/** A list of texts. */
export const words = (code: ErrorCode): Parameter<readonly string[], readonly string[]> =>
  parameter(code, json(listOf(v.string()) as v.GenericSchema<readonly string[], readonly string[]>))
