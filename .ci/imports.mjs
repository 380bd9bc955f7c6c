// Checks, in a project with the packed packages, what their imports load. It counts files, because opening them is what
// an import costs, and names libraries, because those that few calls need must wait for these calls.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const hook = fileURLToPath(new URL('loaded-files.mjs', import.meta.url))

const core = ['@opensupports/core', 'valibot', 'ipaddr.js']
// No driver: those load when a database is opened.
const kysely = [...core, '@opensupports/kysely', 'kysely']
const files = [...core, '@opensupports/files', 'aws4fetch']
const client = ['@opensupports/client']
// They contain all that they load.
const web = ['@opensupports/web']
const server = [...core, '@opensupports/server']
const mail = [...core, '@opensupports/mail']

/** The packages that each entry may load. */
const packagesOf = {
  '@opensupports/core': core,
  '@opensupports/core/testing': core,
  '@opensupports/core/adoption': core,
  '@opensupports/core/openapi': core,
  '@opensupports/core/schema': core,
  '@opensupports/kysely': kysely,
  '@opensupports/kysely/sqlite': kysely,
  '@opensupports/kysely/postgres': kysely,
  '@opensupports/kysely/mysql': kysely,
  '@opensupports/kysely/pglite': kysely,
  '@opensupports/kysely/testing': kysely,
  '@opensupports/files': files,
  '@opensupports/server': server,
  '@opensupports/client': client,
  '@opensupports/client/errors': client,
  '@opensupports/mail': mail,
  '@opensupports/web/elements': web,
}

/** No entry loads more files than this, apart from Kysely's own. The sources of the core are nearly 400. */
const mostFiles = 20

const nameOf = (path) => {
  const [scope, name] = path
    .slice(path.lastIndexOf(`node_modules${sep}`))
    .split(sep)
    .slice(1)
  return scope.startsWith('@') ? `${scope}/${name}` : scope
}

const evaluate = (project, code, ...options) =>
  execFileSync(process.execPath, [...options, '--input-type=module', '--eval', code], {
    cwd: project,
    encoding: 'utf8',
  })

function checkLoaded(project, entry, names) {
  const output = evaluate(project, `import '${entry}'`, '--import', hook)
  const loaded = output.split('\n').filter((path) => path.includes(`node_modules${sep}`))
  const others = loaded.map(nameOf).filter((name) => !names.includes(name))
  assert.deepEqual([...new Set(others)], [], `${entry} loads libraries that it may not need`)
  // The document's words and examples are larger than all code together.
  const isDocument = (path) => /core[\\/]dist[\\/]openapi\.js$/.test(path)
  if (entry !== '@opensupports/core/openapi')
    assert.ok(!loaded.some(isDocument), `${entry} loads the OpenAPI document, which few processes need`)
  const own = loaded.filter((path) => nameOf(path) !== 'kysely')
  assert.ok(own.length > 0 && own.length <= mostFiles, `${entry} loads ${own.length} files: ${own.join(' ')}`)
  return own.length
}

/** Entries share their modules: one class of errors, and stack traces that name the sources. */
const sharing = `
  import { guest, OpenSupportsError } from '@opensupports/core'
  import { createTestHelpdesk } from '@opensupports/core/testing'
  const { helpdesk } = await createTestHelpdesk()
  const error = await helpdesk.ticket.close(guest, { ticketNumber: 1 }).catch((error) => error)
  console.log(JSON.stringify({ shared: error instanceof OpenSupportsError, stack: error.stack }))
`

function checkSharing(project) {
  const { shared, stack } = JSON.parse(evaluate(project, sharing, '--enable-source-maps'))
  assert.ok(shared, 'entries of @opensupports/core do not share OpenSupportsError')
  const source = /\(?((?:file:)?\/\S+core\/src\/\S+\.ts):\d+/.exec(stack)?.[1]
  assert.ok(source && existsSync(source.replace(/^file:\/\//, '')), `a stack without sources: ${stack}`)
}

/** Maps lead to files in the package, and files that are opened by URL are beside those that open them. */
function checkFiles(project, name) {
  const dist = join(project, 'node_modules', name, 'dist')
  const paths = readdirSync(dist, { recursive: true }).map((path) => join(dist, path))
  for (const path of paths.filter((each) => each.endsWith('.map'))) {
    for (const source of JSON.parse(readFileSync(path, 'utf8')).sources)
      assert.ok(existsSync(resolve(dirname(path), source)), `${path} leads to ${source}, which is missing`)
  }
  for (const path of paths.filter((each) => each.endsWith('.js'))) {
    for (const [, file] of readFileSync(path, 'utf8').matchAll(
      /new URL\(["'](\.[^"']+)["'], ?import\.meta\.url\)/g,
    ))
      assert.ok(existsSync(resolve(dirname(path), file)), `${path} opens ${file}, which is missing`)
  }
}

/** Statistics of a file run on a thread, whose program is in the package: without it, there would be a warning. */
const threads = `
  import { sqlite } from '@opensupports/kysely/sqlite'
  process.on('warning', (warning) => { throw warning })
  const storage = await sqlite('threads.db')
  const { created } = await storage.tickets.statistics({})
  await storage.close()
  console.log(created)
`

/** Checks the packages that are installed in a project. */
export function checkImports(project) {
  const counts = Object.entries(packagesOf).map(([entry, names]) => checkLoaded(project, entry, names))
  checkSharing(project)
  assert.equal(evaluate(project, threads), '0\n')
  for (const name of new Set(Object.keys(packagesOf).map((entry) => entry.split('/').slice(0, 2).join('/'))))
    checkFiles(project, name)
  checkFiles(project, 'opensupports')
  const close = join(project, 'node_modules/@opensupports/core/dist/operations/ticket/close.d.ts.map')
  assert.deepEqual(JSON.parse(readFileSync(close, 'utf8')).sources, [
    '../../../src/operations/ticket/close.ts',
  ])
  console.log(`imports of ${counts.length} entries load at most ${Math.max(...counts)} files`)
}
