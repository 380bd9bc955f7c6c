import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openInEditor, tsc } from './language-server.test-support.js'

const source = fileURLToPath(new URL('.', import.meta.url))
const folder = join(source, 'operations')

/** The source of each operation, by its name. Read as text, which is faster than importing the package. */
const operations = new Map<string, { readonly file: string; readonly text: string }>()
for (const group of readdirSync(folder, { withFileTypes: true })) {
  if (!group.isDirectory()) continue
  for (const name of readdirSync(join(folder, group.name))) {
    if (name.endsWith('.test.ts')) continue
    const file = join(folder, group.name, name)
    const text = readFileSync(file, 'utf8')
    const method = /^export const (\w+) = operation</m.exec(text)?.[1]
    if (method) operations.set(`${group.name}.${method}`, { file, text })
  }
}

/** The types that operations declare for their parameters and answers. */
const typeNames = [...operations.values()].flatMap(({ text }) =>
  [...text.matchAll(/^export (?:interface|type) (\w+)/gm)].map((match) => match[1]),
)

/** An app that calls each operation without parameters, one call per line. */
const heading = [
  "import { guest, type OpenSupports } from './index.js'",
  `export type { ${typeNames.join(', ')} } from './index.js'`,
  'declare const helpdesk: OpenSupports',
]
const names = [...operations.keys()]
const app = [...heading, ...names.map((name) => `helpdesk.${name}(guest, {})`)].join('\n')

/** Returns the index of the method's name in the app. */
const positionOf = (name: string) => ({
  line: heading.length + names.indexOf(name),
  character: 'helpdesk.'.length + name.indexOf('.') + 1,
})

describe('in an editor', () => {
  let editor: Awaited<ReturnType<typeof openInEditor>>
  beforeAll(async () => {
    editor = await openInEditor(join(source, 'app.ts'), app)
  })
  afterAll(() => editor.close())

  test('the test finds all operations', () => {
    expect(names).toContain('ticket.close')
    expect(names.length).toBeGreaterThan(100)
  })

  test('hovering over `ticket.get` shows a promise of a ticket', async () => {
    expect(await editor.hover(positionOf('ticket.get'))).toContain('Promise<GetTicketAnswer>')
  })

  test('hovering over any operation shows named types only', async () => {
    const shown = await Promise.all(names.map((name) => editor.hover(positionOf(name))))
    const plain =
      /^\(property\) \w+: \(session: SessionContext, params\??: \w+(?: \| undefined)?, options\?: MethodOptions\) => Promise<[\w[\] |]+>$/
    expect(shown.filter((each) => !plain.test(each))).toEqual([])
  })

  test('go-to-definition opens the file of the operation', async () => {
    const opened = await Promise.all(names.map((name) => editor.definition(positionOf(name))))
    const expected = [...operations.values()].map(({ file }) => [pathToFileURL(file).href])
    expect(opened).toEqual(expected)
  })

  test('errors about missing fields are short, and all types are exported', async () => {
    const errors = await editor.errors()
    const closing = errors.filter(({ line }) => line === positionOf('ticket.close').line)
    expect(closing).toEqual([expect.objectContaining({ message: expect.stringContaining('ticketNumber') })])
    expect(errors.filter(({ message }) => message.length >= 200)).toEqual([])
    expect(errors.filter(({ line }) => line < heading.length)).toEqual([])
  })
})

