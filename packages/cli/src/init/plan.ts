import { type App, drivers } from './detect.js'

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
    '@opensupports/server',
    driver,
  ]
  const inSource = (name: string) => (source ? `${source}/${name}` : name)
  const files = { [inSource(`helpdesk.${ending}`)]: helpdeskFile(app) }
  if (framework === 'next') {
    const route = inSource(`app/api/support/[...path]/route.${ending}`)
    return {
      packages,
      files: { ...files, [route]: nextRoute(ending) },
      lines: externalPackages(packages),
      linesPlace: 'next.config',
      apiPath: '/api/support',
    }
  }
  const more = framework === 'fastify' ? ['@fastify/middie'] : []
  return {
    packages: [...packages, ...more],
    files,
    lines: mount[framework],
    linesPlace: 'your server',
    apiPath: '/support/api',
  }
}

/** Returns the setting that keeps Next.js from bundling packages which load files of their own. */
const externalPackages = (packages: readonly string[]): string =>
  `serverExternalPackages: [${packages.map((name) => `'${name}'`).join(', ')}],\n`

function helpdeskFile({ driver, ending }: App): string {
  const opener = drivers[driver]
  const opening = openings[driver].replace('URL)', ending === 'ts' ? "URL ?? '')" : 'URL)')
  return `import { OpenSupports } from '@opensupports/core'
import { localFiles } from '@opensupports/files'
import { ${opener} } from '@opensupports/kysely/${opener}'

/** The helpdesk of this app: \`helpdesk.ticket.create(session, params)\`. */
export const helpdesk = new OpenSupports({
  storage: ${opening},
  files: localFiles('helpdesk-files'),
})
`
}

const imports = `import { nodeHandler } from '@opensupports/server'
import { helpdesk } from './helpdesk.js'
`

/** The lines that serve the helpdesk under /support/api. */
const mount: Readonly<Record<Exclude<App['framework'], 'next'>, string>> = {
  node: `import { createServer } from 'node:http'
${imports}
const support = nodeHandler(helpdesk, { basePath: '/support/api' })
createServer((request, response) => support(request, response, () => yourOwn(request, response))).listen(3000)
`,
  express: `${imports}
// Before express.json(), at the root.
app.use(nodeHandler(helpdesk, { basePath: '/support/api' }))
`,
  fastify: `import middie from '@fastify/middie'
${imports}
await app.register(middie)
app.use(nodeHandler(helpdesk, { basePath: '/support/api' }))
`,
  koa: `${imports}
const support = nodeHandler(helpdesk, { basePath: '/support/api' })
app.use((context, next) => new Promise((resolve, reject) => {
  context.respond = false
  context.res.once('close', resolve)
  support(context.req, context.res, () => {
    context.respond = true
    next().then(resolve, reject)
  })
}))
`,
  hono: `import { fetchHandler } from '@opensupports/server'
import { helpdesk } from './helpdesk.js'

const support = fetchHandler(helpdesk, { basePath: '/support/api' })
app.all('/support/api/*', (context) => support(context.req.raw))
`,
  '@nestjs/core': `${imports}
// In main.ts, before app.listen(), with \`NestFactory.create(AppModule, { bodyParser: false })\` or ahead of its parsers.
app.use(nodeHandler(helpdesk, { basePath: '/support/api' }))
`,
}

function nextRoute(ending: App['ending']): string {
  const request = ending === 'ts' ? 'request: Request' : 'request'
  return `import { fetchHandler } from '@opensupports/server'
import { helpdesk } from '../../../../helpdesk'

const support = fetchHandler(helpdesk, { basePath: '/api/support' })

export const GET = (${request}) => support(request)
export const POST = (${request}) => support(request)
`
}
