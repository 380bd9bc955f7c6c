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

/** Returns the descriptions of all operations by path, and of the interfaces by name. */
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
  return { operations, types }
}

/** Puts the descriptions into their place in the core; for rolldown and for vitest. */
export const descriptions = () => ({
  name: 'descriptions',
  transform: {
    filter: { id: /core[\\/]src[\\/]openapi[\\/]descriptions\.ts$/ },
    handler(_code, id) {
      if (!/core[\\/]src[\\/]openapi[\\/]descriptions\.ts$/.test(id)) return undefined
      return { code: `export const descriptions = ${JSON.stringify(readDescriptions())}`, map: null }
    },
  },
})
