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
  const command = program.command('migrate').description('apply pending migrations to the database')
  withJsonOption(withDatabaseOption(command))
    .option('--dry-run', 'only list pending migrations')
    .option('--check', 'only list pending migrations, and fail if there are any')
    .addHelpText(
      'after',
      '\nEach start of the server also applies them. Run this command to do it before the start.',
    )
    .addHelpText('after', examples('migrate --check', 'migrate --database mysql://help@localhost/help'))
    .action(async ({ dryRun: isDry = false, check = false, json, ...placeOptions }: Options) => {
      const dryRun = isDry || check
      const place = await placeFrom(terminal, placeOptions)
      const { database } = place
      if (dryRun) mustExist(place)
      else await makeDatabaseFolder(database)
      const report = await migrateDatabase(database, { dryRun })
      const names = dryRun ? report.pending : report.applied
      const verb = dryRun ? 'Pending' : 'Applied'
      const words = names.length > 0 ? `${verb}: ${names.join(', ')}\n` : 'No migrations are pending.\n'
      print(terminal, json, report, words)
      if (check && names.length > 0) end(exitCode.failed)
    })
}
