import { isFileName } from '@opensupports/core'
import { type AdoptionReport, adopt } from '@opensupports/kysely'
import {
  type AddCommand,
  addressFrom,
  examples,
  type PlaceOptions,
  print,
  withFilesOption,
  withJsonOption,
} from '../command.js'
import { interruptible } from '../interruptible.js'
import { openFiles, withDatabase } from '../open.js'
import { exitCode } from '../outcome.js'
import { ConfigError, readPlace, secretFrom } from '../place.js'
import { progressOn } from '../progress.js'
import { lookAtMail } from './look-at-mail.js'

interface Options extends Pick<PlaceOptions, 'files' | 'json'> {
  readonly from?: string
  readonly to?: string
  readonly dryRun?: boolean
  readonly resolveConflicts?: boolean
  readonly mail: boolean
}

/** Compares the file names in the tables with the stored files. */
interface FileFindings {
  readonly missing: readonly string[]
  /** Names that file stores reject: these files cannot be downloaded. */
  readonly unfit: readonly string[]
}

const help = `
After adopting in place, the old server can still use the database, except for API keys and
links in mails: these are then stored as hashes.
With --to, everything is copied into an empty database, and the old one is not changed.

Before you start, stop the old server and make a backup. If the command is interrupted, run it
again to finish. Conflicting rows, such as two users with one e-mail address, are listed, and
nothing is changed without --resolve-conflicts.

--files names the folder of the old server's attachments, which can be used unchanged.
`

export const adoptCommand: AddCommand = (program, terminal, end) => {
  const command = program
    .command('adopt')
    .description('take over the database of an OpenSupports 4.11, in place or into another one')
  withJsonOption(withFilesOption(command))
    .option(
      '--from <address>',
      'the old database, mysql://…, or @file to read its address from a file; default: DATABASE_URL',
    )
    .option('--to <address>', 'an empty database of any kind: postgres://…, mysql://…, or a path')
    .option('--dry-run', 'only print what would be done')
    .option('--resolve-conflicts', 'resolve each conflict as listed')
    .addHelpText('after', help)
    .addHelpText(
      'after',
      examples(
        'adopt --from mysql://help@localhost/help --dry-run',
        'adopt --from @old-database.txt --files /var/www/opensupports/api/files',
        'adopt --from mysql://help@localhost/help --to postgres://help@localhost/help',
      ),
    )
    .option('--no-mail', 'do not test the mail server of the settings')
    .action(async ({ json, files, mail, ...options }: Options) => {
      const from =
        (await addressFrom(terminal, '--from', options.from)) ?? secretFrom(terminal.env, 'DATABASE_URL')
      const to = await addressFrom(terminal, '--to', options.to)
      if (!from) throw new ConfigError('pass the database of the old server as --from')
      const progress = progressOn(terminal)
      try {
        const { files: names, ...report } = await interruptible('the same command does the rest.', (signal) =>
          adopt({
            ...options,
            from,
            onProgress: progress.show,
            signal,
            ...(to ? { to } : {}),
          }),
        )
        progress.end()
        const fileFindings = files
          ? await compare(names, openFiles(readPlace({}, { files }), terminal.env))
          : undefined
        const isAdopted = report.state === 'done' || report.state === 'already'
        const mailTrouble = isAdopted && mail ? await mailTroubleOf(to ?? from) : undefined
        const more = {
          ...(fileFindings ? { files: fileFindings } : {}),
          ...(mailTrouble ? { mail: mailTrouble } : {}),
        }
        const trouble = mailTrouble ? `\n${mailTrouble}\n` : ''
        print(terminal, json, { ...report, ...more }, inWords(report, fileFindings) + trouble)
        const hasFindings =
          (fileFindings && fileFindings.missing.length + fileFindings.unfit.length > 0) ||
          mailTrouble !== undefined
        if (report.conflicts.length > 0 && report.state !== 'done') end(exitCode.found)
        else if (hasFindings) end(exitCode.found)
      } finally {
        progress.end()
      }
    })
}

/** Reports a mail server in the settings that does not work, with the consequences and the fix. */
async function mailTroubleOf(database: string): Promise<string | undefined> {
  return withDatabase({ database }, async (storage) => {
    const smtp = (await lookAtMail(storage, {}, true, ['smtp'])).find(({ state }) => state === 'bad')
    return smtp && [`${smtp.name}: ${smtp.text}`, ...(smtp.details ?? [])].join('\n')
  })
}

async function compare(names: readonly string[], store: ReturnType<typeof openFiles>): Promise<FileFindings> {
  const stored = new Set<string>()
  for await (const name of store.names()) stored.add(name)
  return {
    missing: names.filter((name) => isFileName(name) && !stored.has(name)),
    unfit: names.filter((name) => !isFileName(name)),
  }
}

const headlines: Record<AdoptionReport['state'], string> = {
  done: 'The database is adopted.',
  'dry-run': 'Dry run: nothing was changed. An adoption would do this:',
  conflicts: 'Nothing was changed: rows conflict. Fix them, or add --resolve-conflicts.',
  already: 'The database is already adopted.',
}

const figures = new Intl.NumberFormat('en')
const list = (title: string, lines: readonly string[]) =>
  lines.length > 0 ? `\n${title}\n${lines.map((line) => `  ${line}\n`).join('')}` : ''

function inWords(report: Omit<AdoptionReport, 'files'>, files: FileFindings | undefined): string {
  const { state, changes, conflicts, rows } = report
  const counts = Object.entries(rows).filter(([, count]) => count > 0)
  return [
    `${headlines[state]}\n`,
    list('Changes:', changes),
    list(
      'Conflicts:',
      conflicts.flatMap(({ table, column, value, rows, resolution }) => [
        `${table}.${column} ${value === null ? 'is missing' : JSON.stringify(value)}: ${resolution}`,
        ...rows.map(({ id, text }) => `    id ${id}${text ? `: ${text}` : ''}`),
      ]),
    ),
    list(
      'Rows:',
      counts.map(([table, count]) => `${table} ${figures.format(count)}`),
    ),
    files ? list('Missing files:', files.missing) : '',
    files ? list('Files with names that cannot be stored:', files.unfit) : '',
  ].join('')
}
