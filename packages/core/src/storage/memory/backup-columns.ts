import type { Column as Described } from '../../schema/index.js'
import type { AccountRef, BackupValue } from '../index.js'

/** A row of a backup. */
export type Values = Readonly<Record<string, BackupValue | undefined>>

/** Data outside the row that columns need. */
export interface Around {
  /** The number of staff members of each department. */
  readonly owners: ReadonlyMap<number, number>
  /** The supervising user, by the id of 4.11's supervised relation. */
  readonly supervisors: ReadonlyMap<BackupValue, number>
}

/** Converts between a column of a backup and a field of a row in memory. */
export interface Column<R> {
  get(row: R, around: Around): BackupValue
  /** Writes the column's value into the row. Returns false to drop the row. */
  set?(row: Record<string, unknown>, value: BackupValue, all: Values, around: Around): unknown
}

type FieldOf<R, T> = string & { [F in keyof R]: [R[F]] extends [T] ? F : never }[keyof R]

const column =
  <T>(to: (value: T) => BackupValue, from: (value: BackupValue) => unknown) =>
  <R>(field: FieldOf<R, T>): Column<R> => ({
    get: (row) => to(row[field as keyof R] as T),
    set(row, value) {
      row[field] = from(value)
    },
  })

const nullOr =
  <T, U>(convert: (value: T) => U) =>
  (value: T | null): U | null =>
    value === null ? null : convert(value)

const same = <T extends BackupValue>(value: T) => value
const isNull = (value: BackupValue | undefined) => value === null || value === undefined
const isSet = (value: BackupValue) => value !== null && Number(value) !== 0
const bit = (flag: boolean) => (flag ? 1 : 0)
const millisOf = (date: Date) => date.getTime()
const dateOfMillis = (value: BackupValue) => new Date(Number(value))

/** Formats a date as 4.11 does: the number YYYYMMDDHHmm, in UTC. */
const minuteOf = (date: Date) => Number(date.toISOString().replace(/\D/g, '').slice(0, 12))

/** Parses such a number. Null and invalid values of old rows become 1970. */
function dateOfMinute(value: BackupValue): Date {
  const [, year = '', month, day, hour, minute] =
    /^([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})$/.exec(String(value)) ?? []
  return new Date(year && Date.UTC(+year, Number(month) - 1, Number(day), Number(hour), Number(minute)))
}

export const text = column<string>(same, (value) => String(value ?? ''))
export const textOrNull = column<string | null>(same, nullOr(String))
export const number = column<number>(same, Number)
export const numberOrNull = column<number | null>(same, nullOr(Number))
export const flag = column<boolean>(bit, isSet)
export const flagOrNull = column<boolean | null>(nullOr(bit), nullOr(isSet))
/** True is stored as 1, false as null. */
export const mark = column<boolean>((value) => (value ? 1 : null), isSet)
export const minute = column<Date>(minuteOf, dateOfMinute)
export const minuteOrNull = column<Date | null>(nullOr(minuteOf), nullOr(dateOfMinute))
export const millis = column<Date>(millisOf, dateOfMillis)
export const millisOrNull = column<Date | null>(nullOr(millisOf), nullOr(dateOfMillis))
export const json = column<object>(
  (value) => JSON.stringify(value),
  (value) => JSON.parse(String(value)),
)

/** A field that is absent while the column is null. */
const ifAny =
  <T>(to: (value: T) => BackupValue, from: (value: BackupValue) => unknown) =>
  <R>(field: string & keyof R): Column<R> => ({
    get: (row) => (row[field] === undefined ? null : to(row[field] as T)),
    set(row, value) {
      if (value !== null) row[field] = from(value)
    },
  })

export const textIfAny = ifAny<string>(same, String)
export const millisIfAny = ifAny<Date>(millisOf, dateOfMillis)

/** A column that is always empty. */
export const empty: Column<unknown> = { get: () => null }

/** A required reference: the row is dropped without it. */
export const belongsTo = <R>(field: FieldOf<R, number>): Column<R> => ({
  get: (row) => row[field as keyof R] as number,
  set(row, value) {
    row[field] = value
    return value !== null
  },
})

/** An account in two columns, of which at most one is set: one for users, one for staff. */
export function account<F extends string>(
  field: F,
  columns: { readonly user: string; readonly staff: string },
  { required = false } = {},
): Record<string, Column<{ readonly [Field in F]: AccountRef | null }>> {
  const half = (own: string, kind: AccountRef['kind'], other: string) => ({
    [own]: {
      get: ({ [field]: ref }: { readonly [Field in F]: AccountRef | null }) =>
        ref?.kind === kind ? ref.id : null,
      set(row: Record<string, unknown>, value: BackupValue, all: Values) {
        if (value !== null) row[field] = { kind, id: Number(value) }
        else if (isNull(all[other])) row[field] = null
        return !(required && isNull(value) && isNull(all[other]))
      },
    },
  })
  return { ...half(columns.user, 'user', columns.staff), ...half(columns.staff, 'staff', columns.user) }
}

const fieldOf = (column: string) =>
  column.replace(/^os_/, '').replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

const texts = { needed: text, nullable: textOrNull }
const numbers = { needed: number, nullable: numberOrNull }
/** Old rows have null for false. */
const flags = { needed: flag, nullable: flag }

const standard = {
  id: numbers,
  int: numbers,
  big: numbers,
  flag: flags,
  minute: { needed: minute, nullable: minuteOrNull },
  millis: { needed: millis, nullable: millisOrNull },
  line: texts,
  name: texts,
  address: texts,
  text: texts,
}

/**
 * Returns the conversion between a column and the field of the same name and kind: `os_due_at` in milliseconds is the
 * date `dueAt`.
 */
export function standardColumn(name: string, column: Described): Column<unknown> {
  if (column.unused) return empty
  const field = fieldOf(name)
  if (column.references?.onDelete === 'cascade')
    return belongsTo<Record<string, number>>(field) as Column<unknown>
  const { needed, nullable } = standard[column.kind]
  const make = (column.null ? nullable : needed) as (field: string) => Column<unknown>
  return make(field)
}
