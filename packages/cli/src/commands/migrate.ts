import { migrateDatabase } from '@opensupports/kysely'
import {
  type AddCommand,
  examples,
  type PlaceOptions,
  placeFrom,
  print,
  withDatabaseOption,
  withJsonOption,
} from '../command.js'
import { makeDatabaseFolder, mustExist } from '../open.js'
import { exitCode } from '../outcome.js'

interface Options extends PlaceOptions {
  readonly dryRun?: boolean
  readonly check?: boolean
}

export const migrate: AddCommand = (program, terminal, end) => {
  const command = program
    .command('migrate')
    .description('bring the tables of the database to their newest state')
  withJsonOption(withDatabaseOption(command))
    .option('--dry-run', 'only tell what would be done')
    .option('--check', 'only tell what would be done, and fail when that is anything')
    .addHelpText('after', '\nEvery start of a server does the same; this is for doing it beforehand.')
    .addHelpText('after', examples('migrate --check', 'migrate --database mysql://help@localhost/help'))
    .action(async ({ dryRun: isDry = false, check = false, json, ...given }: Options) => {
      const dryRun = isDry || check
      const place = await placeFrom(terminal, given)
      const { database } = place
      if (dryRun) mustExist(place)
      else await makeDatabaseFolder(database)
      const report = await migrateDatabase(database, { dryRun })
      const names = dryRun ? report.pending : report.applied
      const verb = dryRun ? 'To be done' : 'Done'
      const words =
        names.length > 0 ? `${verb}: ${names.join(', ')}\n` : 'The tables are as they should be.\n'
      print(terminal, json, report, words)
      if (check && names.length > 0) end(exitCode.failed)
    })
}
