import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { restoreBackup } from '@opensupports/core'
import {
  type AddCommand,
  examples,
  type PlaceOptions,
  placeFrom,
  print,
  withDatabaseOption,
  withJsonOption,
} from '../command.js'
import { interruptible } from '../interruptible.js'
import { withDatabase } from '../open.js'
import { type PassphraseOptions, passphraseFrom, withPassphraseOptions } from '../passphrase.js'
import { progressOn } from '../progress.js'

const mebibyte = 1_048_576

export const restore: AddCommand = (program, terminal) => {
  const command = program
    .command('restore')
    .description('fill an empty database of any kind with a file written by `export`')
    .argument('<file>', 'the file to read; - for standard input')
  withPassphraseOptions(withJsonOption(withDatabaseOption(command)))
    .addHelpText('after', '\nRestores all of the file or nothing: a truncated or modified file is rejected.')
    .addHelpText('after', examples('restore backup.jsonl --database postgres://help@localhost/help'))
    .action(async (file: string, options: PlaceOptions & PassphraseOptions) => {
      const { json, ...placeOptions } = options
      const opening = await passphraseFrom(terminal, options, file)
      const progress = progressOn(terminal)
      const total = file === '-' ? undefined : Math.ceil((await stat(file)).size / mebibyte)
      const source = file === '-' ? process.stdin : createReadStream(file)
      async function* chunks() {
        let bytes = 0
        for await (const chunk of source) {
          bytes += chunk.length
          progress.show('MiB read', Math.round(bytes / mebibyte), total)
          yield chunk
        }
      }
      try {
        const place = await placeFrom(terminal, placeOptions)
        const { rows } = await interruptible('nothing was restored.', (signal) =>
          withDatabase(place, (storage) => restoreBackup(storage, chunks(), { ...opening, signal })),
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
