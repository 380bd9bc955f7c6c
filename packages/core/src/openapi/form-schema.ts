import { type Inside, type JsonSchema, jsonSchemaOf, type Naming } from './json-schema.js'

/** Returns the JSON Schema of the text that a form sends for a parameter. */
export function formSchemaOf(schema: Inside, type: string, naming: Naming): JsonSchema {
  const json = jsonIn(schema)
  if (!json) return textOf(jsonSchemaOf(schema, type, naming))
  return {
    type: 'string',
    contentMediaType: 'application/json',
    contentSchema: jsonSchemaOf(json, type, naming),
  }
}

/** Returns the schema of the JSON in the text of a parameter that is a list or an object. */
function jsonIn({ wrapped, pipe: [root] = [], getter }: Inside): Inside | undefined {
  const inner = wrapped ?? root
  return inner ? jsonIn(inner) : getter?.('')
}

/** Returns the schema of a value as text. If a parameter takes several types, forms send the text. */
function textOf(schema: JsonSchema): JsonSchema {
  const { type, enum: values, const: value, anyOf } = schema
  if (anyOf) {
    const options = anyOf as readonly JsonSchema[]
    return options.find((option) => option.type === 'string') ?? { anyOf: options.map(textOf) }
  }
  if (type === 'boolean' || (values as readonly unknown[] | undefined)?.includes(true))
    return { enum: ['1', '0'] }
  if (values) return { enum: (values as readonly unknown[]).map(String) }
  if (value !== undefined) return { const: String(value) }
  if (type === 'integer') return { type: 'string', pattern: '^[0-9]{1,16}$' }
  if (type === 'number') return { type: 'string', pattern: '^-?[0-9]+(?:\\.[0-9]+)?$' }
  return schema
}
