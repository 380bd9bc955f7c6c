import * as v from 'valibot'
import type { ErrorCode } from '../errors.js'
import type { TicketPlace } from '../storage/index.js'
import { type Parameter, parameter } from './parameter.js'
import { parsedJson } from './schemas.js'

/** Where a list goes on: behind a place, or behind a number of rows. */
export interface ListCursor {
  /** The order of the list that returned it. */
  readonly order: string
  readonly after?: TicketPlace | undefined
  readonly offset?: number | undefined
}

const cursorSchema = v.strictObject({
  order: v.string(),
  after: v.optional(v.array(v.nullable(v.pipe(v.number(), v.safeInteger())))),
  offset: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(0))),
})

/** Returns the text of a cursor. Callers should not read anything into it. */
export const cursorText = (cursor: ListCursor): string =>
  Buffer.from(JSON.stringify(cursor)).toString('base64url')

/** A cursor that a list returned. */
export const cursor = (code: ErrorCode): Parameter<string, ListCursor> =>
  parameter(
    code,
    v.pipe(
      v.string(),
      v.maxLength(500),
      v.regex(/^[\w-]+$/),
      v.transform((text) => Buffer.from(text, 'base64url').toString()),
      parsedJson,
      cursorSchema,
    ) as v.GenericSchema<string, ListCursor>,
  )

/** A position of the event log, or its end. */
export type UpdatedSince = number | 'now'

/** Returns the `updatedSince` of an answer that has taken account of the events up to a position. */
export const updatedSinceText = (position: number): string => String(position)

/** What a list returned as `updatedSince`, or `now`. */
export const updatedSince = (code: ErrorCode): Parameter<string, UpdatedSince> =>
  parameter(
    code,
    v.pipe(
      v.union([
        v.literal('now'),
        v.pipe(v.string(), v.regex(/^(?:0|[1-9][0-9]{0,14})$/), v.transform(Number)),
      ]),
      v.metadata({ jsonSchema: { type: 'string', pattern: '^(?:now|0|[1-9][0-9]{0,14})$' } }),
    ) as v.GenericSchema<string, UpdatedSince>,
  )
