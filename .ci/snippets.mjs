// Finds the snippets in docs, in the READMEs and in those of the examples, and checks what needs no project: that each says
// how it is checked, that what it quotes is there, and that all links of docs lead somewhere. `.ci/packages.mjs` runs and
// compiles the others. By itself: `node .ci/snippets.mjs`.
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exampleReadmes, otherPages, parts, readmes, root, textOf } from '../.build/pages.mjs'

/** The pages whose snippets are checked. */
const pages = [...Object.values(parts).flat(), ...otherPages, ...readmes, ...exampleReadmes]

const languages = 'ts|tsx|js|json|html|css|yaml|ini|sql'

/** What a snippet may say after its fence, and what is done with it. */
const kinds = [
  { name: 'run', info: /^ts$/ },
  { name: 'compile', info: /^tsx? compile$/ },
  // A part of a program. It is compiled behind a file that declares what it takes from the rest.
  { name: 'part', info: /^ts with (\S+)$/ },
  // All of a file that another check runs.
  { name: 'whole', info: new RegExp(`^(?:${languages}) of (\\S+)$`) },
  // Lines of such a file, in their order.
  { name: 'quote', info: new RegExp(`^(?:${languages}) from (\\S+)$`) },
  // What a test reads from the page and runs.
  { name: 'tested', info: new RegExp(`^(?:${languages}) in (\\S+)$`) },
  { name: 'shell', info: /^sh$/ },
  { name: 'json', info: /^json$/ },
  // No code: output, pictures, what no program reads.
  { name: 'text', info: /^(?:text|mermaid)$/ },
]

function kindOf(info, path) {
  for (const { name, info: pattern } of kinds) {
    const match = pattern.exec(info)
    if (match) return { name, file: match[1] }
  }
  const allowed =
    'ts, ts compile, tsx compile, ts with <file>, <language> of <file>, <language> from <file>, <language> in <test>, sh, json, text, mermaid'
  throw new Error(`${path}: a snippet says \`\`\`${info}, which is none of: ${allowed}`)
}

/** Returns the snippets of a page. */
export function snippetsOf(path) {
  const found = []
  let open
  for (const line of textOf(path).split('\n')) {
    const [, info] = /^\s*```(.*)$/.exec(line) ?? []
    if (info === undefined) open?.lines.push(line)
    else if (open) {
      found.push({ path, info: open.info, code: `${open.lines.join('\n')}\n`, ...kindOf(open.info, path) })
      open = undefined
    } else open = { info: info.trim(), lines: [] }
  }
  if (open) throw new Error(`${path}: a snippet has no end`)
  return found
}

/** All snippets. */
export const allSnippets = () => pages.flatMap(snippetsOf)

const isThere = (file) => existsSync(join(root, file))

/** Fails unless the lines are in the file, in this order. Indentation and empty lines do not count. */
function checkQuote({ path, file, code }) {
  if (!isThere(file)) throw new Error(`${path} quotes ${file}, which does not exist`)
  const lines = textOf(file)
    .split('\n')
    .map((line) => line.trim())
  let from = 0
  for (const line of code.split('\n').map((each) => each.trim())) {
    if (line === '') continue
    const at = lines.indexOf(line, from)
    if (at < 0) throw new Error(`${path} quotes ${file}, which does not have this line there: ${line}`)
    from = at + 1
  }
}

const checks = {
  part({ path, file }) {
    if (!isThere(file)) throw new Error(`${path} has a snippet with ${file}, which does not exist`)
  },
  quote: checkQuote,
  whole({ path, file, code }) {
    if (!isThere(file)) throw new Error(`${path} shows ${file}, which does not exist`)
    if (textOf(file) !== code) throw new Error(`${path} shows another text than ${file} has`)
  },
  tested({ path, file }) {
    if (!isThere(file) || !textOf(file).includes(path))
      throw new Error(`${path} has a snippet for ${file}, which does not read that page`)
  },
  shell({ path, code }) {
    try {
      execFileSync('bash', ['-n'], { input: code, stdio: ['pipe', 'ignore', 'pipe'] })
    } catch (error) {
      throw new Error(`${path}: bash cannot read a snippet: ${error.stderr}`)
    }
  },
  json({ path, code }) {
    try {
      JSON.parse(code)
    } catch (error) {
      throw new Error(`${path}: a snippet is no JSON: ${error.message}`)
    }
  },
}

/** Fails if a relative link of a page of docs leads nowhere. */
function checkLinks(path) {
  const text = textOf(path).replaceAll(/^\s*```[\s\S]*?^\s*```$/gm, '')
  for (const [, target] of text.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)) {
    const file = relative(root, join(root, dirname(path), decodeURIComponent(target)))
    if (!isThere(file)) throw new Error(`${path} has a link to ${target}, which does not exist`)
  }
}

/** Each example of a host has a page that quotes it. */
function checkHosts(snippets) {
  const quoted = new Set(snippets.flatMap(({ file }) => file?.split('/')[2] ?? []))
  const hosts = readdirSync(join(root, 'examples/hosts')).filter((name) =>
    isThere(`examples/hosts/${name}/package.json`),
  )
  const missing = hosts.filter((name) => !quoted.has(name))
  if (missing.length > 0) throw new Error(`no page quotes the examples ${missing.join(', ')}`)
}

/** Checks everything that needs no project. Returns the number of snippets. */
export function checkSnippets() {
  const snippets = allSnippets()
  for (const snippet of snippets) checks[snippet.name]?.(snippet)
  for (const path of pages) checkLinks(path)
  checkHosts(snippets)
  return snippets.length
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(`${checkSnippets()} snippets say how they are checked`)
