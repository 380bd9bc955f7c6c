import * as v from 'valibot'
import { type ErrorCode, fail, OpenSupportsError } from '../errors.js'
import type { Schema } from '../model/index.js'
import type { AccountRef, RowLock, Stores } from '../storage/index.js'
import { schemaInside } from './schemas.js'

/** The fields that a caller passes: an object of an in-process call, or the decoded fields of a request. */
export type Fields = Readonly<Record<string, unknown>>

/**
 * One parameter of an operation. Accepts the native value (`number`, `boolean`, `string[]`, `File`) or its form
 * spelling ("12", "1", "[1,2]"). Anything else fails with the parameter's own code.
 */
export interface Parameter<In, Out> {
  /** Its name on the wire. Default: its key. */
  readonly field?: string
  /** The type that TypeScript callers pass; API documents are generated from it, too. */
  readonly schema: Schema<In, unknown>
  /** The error code of an invalid value. */
  readonly code: ErrorCode | undefined
  /** Whether it accepts files: in the field with its own name, and in those that `hasField` matches. */
  readonly upload?: boolean
  /** Whether forms send a field with this other name for it, too. */
  readonly hasField?: (field: string) => boolean
  /** The same as a regular expression, for API documents. */
  readonly otherFields?: string
  /** Combines a value that forms send in several fields. */
  readonly gather?: ((fields: Fields, name: string) => unknown) | undefined
  /** Returns the key of a parameter that looks something up, such as an id. */
  readonly readKey?: (value: unknown, stores: Stores) => unknown
  /** Whether `read` looks the value up in the storage; such a value is read again inside a transaction. */
  readonly looksUp?: boolean
  /** Returns the locks that a write takes before it reads this value again. */
  locks?(value: Out): readonly RowLock[]
  /** Returns the author of the ticket that the value belongs to. */
  authorOf?(value: Out): AccountRef | null
  /** Returns the department that the value belongs to or is. */
  departmentOf?(value: Out): number | null
  /** Returns the value that the operation gets; may read the storage. */
  read(value: unknown, stores: Stores): Out | Promise<Out>
}

/** A parameter whose value has a different name than its field on the wire: `ticket` for `ticketNumber`. */
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

/** What callers pass for a set of parameters; nothing if it is empty. */
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

/** Defines a parameter by a schema of its values. */
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

/** Gives a parameter a field name that differs from the name of its value. */
export const named = <Field extends string, In, Out>(
  field: Field,
  inner: Parameter<In, Out>,
): NamedParameter<Field, In, Out> => ({ ...inner, field })

/** Makes a parameter optional. */
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

/** Makes a parameter count as missing when it has one of these texts, which forms send for empty fields. */
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

/** Adds the original value of a parameter to its parsed one. */
export function echoed<In, Out>(
  inner: Parameter<In, Out>,
): Parameter<In, { readonly value: Out; readonly sent: unknown }> {
  const { locks, authorOf, departmentOf, ...rest } = inner
  return {
    ...rest,
    ...(authorOf ? { authorOf: ({ value }: { readonly value: Out }) => authorOf(value) } : {}),
    ...(departmentOf ? { departmentOf: ({ value }: { readonly value: Out }) => departmentOf(value) } : {}),
    ...(locks ? { locks: ({ value }: { readonly value: Out }) => locks(value) } : {}),
    read: async (sent, stores) => ({ value: await inner.read(sent, stores), sent }),
  }
}

/** A parameter of 4.11 that is ignored here; any value is valid. */
export const ignored = (): Parameter<string | undefined, undefined> => ({
  schema: v.optional(v.string()),
  code: undefined,
  read: () => undefined,
})

/**
 * A parameter that looks up a row: the operation gets the row.
 *
 * @param locks returns the locks that a write takes before it reads the row again
 */
