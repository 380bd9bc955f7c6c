import * as v from 'valibot'
import type { ErrorCode } from '../errors.js'
import type { TicketOrder } from '../storage/index.js'
import { type Parameter, parameter } from './parameter.js'
import { json } from './schemas.js'

/** A date on the wire: YYYYMMDDHHmm, in UTC. Other numbers are earlier or later than all of them. */
export function momentOf(digits: number): Date {
  if (digits < 100_001_010_000) return new Date(Date.UTC(1000, 0, 1))
  if (digits > 999_912_312_359) return new Date(Date.UTC(9999, 11, 31, 23, 59))
  const [minute, hour, day, month] = [1, 100, 10_000, 1_000_000].map(
    (unit) => Math.floor(digits / unit) % 100,
  )
  return new Date(Date.UTC(Math.floor(digits / 100_000_000), (month ?? 1) - 1, day, hour, minute))
}

const numeric = v.pipe(
  v.union([
    v.number(),
    v.pipe(
      v.string(),
      v.regex(/^\s*[+-]?(?:\d{1,15}(?:\.\d{0,9})?|\.\d{1,9})(?:e[+-]?\d{1,2})?$/i),
      v.transform(Number),
    ),
  ]),
  v.finite(),
)

const isoText =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:[0-9]{2}))?$/

/** Returns the last day of the month that an ISO text begins with. */
const lastDay = (text: string) =>
  new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate()

/** An ISO 8601 text: a day, which begins at midnight UTC, or a time with its zone. */
const iso = v.pipe(
  v.string(),
  v.regex(isoText),
  v.check((text) => Number(text.slice(8, 10)) <= lastDay(text)),
  v.transform((text) => new Date(text)),
  v.check((date) => !Number.isNaN(date.getTime())),
)

const dateOf = (moment: Date | number) => (typeof moment === 'number' ? momentOf(moment) : moment)

const inOrder = (from: Date | number, to: Date | number) =>
  typeof from === 'number' && typeof to === 'number' ? from <= to : dateOf(from) <= dateOf(to)

const rangeOf = <T extends Date | number>(moment: v.GenericSchema<unknown, T>) =>
  v.pipe(
    v.strictTuple([moment, moment]),
    v.check(([from, to]) => inOrder(from, to)),
    v.transform(([from, to]) => ({ from: dateOf(from), to: dateOf(to) })),
  )

/** Two dates as callers write them: `Date`s, ISO 8601 texts, or numbers YYYYMMDDHHmm in UTC. */
export type DateRangeInput = readonly [Date | string | number, Date | string | number]
type DateRange = { readonly from: Date; readonly to: Date }

const anyMoment = v.pipe(
  v.union([v.date(), iso, numeric]),
  v.metadata({
    jsonSchema: {
      anyOf: [
        { type: 'string', format: 'date-time' },
        { type: 'string', format: 'date' },
        { type: 'number', description: 'YYYYMMDDHHmm, in UTC.' },
      ],
    },
  }),
) as v.GenericSchema<unknown, Date | number>

const rangeSchema = json(
  rangeOf(anyMoment) as unknown as v.GenericSchema<DateRangeInput, DateRange>,
  rangeOf(numeric as v.GenericSchema<unknown, number>) as unknown as v.GenericSchema<
    DateRangeInput,
    DateRange
  >,
)

/**
 * Two dates, the first not after the second: `Date`s, ISO 8601 texts, or numbers YYYYMMDDHHmm in UTC. Forms send only
 * such numbers.
 */
export const dateRange = (code: ErrorCode): Parameter<DateRangeInput, DateRange> =>
  parameter(code, rangeSchema)

const columns = { closed: 'closed', owner_id: 'owner', unread_staff: 'unreadStaff', date: 'date' } as const

/** The columns by which ticket lists can be sorted. */
export interface TicketOrderInput {
  value: keyof typeof columns
  asc: boolean | 0 | 1
}

const orderOf = (asc: v.GenericSchema<boolean | 0 | 1>) =>
  v.pipe(
    v.object({ value: v.picklist(['closed', 'owner_id', 'unread_staff', 'date']), asc }),
    v.transform(({ value, asc }): TicketOrder => ({ by: columns[value], desc: !asc })),
  ) as v.GenericSchema<TicketOrderInput, TicketOrder>

const zeroOrOne = v.picklist([0, 1])

/** A column and a direction. Forms send the direction as 0 or 1. */
export const ticketOrder = (code: ErrorCode): Parameter<TicketOrderInput, TicketOrder> =>
  parameter(code, json(orderOf(v.union([v.boolean(), zeroOrOne])), orderOf(zeroOrOne)))
