import { setTimeout as wait } from 'node:timers/promises'
import { backupStores, keepNewest, makeSet } from '../backup-set/index.js'
import {
  type AddCommand,
  examples,
  type PlaceOptions,
  print,
  withDatabaseOption,
  withFilesOption,
  withJsonOption,
} from '../command.js'
import { InterruptedError, interruptible } from '../interruptible.js'
import { openFiles, withDatabase } from '../open.js'
import { type PassphraseOptions, passphraseFrom, withPassphraseOptions } from '../passphrase.js'
import { ConfigError } from '../place.js'
import { progressOn } from '../progress.js'
import { existingPlace } from './existing-place.js'

interface Options extends PlaceOptions, PassphraseOptions {
  readonly withFiles?: boolean
  readonly every?: string
  readonly keep?: string
}

const hour = 3_600_000

export const backup: AddCommand = (program, terminal) => {
  const command = program
    .command('backup')
    .description(
      'write the database, and the files if wanted, to a folder or a bucket while the helpdesk keeps running',
    )
    .argument('<place>', 'a folder, or s3://bucket/folder?endpoint=…')
  withPassphraseOptions(withJsonOption(withFilesOption(withDatabaseOption(command))))
    .option('--with-files', 'include attachments and pictures')
    .option('--every <hours>', 'repeat it until a stop signal')
    .option('--keep <number>', 'remove all backups but the newest ones, and the files that only they have')
    .addHelpText(
      'after',
      '\nEach backup is `helpdesk-<time>.jsonl`, with its list of files and hashes, `helpdesk-<time>.sha256`. Backups at\none place share the files in `files/`, so that only new files are copied. In a folder, `sha256sum --check` checks\nthe files. Secrets of the settings are included only with a passphrase, which encrypts them.',
    )
    .addHelpText(
      'after',
      examples(
        'backup /var/backups/helpdesk --with-files',
        'backup /var/backups/helpdesk --with-files --every 24 --keep 7',
        "restore /var/backups/helpdesk --with-files --database new.db --files 'new files'",
      ),
    )
    .action(async (address: string, options: Options) => {
      const everyMs = readHours(options.every)
      const keep = readCount(options.keep)
      const place = await existingPlace(terminal, options)
      const stores = backupStores(address, place, terminal.env)
      const sealed = await passphraseFrom(terminal, options, '')
      const files = options.withFiles ? openFiles(place, terminal.env) : undefined
      const progress = progressOn(terminal)
      const once = async (signal: AbortSignal) => {
        const made = await withDatabase(place, (storage) =>
          makeSet({ storage, files }, stores, new Date(), progress, { ...sealed, signal }),
        ).finally(() => progress.end())
        const removed = keep === undefined ? 0 : await keepNewest(stores, keep)
        const { stamp, bytes, copied } = made
        const words = `Backup ${stamp}: ${bytes} bytes of the database, ${made.files} files, ${copied} of them new. `
        print(terminal, options.json, { ...made, removed }, `${words}${removed} old backups were removed.\n`)
      }
      const work = interruptible(
        'the backup in progress is incomplete, and will not be used.',
        async (signal) => {
          await once(signal)
          while (everyMs !== undefined) {
            await wait(everyMs, undefined, { signal })
            // One backup that fails, for example while the database is down, does not end the others.
            await once(signal).catch((error: Error) => {
              signal.throwIfAborted()
              terminal.err(`The backup failed: ${error.message}\n`)
            })
          }
        },
      )
      // A stop signal is the usual end of a repeated backup.
      await work.catch((error: unknown) => {
        if (everyMs === undefined || !(error instanceof InterruptedError)) throw error
      })
    })
}

function readHours(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const hours = /^\d{1,3}(?:\.\d{1,4})?$/.test(text) ? Number(text) : 0
  if (hours <= 0 || hours > 500) throw new ConfigError('--every must be a number of hours, up to 500')
  return hours * hour
}

function readCount(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new ConfigError('--keep must be a number of backups, at least 1')
  return Number(text)
}
