import * as v from 'valibot'

/** Values of table columns: native types in the core, text on the 4.11 wire. */
export const column = {
  /** An id, a ticket number, a counter. */
  number: () => v.pipe(v.number(), v.metadata({ column: 'number' })),
  /** A boolean: "1" or "0" on the wire. */
  flag: () => v.pipe(v.boolean(), v.metadata({ column: 'flag' })),
  /** A boolean: "1" or null on the wire. */
  mark: () => v.pipe(v.boolean(), v.metadata({ column: 'mark' })),
  /** A boolean: the number 1 or 0 on the wire. */
  bit: () => v.pipe(v.boolean(), v.metadata({ column: 'bit' })),
  /** A date in UTC; minute precision. */
  date: () => v.pipe(v.date(), v.metadata({ column: 'date' })),
}

/** A value that 4.11 does not have; left out on its wire. */
export function nativeOnly<const S extends v.GenericSchema>(schema: S) {
  return v.pipe(schema, v.metadata({ column: 'native' }))
}

/** A value that may be null; an empty list on the 4.11 wire. */
export function goneAsEmptyList<const S extends v.GenericSchema>(schema: S) {
  return v.pipe(v.nullable(schema), v.metadata({ column: 'emptyList' }))
}
