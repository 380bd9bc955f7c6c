/**
 * What a column holds. The engines have their own types for each.
 *
 * - `id` a number that the database gives
 * - `int`, `big` whole numbers, up to 32 and 53 bits. On MySQL, only `big` may be below zero
 * - `flag` 0 or 1
 * - `minute` a moment as 4.11 writes it: the number YYYYMMDDHHmm, in UTC
 * - `millis` a moment in milliseconds since 1970
 * - `line` a text of at most `length` characters, 500 unless it is given
 * - `name` a text of at most 255 characters that is compared without case
 * - `address` an e-mail address in lower case
 * - `text` a text of any length
 */
export type ColumnKind =
  | 'id'
  | 'int'
  | 'big'
  | 'flag'
  | 'minute'
  | 'millis'
  | 'line'
  | 'name'
  | 'address'
  | 'text'

/** What happens to a row when the row that it references is deleted. */
export type OnDelete = 'set null' | 'cascade'

export interface Column {
  readonly kind: ColumnKind
  /** The maximum length of a `line`, in characters. */
  readonly length?: number
  /** Whether our stores write null. (4.11 allows null in all of its columns.) */
  readonly null?: true
  /** The default of a new row. */
  readonly default?: number
  /** Whether we added the column to a table of 4.11. */
  readonly own?: true
  /** Whether 4.11 has the column and we leave it empty. */
  readonly unused?: true
  /** Whether a unique index compares it byte by byte, although searches ignore case. */
  readonly exact?: true
  /** Whether old servers may have left texts in this numeric column. */
  readonly mayHoldText?: true
  readonly references?: { readonly table: string; readonly onDelete: OnDelete }
}

export const id = { kind: 'id' } as const
export const int = { kind: 'int' } as const
export const big = { kind: 'big' } as const
export const flag = { kind: 'flag' } as const
export const minute = { kind: 'minute' } as const
export const millis = { kind: 'millis' } as const
export const line = { kind: 'line' } as const
export const name = { kind: 'name' } as const
export const address = { kind: 'address' } as const
export const text = { kind: 'text' } as const

/** Defines a text of at most `length` characters. */
export const lineOf = (length: number) => ({ kind: 'line', length }) as const

export const orNull = <C extends Column>(column: C) => ({ ...column, null: true }) as const
export const own = <C extends Column>(column: C) => ({ ...column, null: true, own: true }) as const
export const unused = <C extends Column>(column: C) => ({ ...column, null: true, unused: true }) as const
export const exact = <C extends Column>(column: C) => ({ ...column, exact: true }) as const

/** Defines a reference to a row of another table; null when that row is deleted. */
export const pointsTo = (table: string) =>
  ({ kind: 'int', null: true, references: { table, onDelete: 'set null' } }) as const

/** Defines a reference to a row of another table; deleting that row deletes this one. */
export const partOf = (table: string) =>
  ({ kind: 'int', references: { table, onDelete: 'cascade' } }) as const

export interface Table {
  readonly columns: Readonly<Record<string, Column>>
  /** The columns of each unique index, by the index's name. */
  readonly unique?: Readonly<Record<string, readonly string[]>>
  /**
   * The columns of each other index, by the index's name. A column may have an order: `date desc`, `owner_id nulls
   * first`.
   */
  readonly indexes?: Readonly<Record<string, readonly string[]>>
  /** The primary key of a table without `id`. */
  readonly key?: string
  /** False if backups leave the table out. */
  readonly backup?: false
}

/** Tables by name, referenced tables first. Names that begin with `os_` are ours. */
export type Tables = Readonly<Record<string, Table>>

/** Parses a part of an index, such as `date desc`, into column and order. */
export function indexPart(text: string): { readonly column: string; readonly order: string } {
  const [column = '', ...order] = text.split(' ')
  return { column, order: order.join(' ') }
}
