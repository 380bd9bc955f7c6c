import * as v from 'valibot'
import type { ErrorCode } from '../errors.js'
import { optional, type Parameter, parameter } from './parameter.js'
import { digits } from './schemas.js'

const largestId = 4_294_967_295

/** Returns whether a number may be the id of a row. */
export const isId = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= largestId

/** The id of a row. */
export const id = (code: ErrorCode): Parameter<number, number> => parameter(code, digits(1, largestId))

/** A page number, counted from 1. */
export const page = (code: ErrorCode): Parameter<number, number> => parameter(code, digits(1, 1_000_000_000))

/** The number of rows per page: 5 to 50. */
export const pageSize = (code: ErrorCode): Parameter<number, number> => parameter(code, digits(5, 50))

/** The number of events per page: 1 to 200. */
export const eventsLimit = (code: ErrorCode): Parameter<number, number> => parameter(code, digits(1, 200))

/** A count: 0 to 10,000. */
export const count = (code: ErrorCode): Parameter<number, number> => parameter(code, digits(0, 10_000))

/** A number of days: 1 to 3650. */
export const days = (code: ErrorCode): Parameter<number, number> => parameter(code, digits(1, 3650))

/** A number of hours, up to a week: 0 to 168. */
export const hours = (code: ErrorCode): Parameter<number, number> => parameter(code, digits(0, 168))

/** A staff level. */
export const level = (code: ErrorCode): Parameter<1 | 2 | 3, 1 | 2 | 3> =>
  parameter(code, digits(1, 3) as v.GenericSchema<1 | 2 | 3, 1 | 2 | 3>)

const on = ['1', 'true', 'on', 'yes']
const off = ['', '0', 'false', 'off', 'no']

const isOneOf = (words: readonly string[], value: unknown) =>
  ['string', 'number', 'boolean'].includes(typeof value) && words.includes(String(value).toLowerCase())

/** A boolean. Missing or unknown values are false. */
export const flag = (): Parameter<boolean | undefined, boolean> => ({
  schema: v.optional(v.boolean()),
  code: undefined,
  read: (value) => isOneOf(on, value),
})

/** A boolean, as any of the words for true or false. */
export const onOff = (code: ErrorCode): Parameter<boolean, boolean> =>
  parameter(
    code,
    v.pipe(
      v.custom<boolean>((value) => isOneOf(on, value) || isOneOf(off, value)),
      v.transform((value) => isOneOf(on, value)),
      v.metadata({ jsonSchema: { type: 'boolean' } }),
    ),
  )

/** A parameter that counts as missing when it is empty or any of the words for false. */
export function unlessOff<In, Out>(inner: Parameter<In, Out>): Parameter<In | undefined, Out | undefined> {
  const leftOut = optional(inner)
  return {
    ...leftOut,
    read: (value, storage) => leftOut.read(isOneOf(off, value) ? undefined : value, storage),
  }
}

/** A filter: exactly 0 or 1. */
export const zeroOrOne = (code: ErrorCode): Parameter<boolean, boolean> =>
  parameter(
    code,
    v.pipe(
      v.union([v.boolean(), v.picklist([0, 1]), v.picklist(['0', '1'])]),
      v.transform((value) => value === true || value === 1 || value === '1'),
    ) as v.GenericSchema<boolean, boolean>,
  )

/** Describes a whole number from 1 on. It is for documents: parameters with this schema accept any value. */
const anyNumber = (max: number) =>
  v.optional(v.pipe(v.number(), v.metadata({ jsonSchema: { type: 'integer', minimum: 1, maximum: max } })))

const flexible = (max: number): Parameter<number | undefined, number | undefined> => ({
  schema: anyNumber(max),
  code: undefined,
  read: (value) => (v.is(digits(1, max), value) ? Number(value) : undefined),
})

/** An id. Anything else counts as missing. */
export const flexibleId = () => flexible(largestId)

/** As `flexibleId`, for callers who may name any id: an invalid value is `'unknown'` instead of missing. */
export const idOrUnknown = (): Parameter<number | undefined, number | 'unknown' | undefined> => ({
  schema: anyNumber(largestId),
  code: undefined,
  read: (value) => {
    if (v.is(digits(1, largestId), value)) return Number(value)
    return value === undefined || value === null || isOneOf(['', '0'], value) ? undefined : 'unknown'
  },
})

/** A position, from 1 to the largest 32-bit integer. Anything else counts as missing. */
export const position = () => flexible(2_147_483_647)

/** A size in MiB: 0.0001 to 1000. */
export const megabytes = (code: ErrorCode): Parameter<number, number> =>
  parameter(
    code,
    v.pipe(
      v.union([
        v.number(),
        v.pipe(v.string(), v.regex(/^[0-9]{1,4}(?:\.[0-9]{1,4})?$/), v.transform(Number)),
      ]),
      v.minValue(0.0001),
      v.maxValue(1000),
    ) as v.GenericSchema<number, number>,
  )
