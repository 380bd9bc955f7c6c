import type { Wire } from '../call/index.js'
import type { ColumnKind } from '../model/index.js'
import type { DescribedType } from './descriptions.js'

/** A schema of JSON Schema 2020-12, the dialect of OpenAPI 3.1. */
export type JsonSchema = { readonly [keyword: string]: unknown }

/** The parts of a schema that are read here. The library has a type for each kind. */
export interface Inside {
  readonly type: string
  readonly kind?: string
  readonly entries?: Readonly<Record<string, Inside>>
  readonly item?: Inside
  readonly items?: readonly Inside[]
  readonly wrapped?: Inside
  /** The schema of a record's values. */
  readonly value?: Inside
  /** The options of a union, or the values of a picklist. */
  readonly options?: readonly unknown[]
  readonly literal?: unknown
  /** Returns the schema of a value, if that depends on the value. */
  readonly getter?: (value: unknown) => Inside
  /** What a validation compares with. */
  readonly requirement?: unknown
  readonly metadata?: { readonly jsonSchema?: JsonSchema; readonly column?: ColumnKind }
  readonly pipe?: readonly Inside[]
}

/** The wire to describe, the interfaces in the sources, and the components that were made of them so far. */
export interface Naming {
  readonly wire: Wire
  readonly types: Readonly<Record<string, DescribedType>>
  readonly components: Record<string, JsonSchema>
}

const plain: Readonly<Record<string, JsonSchema>> = {
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date-time' },
  null: { type: 'null' },
  number: { type: 'number' },
  string: { type: 'string' },
}

/** The schemas of column values on the wire of 4.11. */
const legacyColumns: Readonly<Record<Exclude<ColumnKind, 'emptyList' | 'native'>, JsonSchema>> = {
  number: { type: 'string', pattern: '^-?[0-9]+(?:\\.[0-9]+)?$' },
  flag: { enum: ['0', '1'] },
  mark: { enum: ['1', null] },
  bit: { enum: [0, 1] },
  date: { type: 'string', pattern: '^[0-9]{12}$', description: 'YYYYMMDDHHmm, in UTC.' },
}

/**
 * Returns the JSON Schema of a value in JSON: of what a schema accepts, or of what an answer has there. Spellings for
 * forms are left out.
 *
 * @param type the type in the sources, whose interfaces have names and descriptions
 * @throws for a schema that has no equivalent: give it `v.metadata({ jsonSchema })`
 */
export function jsonSchemaOf(schema: Inside, type: string, naming: Naming): JsonSchema {
  const { pipe, wrapped, entries, item, items, options = [], getter } = schema
  if (pipe) return piped(pipe, type, naming)
  if (getter) return jsonSchemaOf(getter(undefined), type, naming)
  if (wrapped) {
    const inner = jsonSchemaOf(wrapped, type, naming)
    return schema.type === 'optional' ? inner : orNull(inner)
  }
  if (item) return { type: 'array', items: jsonSchemaOf(item, type, naming) }
  if (items) {
    const prefixItems = items.map((each) => jsonSchemaOf(each, type, naming))
    return { type: 'array', prefixItems, minItems: items.length, maxItems: items.length }
  }
  if (entries) return objectSchema(entries, type, naming, schema.type === 'strict_object' ? {} : undefined)
  if (schema.type === 'union') return unionSchema(options as readonly Inside[], type, naming)
  if (schema.type === 'picklist') return { enum: options }
  if (schema.type === 'literal') return { const: schema.literal }
  if (schema.type === 'record' && schema.value)
    return { type: 'object', additionalProperties: jsonSchemaOf(schema.value, '', naming) }
  return plain[schema.type] ?? without(schema.type)
}

function without(type: string): never {
  throw new Error(`no JSON Schema is known for a schema of the kind ${type}`)
}

/** The keywords of validations, by whether they are of a list. */
const keywords: Readonly<Record<string, readonly [text: string, list: string]>> = {
  max_length: ['maxLength', 'maxItems'],
  max_value: ['maximum', 'maximum'],
  min_length: ['minLength', 'minItems'],
  min_value: ['minimum', 'minimum'],
}

const columnOf = ({ pipe = [] }: Inside): ColumnKind | undefined =>
  pipe.find(({ metadata }) => metadata?.column)?.metadata?.column

