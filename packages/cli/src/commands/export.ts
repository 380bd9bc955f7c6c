import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, rename, rm, writeFile } from 'node:fs/promises'
import { OpenSupports } from '@opensupports/core'
import {
  type AddCommand,
  examples,
  type PlaceOptions,
  placeFrom,
  print,
  withDatabaseOption,
  withJsonOption,
} from '../command.js'
import { mustExist, withDatabase } from '../open.js'
import { type PassphraseOptions, passphraseFrom, withPassphraseOptions } from '../passphrase.js'
import { ConfigError } from '../place.js'
import { progressOn } from '../progress.js'

const mebibyte = 1_048_576

export const exportCommand: AddCommand = (program, terminal) => {
  const command = program
    .command('export')
    .description('write everything in the database to a file, while the helpdesk goes on')
    .argument('<file>', 'where to; - for the standard output')
  withPassphraseOptions(withJsonOption(withDatabaseOption(command)))
    .option('--force', 'overwrite the file when it is there')
    .addHelpText(
      'after',
      '\nAttachments are not in it: copy them after it. It holds password hashes: keep it safe. Passwords of mail\nservers and other secrets of the settings are left out, unless a passphrase seals them.',
    )
    .addHelpText(
      'after',
      examples(
        'export backup.jsonl',
        'export - | gzip > backup.jsonl.gz',
        'export backup.jsonl --passphrase',
      ),
    )
    .action(async (file: string, options: PlaceOptions & PassphraseOptions & { force?: boolean }) => {
      const { json, force = false, ...given } = options
      if (!force && file !== '-' && existsSync(file)) refuseToOverwrite(file)
      const place = await placeFrom(terminal, given)
      mustExist(place)
      const sealed = await passphraseFrom(terminal, options, '')
      const progress = progressOn(terminal)
      let bytes = 0
      await withDatabase(place, async (storage) => {
        async function* counted() {
          for await (const chunk of new OpenSupports({ storage }).backup(sealed)) {
            bytes += chunk.length
            if (file !== '-') progress.show('MiB written', Math.round(bytes / mebibyte))
            yield chunk
          }
        }
        if (file === '-') for await (const chunk of counted()) await written(chunk)
        else await writeWhole(file, counted(), force)
      })
      progress.end()
      if (file !== '-')
        print(terminal, json, { file, bytes }, `${file} holds everything, in ${bytes} bytes.\n`)
    })
}

const refuseToOverwrite = (file: string): never => {
  throw new ConfigError(`${file} is there already: name another file, or add --force to overwrite it`)
}

/** Writes a file that is complete when it stands under its name. */
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

/** Somebody else has made the file meanwhile; other failures come from file systems without hard links. */
const isThere = (error: NodeJS.ErrnoException) => error.code === 'EEXIST'

const written = (chunk: Uint8Array) =>
  new Promise<void>((resolve, reject) => {
    process.stdout.write(chunk, (error) => (error ? reject(error) : resolve()))
  })
