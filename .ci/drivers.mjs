// Checks, in empty projects with the packed packages, that an app installs, loads and compiles against one driver only.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const drivers = ['@electric-sql/pglite', 'better-sqlite3', 'mysql2', 'pg']

/** What an app does with its storage. */
const walk = `
  const helpdesk = new OpenSupports({ storage, mailer: 'queue-only' })
  await helpdesk.install({ admin: { name: 'Ada', email: 'ada@example.com', password: 'correct horse' } })
  const jane = helpdesk.actingAs({ user: { email: 'jane@example.com', name: 'Jane' } })
  const { ticketNumber } = await helpdesk.ticket.create(jane, { title: 'My printer', content: 'It smokes.' })
  const { title } = await helpdesk.ticket.get(jane, { ticketNumber })
  if (title !== 'My printer') throw new Error('the ticket has another title: ' + title)
  await storage.close()
`

/** Other drivers are missing, which the functions that need them say. */
const refusals = (missing) => `
  import assert from 'node:assert/strict'
  import { DatabaseError, openStorage } from '@opensupports/kysely'
  ${missing
    .map(
      ([driver, name, address]) => `
  const { ${name} } = await import('@opensupports/kysely/${name}')
  for (const open of [() => ${name}('${address}'), () => openStorage('${address}')])
    await assert.rejects(open, (error) => {
      assert.equal(error.message, 'the driver ${driver} is missing: run \`npm install ${driver}\`')
      return error instanceof DatabaseError
    })`,
    )
    .join('')}
`

const sqliteMissing = ['better-sqlite3', 'sqlite', 'missing.db']
const postgresMissing = ['pg', 'postgres', 'postgres://127.0.0.1:9/none']
const mysqlMissing = ['mysql2', 'mysql', 'mysql://127.0.0.1:9/none']

/** The schema of the check, which it drops again. */
const schema = `packed_${process.pid}`

const apps = {
  postgres: {
    driver: 'pg',
    packages: ['pg@8', '@types/pg@8'],
    code: `
  import { OpenSupports } from '@opensupports/core'
  import { postgres } from '@opensupports/kysely/postgres'
  import pg from 'pg'
  const pool = new pg.Pool({ connectionString: process.env.TEST_POSTGRES_URL, max: 2 })
  try {
    await pool.query('create extension if not exists citext; create extension if not exists pg_trgm')
    const storage = await postgres(pool, { schema: '${schema}' })
    ${walk}
  } finally {
    await pool.query('drop schema if exists ${schema} cascade')
    await pool.end()
  }
`,
    missing: [sqliteMissing, mysqlMissing],
    needs: 'TEST_POSTGRES_URL',
  },
  sqlite: {
    driver: 'better-sqlite3',
    packages: ['better-sqlite3', 'tsx@4'],
    code: `
  import { OpenSupports } from '@opensupports/core'
  import { sqlite } from '@opensupports/kysely/sqlite'
  const storage = await sqlite('helpdesk.db')
  ${walk}
`,
    missing: [postgresMissing, mysqlMissing],
  },
}

/** Without the install script of the driver, as package managers may skip it. */
const withoutNativePart = `
  import assert from 'node:assert/strict'
  import { sqlite } from '@opensupports/kysely/sqlite'
  await assert.rejects(sqlite('native.db'), /no native part for this Node.js.*npm rebuild better-sqlite3/)
`

/** A CommonJS file, which the compiler turns into calls of `require`. */
const commonJs = `
  import { OpenSupports } from '@opensupports/core'
  import { sqlite } from '@opensupports/kysely/sqlite'
  async function main() {
    const storage = await sqlite('common.db')
    ${walk}
  }
  void main()
`

/** All declarations that the app reaches are checked, without those of other drivers. */
const compilerOptions = {
  strict: true,
  module: 'nodenext',
  target: 'es2023',
  types: ['node'],
  skipLibCheck: false,
  outDir: 'out',
}

/**
 * Checks an app for each driver.
 *
 * @param project an installed project with TypeScript and the native part of SQLite, which takes a minute to compile
 */
export function checkDrivers(folder, tarballs, project) {
  for (const [name, { driver, packages, code, missing, needs }] of Object.entries(apps)) {
    const app = join(folder, `${name}-app`)
    const node = (...args) => execFileSync(process.execPath, args, { cwd: app, stdio: 'inherit' })
    mkdirSync(app)
    writeFileSync(join(app, 'package.json'), JSON.stringify({ name, private: true, type: 'module' }))
    const options = ['install', '--silent', '--ignore-scripts']
    execFileSync('npm', [...options, ...tarballs, ...packages, '@types/node@20'], {
      cwd: app,
      stdio: 'inherit',
    })
    const installed = (each) => existsSync(join(app, 'node_modules', each))
    assert.deepEqual(drivers.filter(installed), [driver], `the app for ${name} installs other drivers`)
    const native = join('node_modules', driver, 'build')
    // Newer versions of the driver bring their binaries along.
    if (existsSync(join(project, native))) {
      writeFileSync(join(app, 'native.mjs'), withoutNativePart)
      node('native.mjs')
      cpSync(join(project, native), join(app, native), { recursive: true })
    }
    if (driver === 'better-sqlite3') writeFileSync(join(app, 'common.cts'), commonJs)
    writeFileSync(join(app, 'app.ts'), code)
    writeFileSync(join(app, 'refusals.mjs'), refusals(missing))
    writeFileSync(
      join(app, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, include: ['app.ts', '*.cts'] }),
    )
    node(join(project, 'node_modules/typescript/bin/tsc'), '-p', '.')
    node('refusals.mjs')
    if (needs && !process.env[needs])
      console.log(`SKIPPED: the app for ${name} does not run without ${needs}`)
    else node('out/app.js')
    if (driver === 'better-sqlite3') {
      node('out/common.cjs')
      node('node_modules/tsx/dist/cli.mjs', 'app.ts')
    }
  }
}
