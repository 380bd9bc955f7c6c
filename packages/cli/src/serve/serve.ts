import { randomBytes } from 'node:crypto'
import { guest, OpenSupports, type Storage } from '@opensupports/core'
import { pino } from 'pino'
import { removeLeftovers } from '../leftovers.js'
import { openDatabase, openFiles, prepareFolder } from '../open.js'
import { failureText } from '../outcome.js'
import { ConfigError, isFolder } from '../place.js'
import { onStopSignal } from '../stop-signal.js'
import { isPublic } from './address.js'
import type { Config } from './config.js'
import { startHints } from './hints.js'
import { type RunningServer, startServer } from './server.js'

/**
 * Opens the database, serves the helpdesk, and stops gracefully at a stop signal.
 *
 * @param prepare runs with the open database before the server listens
 * @param env has the keys of the bucket, if files are in one
 * @throws ConfigError, DatabaseError
 */
export async function serve(
  config: Config,
  print: (text: string) => void,
  prepare: (storage: Storage) => Promise<void> = async () => {},
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  // Make new files readable only by the server's own user.
  process.umask(0o077)
  if (isFolder(config.files)) await prepareFolder(config.files)
  if (config.uploadDir !== undefined) await prepareFolder(config.uploadDir)
  await removeLeftovers(config)
  const storage = await openDatabase(config, config.databaseLimits)
  await prepare(storage)
  const running = await listen(config, storage, print, env)
  onStopSignal(() =>
    running.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(failureText(error))
        process.exit(1)
      },
    ),
  )
}

async function listen(
  config: Config,
  storage: Storage,
  print: (text: string) => void,
  env: NodeJS.ProcessEnv,
): Promise<RunningServer> {
  const installed = await new OpenSupports({ storage }).system.installationDone(guest)
  const installToken = !installed && isPublic(config) ? randomBytes(24).toString('base64url') : undefined
  const log = pino({ level: config.logLevel })
  try {
    const running = await startServer({ config, storage, files: openFiles(config, env), log, installToken })
    const { url, localUrl, helpdesk } = running
    print(startHints({ url, localUrl, linksUrl: await helpdesk.siteUrl(), installed, installToken }))
    return running
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const address = `${config.host}, port ${config.port}`
    if (code === 'EADDRINUSE') throw new ConfigError(`${address} is in use: set PORT to another one`)
    throw code ? new ConfigError(`cannot listen on ${address}: ${message}`) : error
  }
}
