import * as v from 'valibot'
import type { ErrorCode } from '../errors.js'
import type { TicketOrder } from '../storage/index.js'
import { json } from './list.js'
import { type Parameter, parameter } from './parameter.js'

/** A moment as the wire writes it: YYYYMMDDHHmm, in UTC; other numbers are before or after all of them. */
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

const moment = v.union([v.date(), numeric])

const dateOf = (moment: Date | number) => (typeof moment === 'number' ? momentOf(moment) : moment)

const inOrder = (from: Date | number, to: Date | number) =>
  typeof from === 'number' && typeof to === 'number' ? from <= to : dateOf(from) <= dateOf(to)

/** Two moments, the first not after the second. In forms, numbers YYYYMMDDHHmm. */
export const dateRange = (
  code: ErrorCode,
): Parameter<readonly [Date, Date], { readonly from: Date; readonly to: Date }> =>
  parameter(
    code,
    json(
      v.pipe(
        v.strictTuple([moment, moment]),
        v.check(([from, to]) => inOrder(from, to)),
        v.transform(([from, to]) => ({ from: dateOf(from), to: dateOf(to) })),
      ) as unknown as v.GenericSchema<readonly [Date, Date], { readonly from: Date; readonly to: Date }>,
    ),
  )

const columns = { closed: 'closed', owner_id: 'owner', unread_staff: 'unreadStaff', date: 'date' } as const

/** What lists of tickets can be ordered by. */
export interface TicketOrderInput {
  value: keyof typeof columns
  asc: 0 | 1
}

/** A column and a direction. */
export const ticketOrder = (code: ErrorCode): Parameter<TicketOrderInput, TicketOrder> =>
  parameter(
    code,
    json(
      v.pipe(
        v.object({
          value: v.picklist(['closed', 'owner_id', 'unread_staff', 'date']),
          asc: v.picklist([0, 1]),
        }),
        v.transform(({ value, asc }): TicketOrder => ({ by: columns[value], desc: asc === 0 })),
      ) as v.GenericSchema<TicketOrderInput, TicketOrder>,
    ),
  )
