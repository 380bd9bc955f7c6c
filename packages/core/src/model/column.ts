import * as v from 'valibot'

/**
 * How a value that 4.11 read from a table column looks on its wire, where columns are text or null:
 * `number` as digits, `flag` as "0" or "1", `mark` as "1" or null, `date` as YYYYMMDDHHmm. `bit` was computed: a yes or no as the number 0 or 1.
 * `native` is not on its wire at all. `emptyList` is null in the core and [] there. Parts of a schema without a mark stay as they are.
 */
export type ColumnKind = 'number' | 'flag' | 'mark' | 'bit' | 'date' | 'emptyList' | 'native'

/** Values of table columns: natural types in the core, texts on the 4.11 wire. */
export const column = {
  /** An id, a ticket number, a counter. */
  number: () => v.pipe(v.number(), v.metadata({ column: 'number' })),
  /** A yes or no: "1" or "0" on the wire. */
  flag: () => v.pipe(v.boolean(), v.metadata({ column: 'flag' })),
  /** A yes that was never a no: "1" or null on the wire. */
  mark: () => v.pipe(v.boolean(), v.metadata({ column: 'mark' })),
  /** A yes or no that is the number 1 or 0 on the wire. */
  bit: () => v.pipe(v.boolean(), v.metadata({ column: 'bit' })),
  /** A moment, to the minute, in UTC. */
  date: () => v.pipe(v.date(), v.metadata({ column: 'date' })),
}

/** A value that 4.11 does not have: left out on its wire. */
export function nativeOnly<const S extends v.GenericSchema>(schema: S) {
  return v.pipe(schema, v.metadata({ column: 'native' }))
}

/** A value that may be gone: null, but an empty list on the 4.11 wire. */
export function goneAsEmptyList<const S extends v.GenericSchema>(schema: S) {
  return v.pipe(v.nullable(schema), v.metadata({ column: 'emptyList' }))
}
