import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type FileStore, type Log, OpenSupports, type Storage } from '@opensupports/core'
import { type AccessEntry, nodeHandler, reCaptcha, startBackground } from '@opensupports/server'
import { listenAddress, localUrl as localUrlOf } from './address.js'
import { atBasePath } from './base-path.js'
import type { Config } from './config.js'
import { gracefulStop } from './graceful-stop.js'
import { healthCheck } from './health.js'
import { inTime } from './in-time.js'
import { mailAdapters } from './mail-servers.js'
import { startMetrics } from './metrics.js'
import { ownRoutes } from './own-routes.js'
import { requestLimits } from './request-limits.js'
import { builtWebApp, webApp } from './web-app.js'

/** The parts of a server. */
export interface ServerParts {
  readonly config: Config
  readonly storage: Storage
  readonly files: FileStore
  readonly log: Log
  /** The token that the installation requires. */
  readonly installToken?: string | undefined
  /**
   * The folder of the built web app. Default: the one in this package. If it has none, `/` is a page with a few links, and
   * links in mails lead to pages without scripts.
   */
  readonly webFolder?: string
  /** How long `/health` waits for the database, in milliseconds. Default 1500. */
  readonly healthLimitMs?: number
}

export interface RunningServer {
  readonly helpdesk: OpenSupports
  /** Where browsers reach the server, without a slash at the end. */
  readonly url: string
  /** The address that the server listens on, without a slash at the end. */
  readonly localUrl: string
  /**
   * Ends running requests, mails and imports, and closes the storage. All of it together takes at most `limitMs`
   * milliseconds, by default 10,000, and a second for the storage; what hangs is left behind then.
   */
  stop(limitMs?: number): Promise<void>
}

/** Listens, with the helpdesk below `/api`. If it cannot listen, it rejects and leaves the storage open. */
export async function startServer(parts: ServerParts): Promise<RunningServer> {
  const { config, storage, log } = parts
  const server = createServer(requestLimits)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(config.port, listenAddress(config.host), () => {
      server.off('error', reject)
      resolve()
    })
  })
  // With port 0, the port is known only after listening.
  const localUrl = localUrlOf(config, (server.address() as AddressInfo).port)
  const { mailer, mailbox } = mailAdapters(config.mailServers, config.privateMailServers)
  const helpdesk = helpdeskOf(parts, { mailer, mailbox, defaultUrl: localUrl })

  const stop = gracefulStop(server)
  const stopping = new AbortController()
  const { metricsToken } = config
  const metrics =
    metricsToken === undefined ? undefined : startMetrics(storage, pathsOf(helpdesk), metricsToken)
  const logRequest = (entry: Omit<AccessEntry, 'requestId'>) => {
    metrics?.observe(entry)
    log.info({ ...entry, durationMs: Math.round(entry.durationMs * 10) / 10 }, 'request')
  }
  const app = webApp({
    folder: parts.webFolder ?? builtWebApp,
    signedDownloads: config.signedDownloads > 0,
    captchaUrl: config.captchaUrl,
    corsOrigins: config.corsOrigins,
  })
  const others = ownRoutes({
    checkHealth: healthCheck(helpdesk, parts.healthLimitMs),
    log: logRequest,
    metrics: metrics?.answer,
    app,
    signal: stopping.signal,
  })
  const handle = handlerOf(parts, helpdesk, app !== undefined, logRequest, stopping.signal)
  server.on(
    'request',
    atBasePath(config.basePath, (request, response) => {
      handle(request, response, () => others(request, response))
    }),
  )
  const { pollEvery, deliverMail, deliverWebhooks, privateWebhookHosts } = config
  const background = startBackground(helpdesk, {
    pollEvery,
    ...(deliverMail ? {} : { deliverEvery: 0 }),
    ...(deliverWebhooks ? {} : { webhooksEvery: 0 }),
    webhooks: { allowPrivate: privateWebhookHosts },
  })
  return {
    helpdesk,
    url: config.publicUrl ?? localUrl,
    localUrl,
    async stop(limitMs = 10_000) {
      stopping.abort()
      const end = performance.now() + limitMs
      const ending = async () => {
        await Promise.all([stop(limitMs), background.stop()])
        return true
      }
      const closing = async () => {
        await mailer.close?.()
        await storage.close()
        return true
      }
      const ended = await inTime(ending(), limitMs)
      // The storage gets a second even when the requests needed all the time.
      const closed = await inTime(closing(), Math.max(1000, end - performance.now()))
      if (!ended || !closed) log.warn({}, 'the server stopped before all its work had ended')
    },
  }
}

/** Returns all paths of the API and of the server itself. */
const pathsOf = (helpdesk: OpenSupports): ReadonlySet<string> =>
  new Set([
    ...[...helpdesk.operations.values()].map(({ path }) => `/api${path}`),
    '/',
    '/health',
    '/ready',
    '/metrics',
  ])

type Adapters = Pick<ConstructorParameters<typeof OpenSupports>[0], 'mailer' | 'mailbox' | 'defaultUrl'>

function helpdeskOf({ config, storage, files, log, installToken }: ServerParts, adapters: Adapters) {
  const { publicUrl, signedDownloads, captchaUrl, neutralAnswers, passwordCost, timeZone } = config
  return new OpenSupports({
    ...adapters,
    storage,
    files,
    log,
    neutralAnswers,
    passwordCost,
    // It sends no request until the settings have keys.
    captcha: reCaptcha(captchaUrl === undefined ? {} : { endpoint: captchaUrl }),
    ...(signedDownloads === 0 ? {} : { signedDownloads: { expiresIn: signedDownloads } }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(installToken === undefined ? {} : { installToken }),
  })
}

function handlerOf(
  { config, installToken }: ServerParts,
  helpdesk: OpenSupports,
  hasApp: boolean,
  log: (entry: AccessEntry) => void,
  signal: AbortSignal,
) {
  const { basePath, publicUrl, trustProxy, limits, uploadDir, corsOrigins } = config
  return nodeHandler(helpdesk, {
    basePath: '/api',
    publicPath: `${basePath}/api`,
    trustProxy,
    secureCookies: publicUrl?.startsWith('https:') ? true : 'auto',
    limits,
    cors: { origins: corsOrigins },
    log,
    signal,
    // The app has a page for each link in mails, and for the installation.
    ...(hasApp ? {} : { pages: installToken === undefined ? {} : { installToken } }),
    ...(uploadDir === undefined ? {} : { uploadDir }),
  })
}
