import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { call as callWith } from '../call.test-support.js'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opensupports-init-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const call = (...args: string[]) => callWith(['init', ...args], { folder })
const app = (dependencies: readonly string[], more: object = { type: 'module' }) => {
  const all = Object.fromEntries(dependencies.map((name) => [name, '*']))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ dependencies: all, ...more }))
}
const written = (path: string) => readFileSync(join(folder, path), 'utf8')

describe('the framework', () => {
  test.each([
    [['express'], 'Express', 'app.use(nodeHandler(helpdesk'],
    [['fastify'], 'Fastify', 'await app.register(middie)'],
    [['koa'], 'Koa', 'context.respond = false'],
    [['hono'], 'Hono', "app.all('/support/api/*'"],
    // Nest depends on Express itself.
    [['express', '@nestjs/core'], 'NestJS', 'In main.ts'],
    [[], 'node:http', 'createServer('],
  ])('%j is %s', async (dependencies, name, line) => {
    app(dependencies)
    const { code, out } = await call()
    expect(code).toBe(0)
    expect(out).toContain(`Found ${name}. Wrote helpdesk.js.`)
    expect(out).toContain(line)
  })

  test('Next.js gets a route, below src if that exists', async () => {
    app(['next', 'typescript'])
    mkdirSync(join(folder, 'src'))
    const { out } = await call()
    expect(out).toContain('The API is under /support/api.')
    expect(out).toContain("serverExternalPackages: ['@opensupports/core', ")
    expect(written('src/helpdesk.ts')).toContain('new OpenSupports({')
    const route = written('src/app/support/api/[...path]/route.ts')
    expect(route).toContain("from '../../../../helpdesk'")
    expect(route).toContain('answer(request: Request)')
    // `next build` loads both files, and must not open the database.
    expect(route).not.toMatch(/^(?:export )?const .*await/m)
    expect(written('src/helpdesk.ts')).not.toMatch(/^(?:export )?const .*await/m)
  })

  test('a route of JavaScript has no types', async () => {
    app(['next'])
    await call()
    expect(written('app/support/api/[...path]/route.js')).toContain('answer(request) {')
  })
})

/** The files of an app that has what `init` writes, with a sign-in of its own. */
const example = (path: string) =>
  readFileSync(new URL(`../../../../examples/hosts/next/${path}`, import.meta.url), 'utf8')

describe('the example of Next.js', () => {
  const route = 'app/support/api/[...path]/route.ts'

  test('is what init writes, but for the lines of its sign-in', async () => {
    writeFileSync(join(folder, 'package.json'), example('package.json'))
    writeFileSync(join(folder, 'tsconfig.json'), example('tsconfig.json'))
    await call()
    expect(written('helpdesk.ts')).toBe(example('helpdesk.ts'))
    const guests = written(route).replace(/^ +\/\/.*\n/gm, '')
    const signIn = /^import \{ userOf \}.*\n|^ {4}session: [\s\S]*?^ {4}\},\n/gm
    expect(example(route).match(signIn)).toHaveLength(2)
    expect(example(route).replace(signIn, '')).toBe(guests)
  })

  test('has the packages and settings that init names', async () => {
    writeFileSync(join(folder, 'package.json'), example('package.json'))
    const { out } = await call()
    const [, packages = ''] = /npm install (.*)/.exec(out) ?? []
    const { dependencies } = JSON.parse(example('package.json'))
    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(packages.split(' ')))
    const oneLine = example('next.config.js').replace(/\n */g, ' ').replace('[ ', '[').replace(', ]', ']')
    expect(oneLine).toContain(/serverExternalPackages: .*\]/.exec(out)?.[0])
  })
})

describe('the sign-in', () => {
  test('without a known library, everybody is a guest, and the output says so', async () => {
    app(['express'])
    const { out } = await call()
    expect(out).toContain('The people of your app are guests until')
    expect(out).toContain('// session: async (request) =>')
  })

  test('better-auth is asked, in the file that exists', async () => {
    app(['express', 'better-auth'])
    mkdirSync(join(folder, 'lib'))
    writeFileSync(join(folder, 'lib/auth.js'), '')
    const { out } = await call()
    expect(out).toContain("import { auth } from './lib/auth.js'")
    expect(out).toContain('auth.api.getSession({ headers: fromNodeHeaders(request.headers) })')
    expect(out).not.toContain('guests')
  })

  test('better-auth without a file is expected beside the helpdesk', async () => {
    app(['hono', 'better-auth', 'typescript'])
    mkdirSync(join(folder, 'src'))
    const { out } = await call()
    expect(out).toContain("import { auth } from './auth.js'")
    expect(out).toContain('getSession({ headers: request.headers })')
  })

  test('a route of Next.js imports it by its path from there', async () => {
    app(['next', 'better-auth', 'typescript'])
    mkdirSync(join(folder, 'lib'))
    writeFileSync(join(folder, 'lib/auth.ts'), '')
    await call()
    expect(written('app/support/api/[...path]/route.ts')).toContain("from '../../../../lib/auth'")
  })
})

test.each([
  [['pg'], 'await postgres(process.env.DATABASE_URL)', 'npm install @opensupports/core'],
  [['mysql2'], 'await mysql(process.env.DATABASE_URL)', 'mysql2'],
  [[], "await sqlite('helpdesk.db')", '--database helpdesk.db'],
])('with %j it opens the database of the app', async (dependencies, opening, printed) => {
  app(dependencies)
  expect((await call()).out).toContain(printed)
  expect(written('helpdesk.js')).toContain(opening)
})

test('a dry run writes nothing', async () => {
  app(['express'])
  expect((await call('--dry-run')).out).toContain('Would write helpdesk.js')
  expect(existsSync(join(folder, 'helpdesk.js'))).toBe(false)
})

test('a package that is no ES module is told so', async () => {
  app(['express'], {})
  expect((await call()).out).toContain('set "type": "module"')
})

test('an existing file stays, and nothing is written', async () => {
  app(['next'])
  mkdirSync(join(folder, 'app/support/api/[...path]'), { recursive: true })
  writeFileSync(join(folder, 'app/support/api/[...path]/route.js'), 'mine')
  expect(await call()).toMatchObject({ code: 1, err: expect.stringContaining('exists already') })
  expect(existsSync(join(folder, 'helpdesk.js'))).toBe(false)
})

test.each([
  [undefined, 'there is no package.json'],
  ['{', 'package.json cannot be read'],
])('a folder with the package %j is refused', async (text, message) => {
  if (text !== undefined) writeFileSync(join(folder, 'package.json'), text)
  expect(await call()).toMatchObject({ code: 1, err: expect.stringContaining(message) })
})
