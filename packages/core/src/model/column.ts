/**
 * The form of a table column's value on the 4.11 wire, where columns are text or null: `number` as digits, `flag` as
 * "0" or "1", `mark` as "1" or null, `date` as YYYYMMDDHHmm. `bit` is a computed boolean, as the number 0 or 1.
 * `native` is left out on the 4.11 wire. `emptyList` is null in the core and [] there. Parts of a schema without a mark
 * are unchanged.
 */
export type ColumnKind = 'number' | 'flag' | 'mark' | 'bit' | 'date' | 'emptyList' | 'native'
