import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { restoreBackup } from '@opensupports/core'
import { backupStores, restoreSet } from '../backup-set/index.js'
import {
  type AddCommand,
  examples,
  type PlaceOptions,
  placeFrom,
  print,
  withDatabaseOption,
  withFilesOption,
  withJsonOption,
} from '../command.js'
import { interruptible } from '../interruptible.js'
import { openFiles, withDatabase } from '../open.js'
import { type PassphraseOptions, passphraseFrom, withPassphraseOptions } from '../passphrase.js'
import { ConfigError, isFolder } from '../place.js'
import { progressOn, showingBytes } from '../progress.js'
import type { Terminal } from '../terminal.js'

interface Options extends PlaceOptions, PassphraseOptions {
  readonly withFiles?: boolean
  readonly set?: string
}

export const restore: AddCommand = (program, terminal) => {
  const command = program
    .command('restore')
    .description('fill an empty database of any kind with what `export` or `backup` has written')
    .argument('<from>', 'a file of `export`, - for standard input, or the folder or bucket of `backup`')
  withPassphraseOptions(withJsonOption(withFilesOption(withDatabaseOption(command))))
    .option('--with-files', 'restore attachments and pictures too, from a place of `backup`')
    .option('--set <time>', 'the backup to restore, such as 20261126T231500Z; default: the newest')
    .addHelpText(
      'after',
      '\nRestores all of the database or nothing: a truncated or modified file is rejected. Files are compared with their\nhashes, and restored before the database.',
    )
    .addHelpText(
      'after',
      examples(
        'restore backup.jsonl --database postgres://help@localhost/help',
        "restore /var/backups/helpdesk --with-files --database new.db --files 'new files'",
      ),
    )
    .action(async (file: string, options: Options) => {
      const { json, ...placeOptions } = options
      if (await isPlaceOfSets(file)) return restoreFromSets(terminal, file, options)
      if (options.withFiles || options.set)
        throw new ConfigError('--with-files and --set need the folder or bucket of `backup`, not a file')
      const opening = await passphraseFrom(terminal, options, file)
      const progress = progressOn(terminal)
      const total = file === '-' ? undefined : (await stat(file)).size
      const source = file === '-' ? process.stdin : createReadStream(file)
      try {
        const place = await placeFrom(terminal, placeOptions)
        const { rows } = await interruptible('nothing was restored.', (signal) =>
          withDatabase(place, (storage) =>
            restoreBackup(storage, showingBytes(source, 'MiB read', progress, total), { ...opening, signal }),
          ),
        )
        progress.end()
        print(terminal, json, { rows }, `${rows} rows were restored.\n`)
      } finally {
        progress.end()
        // An open standard input would keep the process alive.
        source.destroy()
      }
    })
}

/** Returns whether an address is one that `backup` writes to: a bucket or a folder. */
async function isPlaceOfSets(address: string): Promise<boolean> {
  if (!isFolder(address)) return true
  return stat(address).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

async function restoreFromSets(terminal: Terminal, address: string, options: Options): Promise<void> {
  const opening = await passphraseFrom(terminal, options, '')
  const place = await placeFrom(terminal, options)
  const stores = backupStores(address, place, terminal.env)
  const files = options.withFiles ? openFiles(place, terminal.env) : undefined
  const progress = progressOn(terminal)
  try {
    const outcome = 'the database is empty. The next restore keeps the files that are there already.'
    const restored = await interruptible(outcome, (signal) =>
      withDatabase(place, (storage) =>
        restoreSet(stores, { storage, files }, options.set, progress, { ...opening, signal }),
      ),
    )
    progress.end()
    const words = `Backup ${restored.stamp}: ${restored.rows} rows and ${restored.files} files were restored.\n`
    print(terminal, options.json, restored, words)
  } finally {
    progress.end()
  }
}
