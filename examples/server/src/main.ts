import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { guest, OpenSupports, type Storage } from '@opensupports/core'
import { localFiles } from '@opensupports/files'
import { sqlite } from '@opensupports/kysely'
import { pino } from 'pino'
import { isPublic, siteUrl } from './address.js'
import { type Config, ConfigError, readConfig, usage } from './config.js'
import { fillDemo } from './demo/index.js'
import { demoHints, startHints } from './hints.js'
import { type RunningServer, startServer } from './server.js'
import { onStopSignal } from './stop-signal.js'

const print = (text: string) => process.stdout.write(text)
const secret = (size: number) => randomBytes(size).toString('base64url')

/** Failures that a person can mend are told in one line. */
function giveUp(error: unknown): never {
  const { code, message } = error as NodeJS.ErrnoException
  const plain =
    error instanceof ConfigError || (typeof code === 'string' && /^(?:E[A-Z]+|SQLITE_)/.test(code))
  process.stderr.write(plain ? `${message}\n` : `${(error as Error).stack ?? error}\n`)
  process.exit(1)
}

async function openStorage({ dataDir }: Config): Promise<Storage> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    return await sqlite(join(dataDir, 'helpdesk.db'))
  } catch (error) {
    throw new ConfigError(`DATA_DIR ${dataDir} cannot be used: ${(error as Error).message}`)
  }
}

async function demo(config: Config, storage: Storage): Promise<void> {
  // Whoever reads this project knows the password; where others reach the server, nobody may know it.
  const password = isPublic(config) ? secret(12) : 'demo-password'
  const url = siteUrl(config, config.port)
  const logins = await fillDemo(storage, { now: new Date(), password, url })
  print(
    logins
      ? demoHints(`${url}/api`, logins, password)
      : `The helpdesk in ${config.dataDir} is installed already: --demo leaves its data alone.\n`,
  )
}

async function listen(config: Config, storage: Storage): Promise<RunningServer> {
  const installed = await new OpenSupports({ storage }).system.installationDone(guest)
  const installToken = !installed && isPublic(config) ? secret(24) : undefined
  const log = pino()
  const files = localFiles(join(config.dataDir, 'files'))
  try {
    const running = await startServer({ config, storage, files, log, installToken })
    print(startHints({ url: running.url, installed, installToken }))
    return running
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const address = `${config.host}, port ${config.port}`
    if (code === 'EADDRINUSE') throw new ConfigError(`${address} is in use: set PORT to another one`)
    throw code ? new ConfigError(`cannot listen on ${address}: ${message}`) : error
  }
}

// What is written here is for the server's own user alone.
process.umask(0o077)

try {
  const config = readConfig(process.env, process.argv.slice(2))
  if (config.help) {
    print(usage)
  } else {
    const storage = await openStorage(config)
    if (config.demo) await demo(config, storage)
    const running = await listen(config, storage)
    onStopSignal(() => running.stop().then(() => process.exit(0), giveUp))
  }
} catch (error) {
  giveUp(error)
}
