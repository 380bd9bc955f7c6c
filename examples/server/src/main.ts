import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import type { Storage } from '@opensupports/core'
import {
  type Config,
  ConfigError,
  failureText,
  isPublic,
  placeVariables,
  readConfig,
  serve,
  serveVariables,
  siteUrl,
} from 'opensupports'
import { fillDemo } from './demo/index.js'
import { demoHints } from './demo-hints.js'

const usage = `A helpdesk on HTTP, kept in one folder or in a database of yours.

  npm start [-- --demo]

  --demo   installs a helpdesk and fills it with a made-up bicycle shop, unless it is installed already
  --help   prints this

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
  // Whoever reads this project knows the password; where others reach the server, nobody may know it.
  const password = isPublic(config) ? randomBytes(12).toString('base64url') : 'demo-password'
  const url = siteUrl(config, config.port)
  const logins = await fillDemo(storage, { now: new Date(), password, url })
  print(
    logins
      ? demoHints(`${url}/api`, logins, password)
      : 'The helpdesk is installed already: --demo leaves its data alone.\n',
  )
}

try {
  const args = readArgs(process.argv.slice(2))
  const config = readConfig(process.env)
  if (args.help) print(usage)
  else await serve(config, print, async (storage) => (args.demo ? demo(config, storage) : undefined))
} catch (error) {
  process.stderr.write(failureText(error))
  process.exit(1)
}
