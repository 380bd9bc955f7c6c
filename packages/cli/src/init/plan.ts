import { posix } from 'node:path'
import { type App, drivers } from './detect.js'
import { type SignIn, signInOf } from './sign-in.js'

/** What `init` adds to an app. */
export interface Plan {
  /** The packages to install. */
  readonly packages: readonly string[]
  /** The files to write, by their paths in the app. */
  readonly files: Readonly<Record<string, string>>
  /** The lines to add to the app. */
  readonly lines: string
  /** Where the lines belong. */
  readonly linesPlace: 'your server' | 'next.config'
  readonly apiPath: string
  /** Whether the lines or files pass on who is signed in at the app. */
  readonly knowsPeople: boolean
}

const openings = {
  'better-sqlite3': "await sqlite('helpdesk.db')",
  pg: 'await postgres(process.env.DATABASE_URL)',
  mysql2: 'await mysql(process.env.DATABASE_URL)',
} as const

/** Plans what to add to an app. */
export function planFor(app: App): Plan {
  const { framework, driver, ending, source } = app
  const packages = [
    '@opensupports/core',
    '@opensupports/kysely',
    '@opensupports/files',
    '@opensupports/mail',
    '@opensupports/server',
    driver,
  ]
  const file = posix.join(source, `helpdesk.${ending}`)
  const knowsPeople = app.auth !== undefined
  if (framework === 'next') {
    const route = posix.join(source, `app/support/api/[...path]/route.${ending}`)
    return {
      packages,
      files: { [file]: nextHelpdesk(app), [route]: nextRoute(app, posix.dirname(route)) },
      lines: externalPackages(packages),
      linesPlace: 'next.config',
      apiPath: '/support/api',
      knowsPeople,
    }
  }
  const more = framework === 'fastify' ? ['@fastify/middie'] : []
  return {
    packages: [...packages, ...more],
    files: { [file]: helpdeskFile(app) },
    lines: mount[framework](signInOf(app, source)),
    linesPlace: 'your server',
    apiPath: '/support/api',
    knowsPeople,
  }
}

/** Returns the setting that keeps Next.js from bundling packages which load files of their own. */
const externalPackages = (packages: readonly string[]): string =>
  `serverExternalPackages: [${packages.map((name) => `'${name}'`).join(', ')}],\n`

const imports = (driver: App['driver']): string => `import { OpenSupports } from '@opensupports/core'
import { localFiles } from '@opensupports/files'
import { ${drivers[driver]} } from '@opensupports/kysely/${drivers[driver]}'
import { smtp } from '@opensupports/mail'
`

const opening = ({ driver, ending }: App): string =>
  openings[driver].replace('URL)', ending === 'ts' ? "URL ?? '')" : 'URL)')

const creation = (app: App): string => `new OpenSupports({
  storage: ${opening(app)},
  files: localFiles('helpdesk-files'),
  // Sends by the server in the settings; without one, nothing is sent.
  mailer: smtp(),
})`

const helpdeskFile = (app: App): string => `${imports(app.driver)}
/** The helpdesk of this app: \`helpdesk.ticket.create(session, params)\`. */
export const helpdesk = ${creation(app)}
`

const nextHelpdesk = (app: App): string => `${imports(app.driver)}
const open = async () =>
  ${creation(app).replaceAll('\n', '\n  ')}

// \`next build\` loads this file too, so the database is opened at the first call.
let opened${app.ending === 'ts' ? ': ReturnType<typeof open> | undefined' : ''}

/** The helpdesk of this app: \`(await openHelpdesk()).ticket.create(session, params)\`. */
export const openHelpdesk = () => {
  opened ??= open().catch((error) => {
    // The next call tries again.
    opened = undefined
    throw error
  })
  return opened
}
`

/** The lines that serve the helpdesk with `nodeHandler`. */
const nodeImports = (
  signIn: SignIn,
): string => `${signIn.imports}import { nodeHandler, startBackground } from '@opensupports/server'
import { helpdesk } from './helpdesk.js'

// Sends mail and webhooks, and does other background work.
startBackground(helpdesk)
`

const handler = (signIn: SignIn): string =>
  `nodeHandler(helpdesk, {\n  basePath: '/support/api',\n${signIn.option}})`

/** The lines that serve the helpdesk under /support/api. */
const mount: Readonly<Record<Exclude<App['framework'], 'next'>, (signIn: SignIn) => string>> = {
  node: (signIn) => `import { createServer } from 'node:http'
${nodeImports(signIn)}
const support = ${handler(signIn)}
createServer((request, response) => support(request, response, () => yourOwn(request, response))).listen(3000)
`,
  express: (signIn) => `${nodeImports(signIn)}
// At the root, before or after express.json().
app.use(${handler(signIn)})
`,
  fastify: (signIn) => `import middie from '@fastify/middie'
${nodeImports(signIn)}
await app.register(middie)
app.use(${handler(signIn)})
`,
  koa: (signIn) => `${nodeImports(signIn)}
const support = ${handler(signIn)}
app.use((context, next) => new Promise((resolve, reject) => {
  const { req, res, originalUrl, request } = context
  context.respond = false
  res.once('close', resolve)
  support(Object.assign(req, { originalUrl, body: request.body }), res, () => {
    context.respond = true
    next().then(resolve, reject)
  })
}))
`,
  hono: (signIn) => `${signIn.imports}import { fetchHandler, startBackground } from '@opensupports/server'
import { helpdesk } from './helpdesk.js'

// Sends mail and webhooks, and does other background work.
startBackground(helpdesk)
const support = ${handler(signIn).replace('nodeHandler', 'fetchHandler')}
app.all('/support/api/*', (context) => support(context.req.raw))
`,
  '@nestjs/core': (signIn) => `${nodeImports(signIn)}
// In main.ts, before app.listen().
app.use(${handler(signIn)})
`,
}

function nextRoute(app: App, folder: string): string {
  const request = app.ending === 'ts' ? 'request: Request' : 'request'
  const helpdesk = posix.relative(folder, posix.join(app.source, 'helpdesk'))
  const signIn = signInOf(app, folder)
  return `${signIn.imports}import { fetchHandler } from '@opensupports/server'
import { openHelpdesk } from '${helpdesk}'

let support${app.ending === 'ts' ? ': ReturnType<typeof fetchHandler> | undefined' : ''}

async function answer(${request}) {
  const helpdesk = await openHelpdesk()
  support ??= fetchHandler(helpdesk, {
    basePath: '/support/api',
${signIn.option.replaceAll(/^(?=.)/gm, '  ')}  })
  return support(request)
}

export { answer as GET, answer as POST }
`
}
