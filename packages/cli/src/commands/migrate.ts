import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { migrateDatabase } from '@opensupports/kysely'
import {
  type AddCommand,
  examples,
  type PlaceOptions,
  print,
  withDatabaseOption,
  withJsonOption,
} from '../command.js'
import { mustExist } from '../open.js'
import { isFile, readPlace } from '../place.js'

export const migrate: AddCommand = (program, terminal) => {
  const command = program
    .command('migrate')
    .description('bring the tables of the database to their newest state')
  withJsonOption(withDatabaseOption(command))
    .option('--dry-run', 'only tell what would be done')
    .addHelpText('after', '\nEvery start of a server does the same; this is for doing it beforehand.')
    .addHelpText('after', examples('migrate --dry-run', 'migrate --database mysql://help@localhost/help'))
    .action(async ({ dryRun = false, json, ...given }: PlaceOptions & { dryRun?: boolean }) => {
      const place = readPlace(terminal.env, given)
      const { database } = place
      if (dryRun) mustExist(place)
      else if (isFile(database)) await mkdir(dirname(database), { recursive: true, mode: 0o700 })
      const report = await migrateDatabase(database, { dryRun })
      const names = dryRun ? report.pending : report.applied
      const verb = dryRun ? 'To be done' : 'Done'
      const words =
        names.length > 0 ? `${verb}: ${names.join(', ')}\n` : 'The tables are as they should be.\n'
      print(terminal, json, report, words)
    })
}
