import * as v from 'valibot'
import { type ErrorCode, fail, OpenSupportsError } from '../errors.js'
import type { Schema } from '../model/index.js'
import type { RowLock, Stores } from '../storage/index.js'
import { schemaInside } from './schemas.js'

/** What a caller passes: an object of an in-process call, or the decoded fields of a request. */
export type Fields = Readonly<Record<string, unknown>>

/**
 * One parameter of an operation. Takes the natural value (`number`, `boolean`, `string[]`, `File`) or its spelling in a
 * form ("12", "1", "[1,2]"); anything else fails with the parameter's own code.
 */
export interface Parameter<In, Out> {
  /** Its name on the wire. Default: its key. */
  readonly field?: string
  /** What a caller writes in TypeScript; also the source of documents about the API. */
  readonly schema: Schema<In, unknown>
  /** The code that refuses a bad value. */
  readonly code: ErrorCode | undefined
  /** Whether a file goes in: the field with the parameter's own name, and those that `hasField` knows. */
  readonly upload?: boolean
  /** Whether forms send a field of this other name for it, too. */
  readonly hasField?: (field: string) => boolean
  /** Puts a value together that forms send in several fields. */
  readonly gather?: ((fields: Fields, name: string) => unknown) | undefined
  /** Of a parameter that looks something up: returns what it is named by, such as an id. */
  readonly readKey?: (value: unknown, stores: Stores) => unknown
  /** Whether `read` looks anything up in the storage: such a value is read again inside a transaction. */
  readonly looksUp?: boolean
  /** Returns what a write locks before it reads this value again. */
  locks?(value: Out): readonly RowLock[]
  /** The value that the operation gets; may look things up in the storage. */
  read(value: unknown, stores: Stores): Out | Promise<Out>
}

/** A parameter whose value has another name than its field on the wire: `ticket` for `ticketNumber`. */
export interface NamedParameter<Field extends string, In, Out> extends Parameter<In, Out> {
  readonly field: Field
}

export type Parameters = Readonly<Record<string, Parameter<unknown, unknown>>>

type InputOf<P> = P extends Parameter<infer In, unknown> ? In : never
type OutputOf<P> = P extends Parameter<unknown, infer Out> ? Out : never
type Flat<T> = { [K in keyof T]: T[K] }
type FieldOf<P extends Parameters, K extends keyof P> = P[K] extends {
  readonly field: infer Field extends string
}
  ? Field
  : K

/** What callers pass for a set of parameters; nothing for none. */
export type Input<P extends Parameters> = [keyof P] extends [never] ? Record<string, never> : InputOfSome<P>

type InputOfSome<P extends Parameters> = Flat<
  {
    [K in keyof P as undefined extends InputOf<P[K]> ? never : FieldOf<P, K>]: InputOf<P[K]>
  } & {
    [K in keyof P as undefined extends InputOf<P[K]> ? FieldOf<P, K> : never]?: InputOf<P[K]>
  }
>

/** What an operation gets for a set of parameters. */
export type Output<P extends Parameters> = {
  readonly [K in keyof P]: OutputOf<P[K]>
}

/** A parameter whose values the schema knows. */
export function parameter<In, Out>(code: ErrorCode, schema: Schema<In, Out>): Parameter<In, Out> {
  const inside = schemaInside(schema)
  return {
    schema,
    code,
    read(value) {
      const result = v.safeParse(inside, value, { abortEarly: true })
      return result.success ? result.output : fail(code)
    },
  }
}

/** A parameter whose value has another name than its field. */
export const named = <Field extends string, In, Out>(
  field: Field,
  inner: Parameter<In, Out>,
): NamedParameter<Field, In, Out> => ({ ...inner, field })

/** A parameter that may be left out. */
export function optional<Field extends string, In, Out>(
  inner: NamedParameter<Field, In, Out>,
): NamedParameter<Field, In | undefined, Out | undefined>
export function optional<In, Out>(inner: Parameter<In, Out>): Parameter<In | undefined, Out | undefined>
export function optional<Field extends string, In, Out>(
  inner: NamedParameter<Field, In, Out>,
  otherwise: Out,
): NamedParameter<Field, In | undefined, Out>
export function optional<In, Out>(inner: Parameter<In, Out>, otherwise: Out): Parameter<In | undefined, Out>
export function optional<In, Out>(inner: Parameter<In, Out>, otherwise?: Out): unknown {
  return {
    ...inner,
    schema: v.optional(schemaInside(inner.schema)),
    read: (value: unknown, stores: Stores) => (value === undefined ? otherwise : inner.read(value, stores)),
  }
}

/** A parameter that counts as left out when it is one of these texts, as forms send them for fields not filled in. */
export function unless<Field extends string, In, Out>(
  texts: readonly string[],
  inner: NamedParameter<Field, In, Out>,
): NamedParameter<Field, In | undefined, Out | undefined>
export function unless<In, Out>(
  texts: readonly string[],
  inner: Parameter<In, Out>,
): Parameter<In | undefined, Out | undefined>
export function unless<In, Out>(texts: readonly string[], inner: Parameter<In, Out>): unknown {
  const leftOut: Parameter<In | undefined, Out | undefined> = optional(inner)
  return {
    ...leftOut,
    read: (value: unknown, stores: Stores) =>
      leftOut.read(typeof value === 'string' && texts.includes(value) ? undefined : value, stores),
  }
}