describe('an operation of the host', () => {
  const own = [
    "import { nothing, operation, parameter, type Schema, ticket, ownErrors } from './extend.js'",
    "import { guest, memoryStorage, OpenSupports } from './index.js'",
    'interface RefundParams { readonly ticketNumber: number; readonly cents: number }',
    'interface RefundAnswer { readonly totalCents: number }',
    'declare const cents: Schema<number>, answer: Schema<unknown, RefundAnswer>',
    "const errors = ownErrors({ INVALID_CENTS: { status: 400, detail: '' } })",
    "const params = { ticket: ticket('ticketNumber', 'INVALID_TICKET'), cents: parameter(errors.INVALID_CENTS, cents) }",
    "const refund = operation<RefundParams, RefundAnswer>()({ path: '/billing/refund', permission: 'user', params, data: answer, write: async () => ({ totalCents: 1 }) })",
    'const storage = memoryStorage()',
    'const helpdesk = new OpenSupports({ storage, extend: { billing: { refund } } })',
    'helpdesk.billing.refund(guest, { ticketNumber: 1, cents: 1 })',
    'helpdesk.transaction((desk) => desk.billing.refund(guest, { ticketNumber: 1, cents: 1 }))',
    "helpdesk.can(guest, 'billing.refund', { cents: 1 })",
    "helpdesk.can(guest, 'billing.repay', {})",
    "helpdesk.can(guest, 'billing.refund', { euros: 1 })",
    'helpdesk.billing.refund(guest, { ticketNumber: 1 })',
    'helpdesk.billing.repay(guest)',
    "operation<{ readonly a: string }, null>()({ path: '/billing/repay', permission: 'user', params: {}, data: nothing })",
  ]
  let editor: Awaited<ReturnType<typeof openInEditor>>
  beforeAll(async () => {
    editor = await openInEditor(join(source, 'own.ts'), own.join('\n'))
  })
  afterAll(() => editor.close())

  const lineOf = (text: string) => own.findIndex((line) => line.startsWith(text))

  test('shows named types when hovered over', async () => {
    const line = lineOf('helpdesk.billing.refund')
    expect(await editor.hover({ line, character: 'helpdesk.billing.'.length })).toBe(
      '(property) refund: (session: SessionContext, params: RefundParams, options?: MethodOptions) => Promise<RefundAnswer>',
    )
  })

  test('leads to its definition', async () => {
    const line = lineOf('helpdesk.billing.refund')
    const [target] = await editor.definition({ line, character: 'helpdesk.billing.'.length })
    expect(target).toMatch(/own\.ts$/)
  })

  test('is checked like those of the helpdesk', async () => {
    const wrong = own.slice(lineOf("helpdesk.can(guest, 'billing.repay'"))
    const lines = (await editor.errors()).map(({ line }) => own[line])
    expect([...new Set(lines)]).toEqual(wrong)
  })
})

describe('the published declarations', () => {
  const target = mkdtempSync(join(tmpdir(), 'declarations-'))
  const declarations = new Map<string, string>()
  afterAll(() => rmSync(target, { recursive: true }))
  beforeAll(async () => {
    const cwd = join(source, '..')
    const options =
      '--noCheck --emitDeclarationOnly --composite false --incremental false --tsBuildInfoFile null'
    await promisify(execFile)(process.execPath, [tsc, ...options.split(' '), '--outDir', target], { cwd })
    const { exports } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8'))
    for (const { types } of Object.values<{ types?: string }>(exports))
      if (types) follow(join(target, types.replace('./dist/', '')))
  })

  /** Reads a declaration file and everything that it imports. */
  function follow(file: string) {
    if (declarations.has(file)) return
    const text = readFileSync(file, 'utf8')
    declarations.set(file, text)
    for (const [, path = ''] of text.matchAll(/\b(?:from|import)\s*\(?['"](\.[^'"]*)\.js['"]/g))
      follow(join(dirname(file), `${path}.d.ts`))
  }

  test('include those of every entry of the package', () => {
    for (const file of ['index', 'testing/index', 'adoption', 'schema/index', 'operations/ticket/close'])
      expect(declarations.has(join(target, `${file}.d.ts`))).toBe(true)
  })

  test('do not name the schema library', () => {
    const naming = [...declarations].filter(([, text]) => /['"]valibot['"]/.test(text))
    expect(naming.map(([file]) => file)).toEqual([])
  })

  test('have the doc comment of an operation at the name by which editors find it', () => {
    const comment = String.raw`(/\*\*(?:(?!\*/)[^])*\*/)\n`
    const apart = [...declarations]
      .filter(([file]) => file.startsWith(join(target, 'operations')))
      .flatMap(([, text]) => {
        const [, name] = /export \{[^}]*?(\w+) as \w+/.exec(text) ?? []
        const [, own] = new RegExp(`${comment}declare const ${name}:`).exec(text) ?? []
        const [, shown] = new RegExp(`${comment}${name} as`).exec(text) ?? []
        return name ? [{ name, own, shown }] : []
      })
    expect(apart.map(({ name }) => name).sort()).toEqual([
      'deleteArticle',
      'deleteStaff',
      'deleteTicket',
      'deleteUser',
    ])
    for (const { own = '', shown } of apart) expect(shown).toBe(own)
  })

  test('have no anonymous object types in the parameters and answers of operations', () => {
    const nested = [...declarations]
      .filter(([file]) => file.startsWith(join(target, 'operations')))
      .flatMap(([, text]) => text.match(/^ +readonly \S+ .*\{$/gm) ?? [])
    expect(nested).toEqual([])
  })
})
