import { randomUUID } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ExportedFile } from '@opensupports/core'
import type { Command } from 'commander'
import {
  examples,
  type PlaceOptions,
  placeFrom,
  print,
  withDatabaseOption,
  withFilesOption,
  withJsonOption,
} from '../command.js'
import { withHelpdesk } from '../helpdesk.js'
import { interruptible } from '../interruptible.js'
import { ConfigError } from '../place.js'
import { progressOn } from '../progress.js'
import type { Terminal } from '../terminal.js'
import { personText, userFrom } from '../user-argument.js'

/** Adds `export user` to `export`, whose options it shares. */
export function addExportUser(exporting: Command, terminal: Terminal): void {
  const command = exporting.command('user')
  withJsonOption(withFilesOption(withDatabaseOption(command)))
    .description('write everything about a user to a new folder: JSON, attachments and original mails')
    .argument('<user>', 'the address or the id of the user')
    .argument('<folder>', 'the folder to make')
    .addHelpText(
      'after',
      '\nThe folder has the account, the tickets as the user sees them, what the helpdesk keeps of the user elsewhere, and\nno passwords or tokens.',
    )
    .addHelpText('after', examples('export user jane@example.com jane'))
    .action(async (given: string, folder: string) => {
      // `export` has options of the same names, which take those that stand here.
      const { json, ...options } = command.optsWithGlobals<PlaceOptions>()
      if (existsSync(folder)) throw new ConfigError(`${folder} exists: choose another folder`)
      const user = userFrom(given)
      const place = await placeFrom(terminal, options)
      const progress = progressOn(terminal)
      const files = await interruptible('no folder was written.', (signal) =>
        withHelpdesk(place, terminal.env, async ({ helpdesk, storage }) => {
          await personText(storage, user)
          return writeFolder(folder, helpdesk.exportUser(user, { signal }), (count) =>
            progress.show('Files written', count),
          )
        }),
      ).finally(() => progress.end())
      print(terminal, json, { folder, files }, `${files} files were written to ${folder}.\n`)
    })
}

/** Writes a folder under a temporary name, and renames it when it is complete. Returns how many files it has. */
async function writeFolder(
  folder: string,
  files: AsyncIterable<ExportedFile>,
  onFile: (count: number) => void,
): Promise<number> {
  const unfinished = `${folder}.${randomUUID()}.part`
  let count = 0
  try {
    await mkdir(unfinished, { mode: 0o700 })
    for await (const { path, content } of files) {
      const file = join(unfinished, path)
      await mkdir(dirname(file), { recursive: true, mode: 0o700 })
      await pipeline(Readable.from(content), createWriteStream(file, { mode: 0o600, flags: 'wx' }))
      onFile(++count)
    }
    await rename(unfinished, folder)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
  return count
}
