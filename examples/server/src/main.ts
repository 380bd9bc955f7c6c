import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import type { Storage } from '@opensupports/core'
import {
  type Config,
  ConfigError,
  configurable,
  failureText,
  isPublic,
  loadEnvironment,
  placeVariables,
  readConfig,
  serve,
  serveVariables,
  siteUrl,
} from 'opensupports'
import { fillDemo } from './demo/index.js'
import { demoHints } from './demo-hints.js'

const usage = `Serves a helpdesk over HTTP, with its data in one folder or in your own database.

  npm start [-- --demo]

  --demo   installs a helpdesk and fills it with the data of a fictional bicycle shop, unless it is already installed
  --help   prints this help

Environment:
${placeVariables}${serveVariables}`

const print = (text: string) => process.stdout.write(text)

function readArgs(args: readonly string[]): { demo?: boolean; help?: boolean } {
  const options = { demo: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const
  try {
    return parseArgs({ args: [...args], options }).values
  } catch (error) {
    throw new ConfigError((error as Error).message)
  }
}

async function demo(config: Config, storage: Storage): Promise<void> {
  // The demo password is public, so use a random one if others can reach the server.
  const password = isPublic(config) ? randomBytes(12).toString('base64url') : 'demo-password'
  const url = siteUrl(config, config.port)
  const logins = await fillDemo(storage, { now: new Date(), password, url })
  print(
    logins
      ? demoHints(`${url}/api`, logins, password)
      : 'The helpdesk is already installed: --demo does not change its data.\n',
  )
}

let sources: ReadonlyMap<string, string> | undefined
try {
  const args = readArgs(process.argv.slice(2))
  if (args.help) print(usage)
  else {
    const environment = await loadEnvironment(process.env, process.cwd(), configurable)
    sources = environment.sources
    const config = readConfig(environment.values)
    await serve(
      config,
      print,
      (storage) => (args.demo ? demo(config, storage) : Promise.resolve()),
      environment.values,
    )
  }
} catch (error) {
  process.stderr.write(failureText(error, sources))
  process.exit(1)
}
