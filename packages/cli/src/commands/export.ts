import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, rename, rm, writeFile } from 'node:fs/promises'
import { OpenSupports } from '@opensupports/core'
import {
  type AddCommand,
  examples,
  type PlaceOptions,
  print,
  withDatabaseOption,
  withJsonOption,
} from '../command.js'
import { interruptible } from '../interruptible.js'
import { withDatabase } from '../open.js'
import { type PassphraseOptions, passphraseFrom, withPassphraseOptions } from '../passphrase.js'
import { ConfigError } from '../place.js'
import { mebibyte, progressOn } from '../progress.js'
import { existingPlace } from './existing-place.js'
import { addExportUser } from './export-user.js'

export const exportCommand: AddCommand = (program, terminal) => {
  const command = program
    .command('export')
    .description('write the whole database to a file while the helpdesk keeps running')
    .argument('<file>', 'the file to write; - for standard output')
  withPassphraseOptions(withJsonOption(withDatabaseOption(command)))
    .option('--force', 'overwrite an existing file')
    .addHelpText(
      'after',
      '\nThe file has no attachments: copy them after the export. It has password hashes: keep it safe. Passwords of\nmail servers and other secrets of the settings are included only with a passphrase, which encrypts them.',
    )
    .addHelpText(
      'after',
      examples(
        'export backup.jsonl',
        'export - | gzip > backup.jsonl.gz',
        'export backup.jsonl --passphrase',
        'export user jane@example.com jane',
      ),
    )
    .action(async (file: string, options: PlaceOptions & PassphraseOptions & { force?: boolean }) => {
      const { json, force = false, ...placeOptions } = options
      if (!force && file !== '-' && existsSync(file)) refuseToOverwrite(file)
      const place = await existingPlace(terminal, placeOptions)
      const sealed = await passphraseFrom(terminal, options, '')
      const progress = progressOn(terminal)
      let bytes = 0
      const write = (signal?: AbortSignal) =>
        withDatabase(place, async (storage) => {
          async function* counted() {
            for await (const chunk of new OpenSupports({ storage }).backup({ ...sealed, signal })) {
              bytes += chunk.length
              if (file !== '-') progress.show('MiB written', Math.round(bytes / mebibyte))
              yield chunk
            }
          }
          if (file === '-') for await (const chunk of counted()) await written(chunk)
          else await writeWhole(file, counted(), force)
        })
      // Standard output leaves nothing to remove: a stop signal may end the process at once.
      await (file === '-' ? write() : interruptible('no file was written.', write))
      progress.end()
      if (file !== '-')
        print(terminal, json, { file, bytes }, `The database was written to ${file}, ${bytes} bytes.\n`)
    })
  addExportUser(command, terminal)
}

const refuseToOverwrite = (file: string): never => {
  throw new ConfigError(`${file} exists: choose another file, or add --force to overwrite it`)
}

/** Writes a file under a temporary name, and renames it when it is complete. */
async function writeWhole(file: string, chunks: AsyncIterable<Uint8Array>, force: boolean): Promise<void> {
  const unfinished = `${file}.${randomUUID()}.part`
  try {
    await writeFile(unfinished, chunks, { mode: 0o600, flag: 'wx' })
    if (force) await rename(unfinished, file)
    else
      await link(unfinished, file).catch((error) =>
        isThere(error) ? refuseToOverwrite(file) : rename(unfinished, file),
      )
  } finally {
    await rm(unfinished, { force: true })
  }
}

/** Another process created the file. Other errors come from file systems without hard links. */
const isThere = (error: NodeJS.ErrnoException) => error.code === 'EEXIST'

const written = (chunk: Uint8Array) =>
  new Promise<void>((resolve, reject) => {
    process.stdout.write(chunk, (error) => (error ? reject(error) : resolve()))
  })
