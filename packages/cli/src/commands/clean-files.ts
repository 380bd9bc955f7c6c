import { setTimeout as wait } from 'node:timers/promises'
import { compareFiles } from '@opensupports/core'
import {
  type AddCommand,
  examples,
  type PlaceOptions,
  print,
  withDatabaseOption,
  withFilesOption,
  withJsonOption,
} from '../command.js'
import { removeLeftovers } from '../leftovers.js'
import { openFiles, withDatabase } from '../open.js'
import { ConfigError } from '../place.js'
import { progressOn } from '../progress.js'
import { existingPlace } from './existing-place.js'

interface Options extends PlaceOptions {
  readonly remove?: boolean
  readonly wait: string
}

export const cleanFiles: AddCommand = (program, terminal) => {
  const command = program
    .command('clean-files')
    .description('find attachments and pictures that the helpdesk no longer uses, and remove them')
  withJsonOption(withFilesOption(withDatabaseOption(command)))
    .option('--remove', 'remove them; default: only list them')
    .option('--wait <seconds>', 'how long to wait for running uploads to finish', '60')
    .addHelpText(
      'after',
      '\nThe helpdesk may keep running: files younger than the wait are kept. --remove also removes what crashed\nuploads left in the folders of files and uploads (UPLOAD_DIR), an hour after the last write.',
    )
    .addHelpText('after', examples('clean-files', 'clean-files --remove'))
    .action(async ({ remove = false, wait: seconds, json, ...placeOptions }: Options) => {
      if (!/^\d{1,5}$/.test(seconds)) throw new ConfigError('--wait must be a number of seconds')
      const place = await existingPlace(terminal, placeOptions)
      const files = openFiles(place, terminal.env)
      const progress = progressOn(terminal)
      try {
        const names: string[] = []
        for await (const name of files.names()) names.push(name)
        for (let left = Number(seconds); left > 0 && names.length > 0; left--) {
          progress.show('seconds until running uploads are finished', left)
          await wait(1000)
        }
        const { unused } = await withDatabase(place, (storage) => compareFiles(storage, names))
        for (const [index, name] of unused.entries()) {
          if (!remove) break
          progress.show('Removed', index + 1, unused.length)
          await files.remove(name)
        }
        const uploadDir = terminal.env.UPLOAD_DIR || undefined
        if (remove) await removeLeftovers({ files: place.files, uploadDir })
        progress.end()
        const list = unused.map((name) => `${name}\n`).join('')
        const words = `${unused.length} of ${names.length} files ${remove ? 'were unused and have been removed' : 'are unused'}.\n`
        print(terminal, json, { stored: names.length, unused, removed: remove }, list + words)
      } finally {
        progress.end()
      }
    })
}
