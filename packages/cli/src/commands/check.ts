import { statSync } from 'node:fs'
import { compareFiles, type FileStore, guest, OpenSupports, type Storage } from '@opensupports/core'
import {
  type AddCommand,
  examples,
  type PlaceOptions,
  withDatabaseOption,
  withFilesOption,
  withJsonOption,
} from '../command.js'
import { databaseFile, openFiles, withDatabase } from '../open.js'
import { exitCode } from '../outcome.js'
import type { DataPlace } from '../place.js'
import { existingPlace } from './existing-place.js'
import { bad, type Finding, good, printFindings } from './findings.js'
import { lookAtAddress } from './look-at-address.js'
import { lookAtDatabase } from './look-at-database.js'
import { lookAtMail } from './look-at-mail.js'

export const check: AddCommand = (program, terminal, end) => {
  const command = program
    .command('check')
    .description('check database, tables, files and mail, without changing anything')
  withJsonOption(withFilesOption(withDatabaseOption(command)))
    .option('--no-mail', 'do not connect to the mail servers')
    .addHelpText('after', examples('check', 'check --json --no-mail'))
    .action(async ({ json, mail, ...placeOptions }: PlaceOptions & { mail: boolean }) => {
      const place = await existingPlace(terminal, placeOptions)
      const findings = await look(place, mail, terminal.env)
      const report = (well: boolean) => ({ well, findings })
      if (!printFindings(terminal, json, findings, report)) end(exitCode.found)
    })
}

async function look(place: DataPlace, mail: boolean, env: NodeJS.ProcessEnv): Promise<Finding[]> {
  const database = await lookAtDatabase(place.database, {
    pending: (names) => bad('database', 'migrations are pending: run `opensupports migrate`', names),
    current: 'reachable, and all migrations are applied',
  })
  if (database.some(({ state }) => state === 'bad')) return database
  return withDatabase(place, async (storage) => {
    const installed = await new OpenSupports({ storage }).system.installationDone(guest)
    return [
      ...database,
      installed
        ? good('installation', 'done')
        : bad('installation', 'the helpdesk is not installed: run `opensupports create-admin`'),
      await lookAtAddress(storage, env),
      ...lookAtPermissions(place),
      await lookAtOutbox(storage),
      ...(await lookAtFiles(storage, openFiles(place, env))),
      ...(await lookAtMail(storage, env, mail)),
    ]
  })
}

/** The database file holds password hashes and all tickets. */
function lookAtPermissions(place: DataPlace): Finding[] {
  const file = databaseFile(place)
  if (file === undefined) return []
  const mode = statSync(file).mode & 0o777
  return [
    (mode & 0o077) === 0
      ? good('permissions', 'only its owner can read the database')
      : bad('permissions', `others on this machine can read the database: run \`chmod 600 ${file}\``),
  ]
}

async function lookAtOutbox(storage: Storage): Promise<Finding> {
  const stuck = await storage.outbox.undelivered({ offset: 0, limit: 100 })
  if (stuck.length === 0) return good('outbox', 'no mail is stuck')
  const lines = stuck.map(({ to, attempts, cause }) => `to ${to}, tried ${attempts} times: ${cause}`)
  return bad('outbox', `${stuck.length === 100 ? 'at least 100' : stuck.length} mails are stuck`, lines)
}

async function lookAtFiles(storage: Storage, files: FileStore): Promise<Finding[]> {
  try {
    const names: string[] = []
    for await (const name of files.names?.() ?? []) names.push(name)
    const { stored, unused, missing } = await compareFiles(storage, names)
    return [
      missing.length > 0
        ? bad('files', `${missing.length} files of tickets, articles or staff are missing`, missing)
        : good('files', `no file is missing; ${stored} in all`),
      unused.length > 0
        ? bad('orphans', `${unused.length} files are unused: run \`opensupports clean-files\``)
        : good('orphans', 'no file is unused'),
    ]
  } catch (error) {
    return [bad('files', (error as Error).message)]
  }
}
