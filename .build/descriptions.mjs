// Reads the doc comments of the operations and their types in the sources of the core, for the OpenAPI document: what an
// editor shows and what the document says are the same words.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const core = fileURLToPath(new URL('../packages/core/src/', import.meta.url))

/** The folders that define operations and the types that these take and answer. */
const folders = ['operations', 'model', 'params']

const doc = String.raw`(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)`
const operation = new RegExp(
  String.raw`${doc}(?:export )?const \w+ = operation<\s*(\w+),\s*([^>]+?)\s*>\(\)\(\{\s*path: '([^']+)'`,
  'g',
)
const type = new RegExp(
  String.raw`${doc}?export interface (\w+)(?: extends ([\w, ]+))? \{\n([\s\S]*?)\n?\}\n`,
  'g',
)
const field =
  /(?: {2}\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)? {2}(?:readonly )?'?([\w-]+)'?\??: (.*(?:\n {4}.*)*)/g

const event = /(?: {2}\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)? {2}'([\w.]+)': (.*(?:\n {4}.*)*(?:\n {2}\})?)/g

/** Returns the words of a doc comment; paragraphs are separated by empty lines. */
const wordsOf = (comment = '') => {
  const lines = comment.split('\n').map((line) => line.replace(/^\s*\* ?/, '').trim())
  const paragraphs = lines
    .join('\n')
    .replaceAll(/\n(@\w+)/g, '\n\n$1')
    .split(/\n{2,}/)
  return paragraphs
    .map((paragraph) => paragraph.replaceAll('\n', ' ').trim())
    .filter((paragraph) => paragraph && !/^@(?:example|param|returns)\b/.test(paragraph))
    .join('\n\n')
}

const onOneLine = (type) =>
  type
    .replaceAll(/\(\s*\| /g, '(')
    .replaceAll(/\n\s*\|/g, ' |')
    .replaceAll(/\n\s*\)/g, ')')
    .replaceAll(/\{\n\s*/g, '{ ')
    .replaceAll(/\n\s*\}/g, ' }')
    .replaceAll(/\n\s*/g, '; ')
    .replaceAll('readonly ', '')

/** Returns the events of the catalogue by name. */
function readEvents() {
  const text = readFileSync(join(core, 'events/catalogue.ts'), 'utf8')
  const [, body] = /interface HelpdeskEvents \{\n([\s\S]*?)\n\}/.exec(text)
  const found = [...body.matchAll(event)].map(([, comment, name, type]) => [
    name,
    { doc: wordsOf(comment), type: onOneLine(type) },
  ])
  return Object.fromEntries(found)
}

/** Returns the descriptions of all events and operations, by name and path, and of the interfaces by name. */
export function readDescriptions() {
  const operations = {}
  const types = {}
  const files = folders.flatMap((folder) =>
    readdirSync(join(core, folder), { recursive: true }).map((name) => join(core, folder, name)),
  )
  for (const file of files.filter((name) => name.endsWith('.ts') && !/\.test(?:-support)?\.ts$/.test(name))) {
    const text = readFileSync(file, 'utf8')
    for (const [, comment, params, data, path] of text.matchAll(operation))
      operations[path] = { doc: wordsOf(comment), params, data }
    for (const [, comment, name, parents, body] of text.matchAll(type)) {
      const fields = {}
      for (const [, about, key, of] of body.matchAll(field)) fields[key] = { doc: wordsOf(about), type: of }
      types[name] = { doc: wordsOf(comment), parents: parents?.split(', ') ?? [], fields }
    }
  }
  return { operations, types, events: readEvents() }
}

/** What is put in the place of the sources of the core's room `openapi`. */
const generated = {
  'descriptions.ts': () => `export const descriptions = ${JSON.stringify(readDescriptions())}`,
  'examples.ts': () => `export const examples = ${readFileSync(join(core, 'openapi/examples.json'), 'utf8')}`,
}

/** Puts descriptions and examples into their places in the core; for rolldown and for vitest. */
export const descriptions = () => ({
  name: 'descriptions',
  transform: {
    filter: { id: /core[\\/]src[\\/]openapi[\\/](?:descriptions|examples)\.ts$/ },
    handler(_code, id) {
      const name = /core[\\/]src[\\/]openapi[\\/](\w+\.ts)$/.exec(id)?.[1]
      const make = generated[name]
      return make && { code: make(), map: null }
    },
  },
})
