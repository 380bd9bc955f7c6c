import {
  migrateDatabase,
  pendingSql,
  type SqlEngine,
  schemaDrift,
  sqlEngines,
  sqlFromNothing,
} from '@opensupports/kysely'
import { Option } from 'commander'
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
  /** True for the database at hand. */
  readonly sql?: SqlEngine | true
  readonly schema?: string
}

const sqlOption = new Option(
  '--sql [engine]',
  'print the SQL of pending migrations in place of applying them; with the name of an engine, print the SQL that creates all tables',
).choices(sqlEngines)

export const migrate: AddCommand = (program, terminal, end) => {
  const command = program.command('migrate').description('apply pending migrations to the database')
  withJsonOption(withDatabaseOption(command))
    .option('--dry-run', 'only list pending migrations')
    .option(
      '--check',
      'only list pending migrations and what the tables lack, and fail if there are any: for CI',
    )
    .addOption(sqlOption)
    .option('--schema <name>', 'the schema of the tables that --sql postgres creates; default public')
    .addHelpText(
      'after',
      '\nEach start of the server also applies them. Run this command to do it before the start.',
    )
    .addHelpText(
      'after',
      examples(
        'migrate --check',
        'migrate --database mysql://help@localhost/help',
        'migrate --sql postgres --schema helpdesk > helpdesk.sql',
      ),
    )
    .action(async ({ dryRun: isDry = false, check = false, sql, schema, json, ...places }: Options) => {
      if (sql !== undefined && sql !== true) return terminal.out(await sqlFromNothing(sql, schema))
      const dryRun = isDry || check
      const place = await placeFrom(terminal, places)
      const { database } = place
      if (dryRun || sql) mustExist(place)
      else await makeDatabaseFolder(database)
      if (sql) return terminal.out(await pendingSql(database))
      const report = await migrateDatabase(database, { dryRun })
      const drift = check && report.pending.length === 0 ? await schemaDrift(database) : []
      const names = dryRun ? report.pending : report.applied
      const verb = dryRun ? 'Pending' : 'Applied'
      const words = names.length > 0 ? `${verb}: ${names.join(', ')}\n` : 'No migrations are pending.\n'
      print(
        terminal,
        json,
        check ? { ...report, drift } : report,
        words + drift.map((line) => `${line}\n`).join(''),
      )
      if (check && names.length + drift.length > 0) end(exitCode.failed)
    })
}
