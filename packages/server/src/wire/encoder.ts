import type { ColumnKind } from '@opensupports/core'

/** Converts a value of natural types to what 4.11's clients expect. */
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

const columns: Record<Exclude<ColumnKind, 'emptyList' | 'native'>, Encode> = {
  number: String,
  flag: (value) => (value ? '1' : '0'),
  mark: (value) => (value ? '1' : null),
  bit: (value) => (value ? 1 : 0),
  date: (value) => {
    const date = value as Date
    const day = `${date.getUTCFullYear()}${two(date.getUTCMonth() + 1)}${two(date.getUTCDate())}`
    return day + two(date.getUTCHours()) + two(date.getUTCMinutes())
  },
}

/**
 * Compiles the encoder of a schema, once. Marked columns become texts. Parts without marks pass through as they are,
 * and so do values of another shape, such as 4.11's `[]` in place of an object.
 */
export function encoderOf(schema: Schema): Encode {
  const { type, pipe, wrapped, item, entries } = schema
  if (pipe) {
    const [root, ...actions] = pipe
    const kind = actions.find(({ metadata }) => metadata?.column)?.metadata?.column
    if (kind === 'emptyList') {
      const inner = encoderOf(root)
      return (value) => (value === null ? [] : inner(value))
    }
    if (kind === 'native') return leftOut
    return kind ? present(columns[kind]) : encoderOf(root)
  }
  if (wrapped) return present(encoderOf(wrapped))
  if (item) return listEncoder(encoderOf(item))
  if (entries) return objectEncoder(entries)
  if (type === 'record') return recordEncoder(encoderOf(schema.value as Schema))
  if (type === 'union') return unionEncoder(schema.options as readonly Schema[])
  return same
}

const present = (inner: Encode): Encode =>
  inner === same ? same : (value) => (value === null || value === undefined ? value : inner(value))

const listEncoder = (inner: Encode): Encode =>
  inner === same ? same : (value) => (Array.isArray(value) ? value.map(inner) : value)

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function objectEncoder(entries: Readonly<Record<string, Schema>>): Encode {
  const encoders = Object.entries(entries)
    .map(([key, entry]) => [key, encoderOf(entry)] as const)
    .filter(([, encode]) => encode !== same)
  if (encoders.length === 0) return same
  return (value) => {
    if (!isObject(value)) return value
    const encoded: Record<string, unknown> = { ...value }
    for (const [key, encode] of encoders) if (encoded[key] !== undefined) encoded[key] = encode(encoded[key])
    return encoded
  }
}

function recordEncoder(inner: Encode): Encode {
  if (inner === same) return same
  return (value) =>
    isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inner(each)]))
      : value
}

/** Encodes by the first option that accepts the value. */
function unionEncoder(options: readonly Schema[]): Encode {
  const encoders = options.map((option) => [option, encoderOf(option)] as const)
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