/** A parameter whose value is needed as it was sent, too. */
export function echoed<In, Out>(
  inner: Parameter<In, Out>,
): Parameter<In, { readonly value: Out; readonly sent: unknown }> {
  const { locks, ...rest } = inner
  return {
    ...rest,
    ...(locks ? { locks: ({ value }: { readonly value: Out }) => locks(value) } : {}),
    read: async (sent, stores) => ({ value: await inner.read(sent, stores), sent }),
  }
}

/** A parameter that 4.11 takes and nothing here needs: any value will do. */
export const ignored = (): Parameter<string | undefined, undefined> => ({
  schema: v.optional(v.string()),
  code: undefined,
  read: () => undefined,
})

/**
 * A parameter that names a thing in the storage: the operation gets the thing.
 *
 * @param locks what a write locks before it reads the thing again
 */
export function found<In, Key, Thing>(
  code: ErrorCode,
  inner: Parameter<In, Key>,
  find: (stores: Stores, key: Key) => Promise<Thing | undefined>,
  locks?: (thing: Thing) => readonly RowLock[],
): Parameter<In, Thing> {
  const { locks: _, ...rest } = inner
  return {
    ...rest,
    ...(locks ? { locks } : {}),
    code,
    looksUp: true,
    readKey: inner.readKey ?? ((value, stores) => inner.read(value, stores)),
    async read(value, stores) {
      const key = await inner.read(value, stores)
      return (await find(stores, key)) ?? fail(code)
    },
  }
}

/** A parameter whose row the operation changes or deletes: others wait to read it for a decision. */
export function changed<Field extends string, In, Out>(
  inner: NamedParameter<Field, In, Out>,
): NamedParameter<Field, In, Out> {
  const { locks } = inner
  if (!locks) throw new Error(`the parameter ${inner.field} names no row that could be changed`)
  return {
    ...inner,
    locks: (value) => locks(value).map((lock) => ({ ...lock, mode: 'update' })),
  }
}

/** Returns what a write locks for the values of its parameters. */
export const parameterLocks = (
  parameters: Parameters,
  values: Readonly<Record<string, unknown>>,
): RowLock[] =>
  Object.entries(parameters).flatMap(([key, { locks }]) =>
    locks && values[key] !== undefined ? locks(values[key]) : [],
  )

/** What is needed of parameters to tell their fields. */
type Named = Readonly<Record<string, Pick<Parameter<unknown, unknown>, 'field' | 'hasField' | 'upload'>>>

/** Returns the name on the wire of the parameter with this key. */
export const fieldNameOf = (parameters: Named, key: string): string => parameters[key]?.field ?? key

/** Whether a field belongs to a parameter. */
export const belongsTo = (parameters: Named, field: string): boolean =>
  Object.entries(parameters).some(([key, each]) => (each.field ?? key) === field || each.hasField?.(field))

/** Whether a field is a file that a parameter takes. */
export const isUploadField = (parameters: Named, field: string): boolean =>
  Object.entries(parameters).some(
    ([key, { upload, hasField, field: name = key }]) =>
      upload === true && (hasField ? hasField(field) : name === field),
  )

/** @throws UNKNOWN_FIELD, with its name, when a field belongs to no parameter */
export function refuseUnknownFields(parameters: Parameters, fields: Fields): void {
  for (const field of Object.keys(fields)) {
    if (!belongsTo(parameters, field))
      throw new OpenSupportsError('UNKNOWN_FIELD', { field: shortened(field) })
  }
}

/** Whatever a caller wrote, a name that is told back is no longer than this. */
const longestName = 100

const shortened = (name: string) => name.toWellFormed().slice(0, longestName)

/** Reads all parameters in the order of their definition; the first bad one answers, by its name. */
export async function readParameters<P extends Parameters>(
  parameters: P,
  fields: Fields,
  stores: Stores,
): Promise<Output<P>> {
  const output: Record<string, unknown> = {}
  for (const [key, definition] of Object.entries(parameters)) {
    output[key] = await readParameter(definition.field ?? key, definition, fields, stores)
  }
  return output as Output<P>
}

/**
 * Returns the values of parameters by their names on the wire, in natural types. What a parameter looks up is named by
 * its id or number.
 */
export async function wireValues<P extends Parameters>(
  parameters: P,
  fields: Fields,
  read: Output<P>,
  stores: Stores,
): Promise<Readonly<Record<string, unknown>>> {
  const values: Record<string, unknown> = {}
  for (const [key, { field = key, readKey }] of Object.entries(parameters)) {
    const isNamed = readKey !== undefined && read[key] !== undefined
    values[field] = isNamed ? await readKey(fields[field], stores) : read[key]
  }
  return values
}

/** Looks up again what the parameters name; the other values stay as they were read. */
export async function readAgain<P extends Parameters>(
  parameters: P,
  fields: Fields,
  first: Output<P>,
  stores: Stores,
): Promise<Output<P>> {
  const output: Record<string, unknown> = { ...first }
  for (const [key, definition] of Object.entries(parameters)) {
    if (definition.looksUp)
      output[key] = await readParameter(definition.field ?? key, definition, fields, stores)
  }
  return output as Output<P>
}

async function readParameter(
  name: string,
  definition: Parameter<unknown, unknown>,
  fields: Fields,
  stores: Stores,
): Promise<unknown> {
  const own = Object.hasOwn(fields, name) ? fields[name] : undefined
  const value = definition.gather ? definition.gather(fields, name) : own
  try {
    return await definition.read(value ?? undefined, stores)
  } catch (error) {
    throw error instanceof OpenSupportsError ? error.inField(name) : error
  }
}
