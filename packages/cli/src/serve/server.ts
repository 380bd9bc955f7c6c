import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type FileStore, type Log, OpenSupports, type Storage } from '@opensupports/core'
import { imap, smtp } from '@opensupports/mail'
import { type AccessEntry, nodeHandler, startBackground } from '@opensupports/server'
import { listenAddress, siteUrl } from './address.js'
import type { Config } from './config.js'
import { gracefulStop } from './graceful-stop.js'
import { ownRoutes } from './own-routes.js'

/** What a server is made of. */
export interface ServerParts {
  readonly config: Pick<
    Config,
    'host' | 'port' | 'publicUrl' | 'trustProxy' | 'pollEvery' | 'privateMailServers'
  >
  readonly storage: Storage
  readonly files: FileStore
  readonly log: Log
  /** What the installation must be called with. */
  readonly installToken?: string | undefined
}

export interface RunningServer {
  readonly helpdesk: OpenSupports
  /** Where browsers reach it, without a slash at the end. */
  readonly url: string
  /** Where it listens, without a slash at the end. */
  readonly localUrl: string
  /** Ends running requests, at most ten seconds later, and closes the storage. */
  stop(limitMs?: number): Promise<void>
}

/** Listens, with the helpdesk under `/api`. Rejects when it cannot listen, and leaves the storage open. */
export async function startServer(parts: ServerParts): Promise<RunningServer> {
  const { config, storage, files, log, installToken } = parts
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(config.port, listenAddress(config.host), () => {
      server.off('error', reject)
      resolve()
    })
  })
  // Only now is the port known, where any would do.
  const { port } = server.address() as AddressInfo
  const localUrl = siteUrl({ host: config.host, publicUrl: undefined }, port)
  // Which servers they are stands in the helpdesk's settings.
  const allowPrivateAddresses = config.privateMailServers
  const mailer = smtp({ allowPrivateAddresses })
  const mailbox = imap({ allowPrivateAddresses })
  const helpdesk = new OpenSupports({
    storage,
    files,
    log,
    mailer,
    mailbox,
    defaultUrl: localUrl,
    ...(config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl }),
    ...(installToken === undefined ? {} : { installToken }),
  })

  const stop = gracefulStop(server)
  const logRequest = ({ durationMs = 0, ...entry }: Partial<AccessEntry>) =>
    log.info({ ...entry, durationMs: Math.round(durationMs * 10) / 10 }, 'request')
  const others = ownRoutes(helpdesk, logRequest)
  const { trustProxy } = config
  const pages = installToken === undefined ? {} : { installToken }
  const handle = nodeHandler(helpdesk, { basePath: '/api', trustProxy, log: logRequest, pages })
  server.on('request', (request, response) => {
    handle(request, response, () => others(request, response))
  })
  const background = startBackground(helpdesk, { pollEvery: config.pollEvery })
  return {
    helpdesk,
    url: config.publicUrl ?? localUrl,
    localUrl,
    async stop(limitMs = 10_000) {
      await stop(limitMs)
      await background.stop()
      await mailer.close?.()
      await storage.close()
    },
  }
}
