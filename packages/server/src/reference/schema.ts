import { type Html, html } from '../html.js'
import type { Schema } from './document.js'
import { inline, joined } from './prose.js'

const code = (value: unknown): Html =>
  html`<code>${typeof value === 'string' ? value : JSON.stringify(value)}</code>`

const or = html` or `

/** Returns the name of the component that a reference names. */
export const referred = (reference: string): string => reference.split('/').at(-1) ?? ''

/** Returns a link to a type of the document. */
export const typeLink = (name: string): Html => html`<a href="#type-${name}">${name}</a>`

/** Returns the words for a schema, such as "text of 1 to 200 characters, or null". */
export function typeWords(schema: Schema): Html {
  const { $ref, enum: values, anyOf, items, prefixItems, type = [], format, pattern } = schema
  if ($ref !== undefined) return typeLink(referred($ref))
  if ('const' in schema) return code(schema.const)
  if (values) return joined(values.map(code), or)
  if (anyOf) return joined(anyOf.map(typeWords), or)
  if (prefixItems) return html`list: ${joined(prefixItems.map(typeWords), html`, `)}`
  if (items)
    return html`list of ${typeWords(items)}${limitWords(schema.minItems, schema.maxItems, 'entries')}`
  const types = joined(
    [type].flat().map((each) => html`${each}`),
    or,
  )
  const form = format ?? (pattern === undefined ? undefined : html`of the form ${code(pattern)}`)
  return html`${types}${form && html`, ${form}`}${limitWords(schema.minLength, schema.maxLength, 'characters')}${limitWords(
    schema.minimum,
    schema.maximum,
  )}`
}

function limitWords(least: number | undefined, most: number | undefined, unit = ''): Html {
  if (least === undefined && most === undefined) return html``
  const from = least === undefined ? 'at most ' : most === undefined ? `at least ${least}` : `${least} to `
  return html`, ${from}${most}${unit && ` ${unit}`}`
}

/** Returns the fields of an object, with those of the objects in it; empty for other schemas. */
export function fieldList(schema: Schema): Html {
  const inside = schema.items ?? schema
  const { properties, anyOf, required = [] } = inside
  if (anyOf) return joined(anyOf.map(fieldList))
  if (!properties || Object.keys(properties).length === 0) return html``
  const entries = Object.entries(properties)
  return html`<dl>
${entries.map(([name, each]) => fieldEntry(name, each, required.includes(name)))}
</dl>`
}

/** Returns the entry of a field in a list of fields. */
export const fieldEntry = (name: string, schema: Schema, isRequired: boolean): Html =>
  html`<dt><code>${name}</code> <span>${typeWords(schema)}${!isRequired && ', optional'}</span></dt>
<dd>${joined(inline(schema.description ?? ''))}${fieldList(schema)}</dd>`
