import { createHash } from 'node:crypto'
import { cleaned, type Html, html } from '../html.js'
import type { Document, Schema } from './document.js'
import { codesIn, operationEntry } from './operation.js'
import { inline, joined, prose } from './prose.js'
import { fieldList, typeWords } from './schema.js'
import { script } from './script.js'
import { style } from './style.js'

const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** What a browser may load for the page: its own stylesheet and script, and nothing else. */
export const referencePolicy = [
  "default-src 'none'",
  `style-src ${hash(style)}`,
  `script-src ${hash(script)}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Returns the page that shows an OpenAPI document. It loads nothing. */
export function referencePage({ info, servers, tags, paths, components }: Document): string {
  const { schemas, responses } = components
  const { ErrorCode, ...types } = schemas
  const title = `${info.title} API`
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${cleaned(`<style>${style}</style>`)}
</head>
<body>
<header>
<h1>${title}</h1>
${prose(info.description)}
<p>Paths begin with <code>${servers[0]?.url}</code>. The same as <a href="openapi.json">OpenAPI 3.1</a>, and
the <a href="openapi-4.11.json">forms of OpenSupports 4.11</a>.</p>
<nav aria-label="Groups">
${[...tags.map(({ name }) => name), 'types', 'codes'].map((name) => html`<a href="#${name}">${name}</a>`)}
</nav>
</header>
<main>
<div hidden><label>Search <input type="search" autocomplete="off" spellcheck="false"></label><p role="status"></p></div>
${tags.map(
  ({ name, description }) => html`<section>
<h2 id="${name}">${name}</h2>
${prose(description)}
${operations
  .filter(({ operation }) => operation.tags.includes(name))
  .map(({ path, method, operation }) => operationEntry(path, method, operation, types))}
</section>`,
)}
<section>
<h2 id="types">types</h2>
${Object.entries(types).map(([name, schema]) => typeEntry(name, schema))}
</section>
<section>
<h2 id="codes">codes</h2>
<details><summary>Codes that any call may be refused with</summary>
<div>${codesIn(responses.Refused.description).map(([code]) => html`<a href="#${code}"><code>${code}</code></a>`)}</div>
</details>
<details id="type-ErrorCode"><summary>All codes</summary>
<div><dl>
${(ErrorCode?.oneOf ?? []).map(
  ({ const: code, description }) => html`<dt id="${String(code)}"><code>${String(code)}</code></dt>
<dd>${joined(inline(description ?? ''))}</dd>`,
)}
</dl></div>
</details>
</section>
</main>
${cleaned(`<script>${script}</script>`)}
</body>
</html>
`.markup
}

const typeEntry = (name: string, schema: Schema): Html => html`<details id="type-${name}">
<summary><code>${name}</code></summary>
<div>${prose(schema.description)}
<p>${typeWords(schema)}</p>
${fieldList(schema)}</div>
</details>`
