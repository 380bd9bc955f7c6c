import { type Html, html } from '../html.js'
import type { Content, Operation, Schema } from './document.js'
import { inline, joined, prose } from './prose.js'
import { fieldEntry, fieldList, referred, typeWords } from './schema.js'

/** The schemas of a document by name. */
export type Types = Readonly<Record<string, Schema>>

/** Returns the entry of an operation, closed. */
export function operationEntry(path: string, method: string, operation: Operation, types: Types): Html {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation
  const fields = parameters.map(({ name, schema, required, ...parameter }) =>
    fieldEntry(
      name,
      { ...schema, description: `In the ${parameter.in}. ${parameter.description ?? ''}` },
      required === true,
    ),
  )
  return html`<details id="${operationId}">
<summary><code>${method.toUpperCase()} ${path}</code> <span>${joined(inline(summary))}</span></summary>
<div>
${prose(description)}
<p class="soft">Its method is <code>${operationId}</code>. <a href="#${operationId}">Link to it</a></p>
${
  fields.length > 0 &&
  html`<h3>Parameters</h3>
<dl>
${fields}
</dl>`
}
${
  requestBody &&
  html`<h3>Body</h3>
${prose(requestBody.description)}
${contents(requestBody.content, types)}`
}
<h3>Answer</h3>
${contents(responses[200]?.content ?? {}, types)}
<h3>Refusals</h3>
<dl>
${Object.entries(responses).flatMap(([status, { description: codes = '' }]) => refusals(status, codes))}
</dl>
</div>
</details>`
}

const contents = (content: Content, types: Types): Html[] =>
  Object.entries(content).map(
    ([mediaType, { schema, example }]) => html`<p><code>${mediaType}</code>: ${typeWords(dataOf(schema))}</p>
${fieldList(resolved(dataOf(schema), types))}
${example !== undefined && html`<pre>${JSON.stringify(example, null, 2)}</pre>`}`,
  )

/** Returns the schema of the data in an envelope; other schemas as they are. */
const dataOf = (schema: Schema): Schema => {
  const { status, data } = schema.properties ?? {}
  return data && status?.const === 'success' ? data : schema
}

const resolved = (schema: Schema, types: Types): Schema =>
  schema.$ref === undefined ? schema : (types[referred(schema.$ref)] ?? {})

/** Returns the codes of a status. Their meanings stand in the list of all codes. */
function refusals(status: string, description: string): Html[] {
  const codes = codesIn(description)
  if (codes.length === 0) return []
  const links = codes.map(([code]) => html`<a href="#${code}"><code>${code}</code></a>`)
  return [html`<dt>${status}</dt><dd>${joined(links, html`, `)}</dd>`]
}

/** Returns the codes in a list of codes with their meanings. */
export const codesIn = (description: string): (readonly [code: string, meaning: string])[] =>
  description
    .split('\n')
    .map((line) => /^- `(\w+)`: (.*)$/.exec(line))
    .flatMap((match) => (match?.[1] && match[2] ? [[match[1], match[2]] as const] : []))
