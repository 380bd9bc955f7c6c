import { rename, rm, writeFile } from 'node:fs/promises'
import { OpenSupports } from '@opensupports/core'
import {
  type AddCommand,
  examples,
  type PlaceOptions,
  print,
  withDatabaseOption,
  withJsonOption,
} from '../command.js'
import { mustExist, withDatabase } from '../open.js'
import { readPlace } from '../place.js'
import { progressOn } from '../progress.js'

const mebibyte = 1_048_576

export const exportCommand: AddCommand = (program, terminal) => {
  const command = program
    .command('export')
    .description('write everything in the database to a file, while the helpdesk goes on')
    .argument('<file>', 'where to; - for the standard output')
  withJsonOption(withDatabaseOption(command))
    .addHelpText(
      'after',
      '\nAttachments are not in it: copy them after it. It holds password hashes: keep it safe.',
    )
    .addHelpText('after', examples('export backup.jsonl', 'export - | gzip > backup.jsonl.gz'))
    .action(async (file: string, { json, ...given }: PlaceOptions) => {
      const place = readPlace(terminal.env, given)
      mustExist(place)
      const progress = progressOn(terminal)
      let bytes = 0
      await withDatabase(place, async (storage) => {
        async function* counted() {
          for await (const chunk of new OpenSupports({ storage }).backup()) {
            bytes += chunk.length
            if (file !== '-') progress.show('MiB written', Math.round(bytes / mebibyte))
            yield chunk
          }
        }
        if (file === '-') {
          for await (const chunk of counted()) await written(chunk)
        } else {
          // What stands under its name is complete.
          const unfinished = `${file}.part`
          try {
            await writeFile(unfinished, counted(), { mode: 0o600 })
            await rename(unfinished, file)
          } catch (error) {
            await rm(unfinished, { force: true })
            throw error
          }
        }
      })
      progress.end()
      if (file !== '-')
        print(terminal, json, { file, bytes }, `${file} holds everything, in ${bytes} bytes.\n`)
    })
}

const written = (chunk: Uint8Array) =>
  new Promise<void>((resolve, reject) => {
    process.stdout.write(chunk, (error) => (error ? reject(error) : resolve()))
  })
