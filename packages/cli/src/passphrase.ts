import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { ConfigError } from './place.js'
import type { Terminal } from './terminal.js'

/** Options for the passphrase. It is never an argument, which other users of the machine could read. */
export interface PassphraseOptions {
  readonly passphrase?: boolean
  readonly passphraseStdin?: boolean
  readonly passphraseFile?: string
}

export const withPassphraseOptions = (command: Command): Command =>
  command
    .option('--passphrase', 'prompt for the passphrase')
    .option('--passphrase-stdin', 'read the passphrase from standard input')
    .option('--passphrase-file <path>', 'read the passphrase from a file')

/**
 * Returns the passphrase from the source that the options name, without the line break at the end. Returns undefined
 * without such an option.
 *
 * @param file the file that the command reads or writes
 */
export async function passphraseFrom(
  terminal: Terminal,
  { passphrase, passphraseStdin, passphraseFile }: PassphraseOptions,
  file: string,
): Promise<{ readonly passphrase?: string }> {
  if (passphraseStdin && file === '-') {
    throw new ConfigError(
      'standard input cannot be both the passphrase and the backup: use --passphrase-file',
    )
  }
  let input: string | undefined
  if (passphraseFile !== undefined) input = await readFile(passphraseFile, 'utf8')
  else if (passphraseStdin) input = await terminal.input()
  else if (passphrase) input = await terminal.ask('Passphrase: ')
  if (input === undefined) return {}
  const text = input.replace(/\r?\n$/, '')
  if (text === '') throw new ConfigError('the passphrase is empty')
  return { passphrase: text }
}
