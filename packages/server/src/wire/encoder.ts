import type { ColumnKind } from '@opensupports/core'

/** Turns a value of natural types into what 4.11's clients expect. */
export type Encode = (value: unknown) => unknown

/** As much of a schema as the encoder looks at. */
interface Schema {
  readonly type: string
  readonly entries?: Readonly<Record<string, Schema>>
  readonly item?: Schema
  readonly wrapped?: Schema
  readonly pipe?: readonly [
    Schema,
    ...{ readonly type: string; readonly metadata?: { readonly column?: ColumnKind } }[],
  ]
}

const same: Encode = (value) => value
const two = (part: number) => (part < 10 ? `0${part}` : String(part))

const columns: Record<Exclude<ColumnKind, 'emptyList'>, Encode> = {
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
 * Compiles the encoder of a schema, once: marked columns become texts, everything else stays. Parts in which nothing
 * is marked are passed through as they are.
 */
export function encoderOf(schema: Schema): Encode {
  if (schema.pipe) {
    const [root, ...actions] = schema.pipe
    const kind = actions.find(({ metadata }) => metadata?.column)?.metadata?.column
    if (kind === 'emptyList') {
      const inner = encoderOf(root)
      return (value) => (value === null ? [] : inner(value))
    }
    return kind ? columns[kind] : encoderOf(root)
  }
  if (schema.wrapped) {
    const inner = encoderOf(schema.wrapped)
    return inner === same ? same : (value) => (value === null || value === undefined ? value : inner(value))
  }
  if (schema.item) {
    const inner = encoderOf(schema.item)
    return inner === same ? same : (value) => (value as unknown[]).map(inner)
  }
  return schema.entries ? objectEncoder(schema.entries) : same
}

function objectEncoder(entries: Readonly<Record<string, Schema>>): Encode {
  const encoders = Object.entries(entries)
    .map(([key, entry]) => [key, encoderOf(entry)] as const)
    .filter(([, encode]) => encode !== same)
  if (encoders.length === 0) return same
  return (value) => {
    // What a legacy answer has instead of an object stays as it is.
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
    const encoded: Record<string, unknown> = { ...value }
    for (const [key, encode] of encoders) if (encoded[key] !== undefined) encoded[key] = encode(encoded[key])
    return encoded
  }
}