export function found<In, Key, Thing>(
  code: ErrorCode,
  inner: Parameter<In, Key>,
  find: (stores: Stores, key: Key) => Promise<Thing | undefined>,
  locks?: (thing: Thing) => readonly RowLock[],
): Parameter<In, Thing> {
  const { locks: _, authorOf: __, departmentOf: ___, ...rest } = inner
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

/**
 * Marks the parameter's row as one that the operation changes or deletes: it is locked for update instead of shared.
 */
export function changed<Field extends string, In, Out>(
  inner: NamedParameter<Field, In, Out>,
): NamedParameter<Field, In, Out> {
  const { locks } = inner
  if (!locks) throw new Error(`the parameter ${inner.field} names no row to change`)
  return {
    ...inner,
    locks: (value) => locks(value).map((lock) => ({ ...lock, mode: 'update' })),
  }
}

type Methods<Name extends keyof Parameter<unknown, unknown>> = readonly (readonly [
  key: string,
  method: NonNullable<Parameter<unknown, unknown>[Name]>,
])[]

/** Returns a function that finds the parameters with a method. It looks through those of an operation once. */
function withMethod<Name extends 'locks' | 'authorOf' | 'departmentOf'>(
  name: Name,
): (parameters: Parameters) => Methods<Name> {
  const found = new WeakMap<Parameters, Methods<Name>>()
  return (parameters) => {
    let some = found.get(parameters)
    if (!some) {
      some = Object.entries(parameters).flatMap(([key, { [name]: method }]) =>
        method ? [[key, method] as const] : [],
      )
      found.set(parameters, some)
    }
    return some
  }
}

const withLocks = withMethod('locks')
const withAuthors = withMethod('authorOf')
const withDepartments = withMethod('departmentOf')

/** Returns the locks that a write takes for the values of its parameters. */
export const parameterLocks = (
  parameters: Parameters,
  values: Readonly<Record<string, unknown>>,
): RowLock[] =>
  withLocks(parameters).flatMap(([key, locks]) => (values[key] === undefined ? [] : locks(values[key])))

/** Returns the authors of the tickets that the values belong to. */
export const ticketAuthors = (
  parameters: Parameters,
  values: Readonly<Record<string, unknown>>,
): AccountRef[] =>
  withAuthors(parameters).flatMap(([key, authorOf]) =>
    values[key] === undefined ? [] : (authorOf(values[key]) ?? []),
  )

/** Returns the departments that the values are or belong to; null for tickets whose department is gone. */
export const namedDepartments = (
  parameters: Parameters,
  values: Readonly<Record<string, unknown>>,
): (number | null)[] =>
  withDepartments(parameters).flatMap(([key, departmentOf]) =>
    values[key] === undefined ? [] : [departmentOf(values[key])],
  )

/** The part of a parameter that identifies its fields. */
type Named = Readonly<Record<string, Pick<Parameter<unknown, unknown>, 'field' | 'hasField' | 'upload'>>>

/** Returns the wire name of the parameter with this key. */
export const fieldNameOf = (parameters: Named, key: string): string => parameters[key]?.field ?? key

/** Returns whether a field belongs to a parameter. */
export const belongsTo = (parameters: Named, field: string): boolean =>
  Object.entries(parameters).some(([key, each]) => (each.field ?? key) === field || each.hasField?.(field))

/** Returns whether a field is a file that a parameter accepts. */
export const isUploadField = (parameters: Named, field: string): boolean =>
  Object.entries(parameters).some(
    ([key, { upload, hasField, field: name = key }]) =>
      upload === true && (hasField ? hasField(field) : name === field),
  )

/** @throws UNKNOWN_FIELD, with the field's name, if a field belongs to no parameter */
export function refuseUnknownFields(parameters: Parameters, fields: Fields): void {
  for (const field of Object.keys(fields)) {
    if (!belongsTo(parameters, field))
      throw new OpenSupportsError('UNKNOWN_FIELD', { field: shortened(field) })
  }
}

/** Error messages truncate unknown field names to this length. */
const longestName = 100

const shortened = (name: string) => name.toWellFormed().slice(0, longestName)

/** Reads all parameters in the order of their definition. Throws for the first invalid one, with its name. */
export async function readParameters<P extends Parameters>(
  parameters: P,
  fields: Fields,
  stores: Stores,
): Promise<Output<P>> {
  const output: Record<string, unknown> = {}
  for (const [key, definition] of Object.entries(parameters)) {
    const value = readParameter(definition.field ?? key, definition, fields, stores)
    // Awaiting a value that is there already would cost more than reading it.
    output[key] = value instanceof Promise ? await value : value
  }
  return output as Output<P>
}

/** Reads the parameters that are given, and leaves the others out. */
export async function readGiven<P extends Parameters>(
  parameters: P,
  fields: Fields,
  stores: Stores,
): Promise<Partial<Output<P>>> {
  const output: Record<string, unknown> = {}
  for (const [key, definition] of Object.entries(parameters)) {
    const name = definition.field ?? key
    const isGiven = Object.keys(fields).some((field) => field === name || definition.hasField?.(field))
    if (isGiven) output[key] = await readParameter(name, definition, fields, stores)
  }
  return output as Partial<Output<P>>
}

/**
 * Returns the values of parameters by their wire names, in native types. Looked-up values are represented by their id
 * or number.
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

/** Looks up the rows that the parameters name again; other values stay as they were read. */
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

/** Returns the value of a parameter, or a promise of it if the storage is asked. Errors name the field. */
function readParameter(
  name: string,
  definition: Parameter<unknown, unknown>,
  fields: Fields,
  stores: Stores,
): unknown {
  const own = Object.hasOwn(fields, name) ? fields[name] : undefined
  const value = definition.gather ? definition.gather(fields, name) : own
  const refuse = (error: unknown): never => {
    throw error instanceof OpenSupportsError ? error.inField(name) : error
  }
  try {
    const read = definition.read(value ?? undefined, stores)
    return read instanceof Promise ? read.catch(refuse) : read
  } catch (error) {
    return refuse(error)
  }
}
