// Lists the pages of the documentation, from the tree: for docs/llms.txt, and for the check of their snippets.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { published } from './pack.mjs'

export const root = fileURLToPath(new URL('..', import.meta.url))

const foldersIn = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .map(({ name }) => `${folder}/${name}`)
    .sort()

const readmesIn = (folder) =>
  foldersIn(folder)
    .map((each) => `${each}/README.md`)
    .filter((path) => existsSync(join(root, path)))

const pagesIn = (folder) =>
  readdirSync(join(root, folder), { recursive: true })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .sort()

/** The pages below docs, by their folders, in the order in which a newcomer reads them. */
export const parts = {
  Tutorial: pagesIn('docs/tutorial'),
  'How to': pagesIn('docs/how-to'),
  Operations: pagesIn('docs/operations'),
  Reference: pagesIn('docs/reference'),
  Explanation: pagesIn('docs/explanation'),
}

const inParts = new Set(Object.values(parts).flat())
export const otherPages = pagesIn('docs').filter((path) => !inParts.has(path))

export const readmes = ['README.md', ...published.map((name) => `packages/${name}/README.md`)]

export const exampleReadmes = [...readmesIn('examples'), ...readmesIn('examples/hosts')]

export const textOf = (path) => readFileSync(join(root, path), 'utf8')

/** Returns the heading of a page, and the first sentence of its text. */
export function summaryOf(path) {
  const blocks = textOf(path)
    .replaceAll(/^[ \t]*```[\s\S]*?^[ \t]*```$/gm, '')
    .split(/\n{2,}/)
    .map((block) => block.trim())
  const title = blocks.find((block) => block.startsWith('# '))?.slice(2)
  const first = blocks.find((block) => /^[`a-z[*]/i.test(block))
  if (!title || !first) throw new Error(`${path} needs a heading, and a sentence that says what it is about`)
  const plain = first.replaceAll('\n', ' ').replaceAll(/!?\[((?:`[^`]*`|[^\]`])*)\]\([^)]*\)/g, '$1')
  return { title, sentence: (/^.*?[.!](?=\s|$)/.exec(plain)?.[0] ?? plain).replace(/[.:]$/, '') }
}
