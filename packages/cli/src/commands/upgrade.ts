import { existsSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { backupStores, newestSetAt } from '../backup-set/index.js'
import {
  type AddCommand,
  examples,
  type PlaceOptions,
  withDatabaseOption,
  withJsonOption,
} from '../command.js'
import { databaseFile } from '../open.js'
import { exitCode } from '../outcome.js'
import { ConfigError, type DataPlace, isFolder } from '../place.js'
import { mebibyte } from '../progress.js'
import { readConfig } from '../serve/index.js'
import { version } from '../version.js'
import { existingPlace } from './existing-place.js'
import { bad, type Finding, good, printFindings, skipped } from './findings.js'
import { lookAtDatabase } from './look-at-database.js'

interface Options extends PlaceOptions {
  readonly check?: boolean
  readonly backup?: string
}

const day = 86_400_000
export const upgrade: AddCommand = (program, terminal, end) => {
  const command = program
    .command('upgrade')
    .description('look at what the start of this version would do to the database, without changing anything')
  withJsonOption(withDatabaseOption(command))
    .requiredOption('--check', 'only look; the start of the server does the rest')
    .option('--backup <place>', 'a folder or bucket that should have a backup of the last day')
    .addHelpText(
      'after',
      '\nRun it with the new version before you restart the server. It fails if there is something to do first: an invalid\nvariable, a database of OpenSupports 4.11, too little space on the disk, an old backup.',
    )
    .addHelpText('after', examples('upgrade --check', 'upgrade --check --backup /var/backups/helpdesk'))
    .action(async ({ json, check: _, backup, ...options }: Options) => {
      const place = await existingPlace(terminal, options)
      const findings = [
        good('version', `this is ${version}`),
        lookAtVariables(terminal.env),
        ...(await lookAtDatabase(place.database, {
          pending: willBeApplied,
          current: 'no migrations are pending',
        })),
        await lookAtDisk(place),
        await lookAtBackup(backup, place, terminal.env),
      ]
      const report = (ready: boolean) => ({ version, ready, findings })
      if (!printFindings(terminal, json, findings, report)) end(exitCode.failed)
    })
}

function lookAtVariables(env: NodeJS.ProcessEnv): Finding {
  try {
    readConfig(env)
    return good('variables', 'all are valid')
  } catch (error) {
    if (error instanceof ConfigError) return bad('variables', error.message)
    throw error
  }
}

/** Says what the start of the server applies. */
const willBeApplied = (names: readonly string[]): Finding => ({
  name: 'database',
  state: 'good',
  text: `${names.length} migrations will be applied; servers of the version before may run meanwhile`,
  details: names,
})

/** Looks at the free space: a migration may rewrite an index or a table, which takes as much again for a while. */
async function lookAtDisk(place: DataPlace): Promise<Finding> {
  const file = databaseFile(place)
  if (file === undefined) return skipped('disk', 'the database is on a server: look there')
  const needed = statSync(file).size
  const { bavail, bsize } = await statfs(dirname(file))
  const free = bavail * bsize
  const text = `${mebibytes(free)} are free, and the database has ${mebibytes(needed)}`
  return free < needed ? bad('disk', `${text}: a migration may need as much again`) : good('disk', text)
}

const mebibytes = (bytes: number) => `${Math.ceil(bytes / mebibyte)} MiB`

async function lookAtBackup(
  address: string | undefined,
  place: DataPlace,
  env: NodeJS.ProcessEnv,
): Promise<Finding> {
  if (address === undefined) return skipped('backup', 'name its place with --backup')
  if (isFolder(address) && !existsSync(address)) return bad('backup', `there is no folder ${address}`)
  const made = await newestSetAt(backupStores(address, place, env).sets)
  if (!made) return bad('backup', `there is none in ${address}: run \`opensupports backup\``)
  const hours = Math.round((Date.now() - made.getTime()) / (day / 24))
  const text = `the newest is ${hours} hours old`
  return Date.now() - made.getTime() > day
    ? bad('backup', `${text}: run \`opensupports backup\``)
    : good('backup', text)
}
