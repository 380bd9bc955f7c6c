// Packs all published packages, checks them, and installs them into an empty project. Runs the code of the READMEs and of
// docs there, as JavaScript and as type-checked TypeScript, and type-checks what cannot run by itself.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packInto } from '../.build/pack.mjs'
import { checkDrivers } from './drivers.mjs'
import { checkImports } from './imports.mjs'
import { allSnippets, checkSnippets } from './snippets.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const folder = resolve(process.argv[2] ?? 'packed')
const run = (command, args, cwd = root) =>
  execFileSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] })

checkSnippets()
run('npm', ['run', 'build'])
const tarballs = packInto(folder)
for (const tarball of tarballs) {
  run('npx', ['publint', '--strict', tarball])
  run('npx', ['attw', '--profile', 'esm-only', tarball])
}

const project = join(folder, 'project')
mkdirSync(project)
writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'empty', private: true, type: 'module' }))
const tools = ['typescript@7', '@types/node@20']
const ofPages = ['react@19', '@types/react@19', '@tanstack/react-query@5']
run('npm', ['install', '--silent', ...tarballs, ...tools, ...ofPages], project)

const all = allSnippets()
const snippets = all.flatMap(({ name, code }) => (name === 'run' ? [code] : []))
if (snippets.length === 0) throw new Error('no code to run found in the READMEs')
const tsconfig = {
  compilerOptions: { strict: true, module: 'nodenext', target: 'es2023', types: ['node'], outDir: 'out' },
}
writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ ...tsconfig, include: ['*.ts'] }))
snippets.forEach((code, index) => {
  writeFileSync(join(project, `snippet-${index}.ts`), code)
  writeFileSync(join(project, `plain-${index}.mjs`), code)
})
run('npx', ['tsc', '-p', '.'], project)
for (const index of snippets.keys()) {
  // A snippet that starts a server never exits, so it passes if it still runs after its output.
  for (const file of [join('out', `snippet-${index}.js`), `plain-${index}.mjs`]) {
    mkdirSync(join(project, `run-${index}`), { recursive: true })
    run('node', [join(root, '.ci/run-snippet.mjs'), join(project, file)], project)
  }
}
checkImports(project)
checkDrivers(
  folder,
  tarballs.filter((path) => /-(?:core|kysely)-[^/\\]*$/.test(path)),
  project,
)

/** A page that uses the client: without Node's types, and with all declarations that it reaches checked. */
const page = `
  import type { OpenSupports } from '@opensupports/core'
  import { createClient } from '@opensupports/client'
  export const client = createClient<OpenSupports>({ url: '/api', storage: localStorage })
  export const title = async () => (await client.ticket.get({ ticketNumber: 1 })).title
`
mkdirSync(join(project, 'page'))
writeFileSync(join(project, 'page/page.ts'), page)
const inBrowsers = {
  strict: true,
  module: 'preserve',
  target: 'es2023',
  types: [],
  lib: ['es2023', 'dom'],
  jsx: 'react-jsx',
  noEmit: true,
}
writeFileSync(join(project, 'page/tsconfig.json'), JSON.stringify({ compilerOptions: inBrowsers }))
const compiled = all.filter(({ name }) => name === 'compile')
compiled.forEach(({ info, code }, index) => {
  writeFileSync(join(project, `page/snippet-${index}.${info.split(' ')[0]}`), code)
})
run('npx', ['tsc', '-p', 'page'], project)

// Parts of programs that use drivers, whose own declarations need not be right.
const drivers = ['@electric-sql/pglite', 'mysql2', '@types/pg']
run('npm', ['install', '--silent', ...drivers], project)
const programParts = all.filter(({ name }) => name === 'part')
mkdirSync(join(project, 'parts'))
programParts.forEach(({ file, code }, index) => {
  writeFileSync(
    join(project, `parts/snippet-${index}.ts`),
    `${readFileSync(join(root, file), 'utf8')}\n${code}`,
  )
})
const ofParts = { ...inBrowsers, types: ['node'], skipLibCheck: true }
writeFileSync(join(project, 'parts/tsconfig.json'), JSON.stringify({ compilerOptions: ofParts }))
run('npx', ['tsc', '-p', 'parts'], project)

// Run the command line from its package.
for (const args of [
  ['create-admin', '--name', 'Ada', '--email', 'ada@example.com'],
  ['check'],
  ['export', 'all.jsonl'],
]) {
  run('npx', ['opensupports', ...args], project)
}
console.log(
  `${tarballs.length} packages are clean, ${snippets.length} snippets ran in JavaScript and in TypeScript, ${compiled.length + programParts.length} were compiled`,
)
