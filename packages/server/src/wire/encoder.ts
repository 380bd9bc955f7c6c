import type { ColumnKind } from '@opensupports/core'

/** Converts a value of natural types to what the clients of a wire get as JSON. */
export type Encode = (value: unknown) => unknown

/** The parts of a schema that the encoder uses. */
export interface Schema {
  readonly type: string
  readonly entries?: Readonly<Record<string, Schema>>
  readonly item?: Schema
  readonly wrapped?: Schema
  /** The schema of a record's values. */
  readonly value?: unknown
  /** The options of a union; for a picklist, its values. */
  readonly options?: readonly unknown[]
  readonly pipe?: readonly [
    Schema,
    ...{ readonly type: string; readonly metadata?: { readonly column?: ColumnKind } }[],
  ]
  readonly '~standard'?: { validate(value: unknown): unknown }
}

const same: Encode = (value) => value
const two = (part: number) => (part < 10 ? `0${part}` : String(part))

/** Leaves a value out, since JSON drops undefined. */
const leftOut: Encode = () => undefined

/** How the leaves of schemas are encoded. What is not named here passes through. */
interface Rules {
  readonly columns: Partial<Record<ColumnKind, Encode>>
  /** Encodes moments that have no mark. */
  readonly date: Encode
  /** Whether a null that is marked `emptyList` becomes an empty list. */
  readonly hasEmptyLists: boolean
  /** Whether the options of a union are encoded. Finding the right one takes a validation of each value. */
  readonly encodesUnions: boolean
}

const legacyColumns: Rules['columns'] = {
  number: String,
  flag: (value) => (value ? '1' : '0'),
  mark: (value) => (value ? '1' : null),
  bit: (value) => (value ? 1 : 0),
  date: (value) => {
    const date = value as Date
    const day = `${date.getUTCFullYear()}${two(date.getUTCMonth() + 1)}${two(date.getUTCDate())}`
    return day + two(date.getUTCHours()) + two(date.getUTCMinutes())
  },
  native: leftOut,
}

const minute = 60_000

/** Writes a moment as `JSON.stringify` would, in less time. Leaves those with seconds to it: a helpdesk has few. */
function isoText(value: unknown): unknown {
  if (!(value instanceof Date)) return value
  const year = value.getUTCFullYear()
  if (value.getTime() % minute !== 0 || year < 1000 || year > 9999) return value
  const day = `${year}-${two(value.getUTCMonth() + 1)}-${two(value.getUTCDate())}`
  return `${day}T${two(value.getUTCHours())}:${two(value.getUTCMinutes())}:00.000Z`
}

const legacy: Rules = { columns: legacyColumns, date: same, hasEmptyLists: true, encodesUnions: true }
const native: Rules = { columns: {}, date: isoText, hasEmptyLists: false, encodesUnions: false }

/**
 * Compiles the encoder of a schema for the clients of 4.11, once. Marked columns become texts. Parts without marks pass
 * through as they are, and so do values of another shape, such as 4.11's `[]` in place of an object.
 */
export const encoderOf = (schema: Schema): Encode => compiled(schema, legacy)

/** Compiles the encoder of a schema for the native wire. `JSON.stringify` would write the same without it, but slower. */
export const nativeEncoderOf = (schema: Schema): Encode => compiled(schema, native)

function compiled(schema: Schema, rules: Rules): Encode {
  const { type, pipe, wrapped, item, entries } = schema
  if (pipe) {
    const [root, ...actions] = pipe
    const kind = actions.find(({ metadata }) => metadata?.column)?.metadata?.column
    const inner = compiled(root, rules)
    if (kind === 'emptyList' && rules.hasEmptyLists) return (value) => (value === null ? [] : inner(value))
    const column = kind && rules.columns[kind]
    if (!column) return inner
    return column === leftOut ? leftOut : present(column)
  }
  if (wrapped) return present(compiled(wrapped, rules))
  if (item) return listEncoder(compiled(item, rules))
  if (entries) return objectEncoder(entries, rules)
  if (type === 'date') return rules.date
  if (type === 'record') return recordEncoder(compiled(schema.value as Schema, rules))
  if (type === 'union' && rules.encodesUnions) return unionEncoder(schema.options as readonly Schema[], rules)
  return same
}

const present = (inner: Encode): Encode =>
  inner === same ? same : (value) => (value === null || value === undefined ? value : inner(value))

const listEncoder = (inner: Encode): Encode =>
  inner === same ? same : (value) => (Array.isArray(value) ? value.map(inner) : value)

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function objectEncoder(entries: Readonly<Record<string, Schema>>, rules: Rules): Encode {
  const encoders = Object.entries(entries)
    .map(([key, entry]) => [key, compiled(entry, rules)] as const)
    .filter(([, encode]) => encode !== same)
  if (encoders.length === 0) return same
  return (value) => {
    if (!isObject(value) || 'toJSON' in value) return value
    const encoded: Record<string, unknown> = { ...value }
    for (const [key, encode] of encoders) if (encoded[key] !== undefined) encoded[key] = encode(encoded[key])
    return encoded
  }
}

function recordEncoder(inner: Encode): Encode {
  if (inner === same) return same
  return (value) =>
    isObject(value) && !('toJSON' in value)
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inner(each)]))
      : value
}

/** Encodes by the first option that accepts the value. */
function unionEncoder(options: readonly Schema[], rules: Rules): Encode {
  const encoders = options.map((option) => [option, compiled(option, rules)] as const)
  if (encoders.every(([, encode]) => encode === same)) return same
  return (value) => {
    const [, encode] = encoders.find(([option]) => takes(option, value)) ?? [undefined, same]
    return encode(value)
  }
}

function takes(option: Schema, value: unknown): boolean {
  const result = option['~standard']?.validate(value)
  return isObject(result) && !('then' in result) && !('issues' in result && result.issues)
}