function piped(pipe: readonly Inside[], type: string, naming: Naming): JsonSchema {
  const column = naming.wire === '4.11' ? columnOf({ type: '', pipe }) : undefined
  if (column === 'emptyList') {
    const inner = jsonSchemaOf(pipe[0]?.wrapped ?? without('pipe'), type, naming)
    return { anyOf: [inner, { type: 'array', maxItems: 0 }] }
  }
  if (column && column !== 'native') return legacyColumns[column]
  const end = pipe.findIndex(({ kind }) => kind === 'transformation')
  // What follows a transformation sees other values than those that are sent.
  const before = end < 0 ? pipe : pipe.slice(0, end)
  const described = pipe.find(({ metadata }) => metadata?.jsonSchema)?.metadata?.jsonSchema
  const root = before.findLast(({ kind }) => kind === 'schema')
  const isWhole = described?.type !== undefined || described?.anyOf !== undefined
  if (isWhole || !root) return described ?? without('pipe')
  const result: Record<string, unknown> = { ...jsonSchemaOf(root, type, naming), ...described }
  for (const { type: action, requirement } of before) {
    const [ofText, ofList] = keywords[action] ?? []
    if (action === 'integer') result.type = 'integer'
    if (action === 'regex' && (requirement as RegExp).flags === '')
      result.pattern = (requirement as RegExp).source
    if (ofText && ofList) result[result.type === 'array' ? ofList : ofText] = requirement
  }
  return result
}

function orNull(schema: JsonSchema): JsonSchema {
  const { type, enum: values } = schema
  if (values) return { ...schema, enum: [...new Set([...(values as readonly unknown[]), null])] }
  return typeof type === 'string' ? { ...schema, type: [type, 'null'] } : { anyOf: [schema, plain.null] }
}

/** Leaves out the options that are spellings for forms: texts that become numbers, numbers for booleans. */
function unionSchema(options: readonly Inside[], type: string, naming: Naming): JsonSchema {
  if (options.some((option) => option.type === 'boolean'))
    return naming.wire === '4.11' ? { enum: [true, false, 0, 1] } : (plain.boolean as JsonSchema)
  const kept = options.filter(({ pipe = [] }) => !pipe.some(({ kind }) => kind === 'transformation'))
  const [only, ...more] = kept.map((option) => jsonSchemaOf(option, type, naming))
  return only && more.length === 0 ? only : { anyOf: [only, ...more] }
}

/** What lists and answers of 4.11 have in place of a ticket or an event with fewer or more fields. */
const legacyNames: Readonly<Record<string, string>> = {
  ListedTicket: 'Ticket',
  GetTicketAnswer: 'Ticket',
  GetTicketEvent: 'TicketEvent',
}

/** Returns the name of the first interface in a type. */
function interfaceIn(type: string, { types, wire }: Naming): string | undefined {
  const name = type.match(/\w+/g)?.find((word) => types[word])
  return wire === '4.11' && name !== undefined ? (legacyNames[name] ?? name) : name
}

/** Returns the fields of an interface with their doc comments, including inherited fields. */
export const fieldsOf = (name: string, naming: Naming): DescribedType['fields'] => {
  const { parents = [], fields = {} } = naming.types[name] ?? {}
  return Object.assign({}, ...parents.map((parent) => fieldsOf(parent, naming)), fields)
}

/** Returns whether a value may be missing. */
export const isOptional = ({ type, pipe: [root] = [] }: Inside): boolean =>
  type === 'optional' || (root !== undefined && root.type === 'optional')

/**
 * Returns an object, or a reference to it if it has a name.
 *
 * @param more further properties; with them, the object is closed to others
 */
export function objectSchema(
  entries: Readonly<Record<string, Inside>>,
  type: string,
  naming: Naming,
  more?: Readonly<Record<string, JsonSchema>>,
): JsonSchema {
  const name = interfaceIn(type, naming)
  const fields = name === undefined ? {} : fieldsOf(name, naming)
  const shown = Object.entries(entries).filter(
    ([, entry]) => naming.wire === 'native' || columnOf(entry) !== 'native',
  )
  const properties = shown.map(([key, entry]) => {
    const { doc = '', type: own = '' } = fields[key] ?? {}
    const made = jsonSchemaOf(entry, own, naming)
    return [key, doc ? { ...made, description: doc } : made]
  })
  const required = shown.filter(([, entry]) => !isOptional(entry)).map(([key]) => key)
  const description = (name !== undefined && naming.types[name]?.doc) || undefined
  const made: JsonSchema = {
    type: 'object',
    description,
    properties: Object.assign(Object.fromEntries(properties), more),
    required: required.length > 0 ? required : undefined,
    additionalProperties: more ? false : undefined,
  }
  if (name === undefined) return made
  naming.components[name] ??= made
  // Another operation may answer only some of the fields.
  const isSame = JSON.stringify(naming.components[name]) === JSON.stringify(made)
  return isSame ? { $ref: `#/components/schemas/${name}` } : made
}
