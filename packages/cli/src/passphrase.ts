import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { ConfigError } from './place.js'
import type { Terminal } from './terminal.js'

/** Where a passphrase comes from: never from an argument, which other users of the machine can read. */
export interface PassphraseOptions {
  readonly passphrase?: boolean
  readonly passphraseStdin?: boolean
  readonly passphraseFile?: string
}

export const withPassphraseOptions = (command: Command): Command =>
  command
    .option('--passphrase', 'ask for the passphrase')
    .option('--passphrase-stdin', 'read the passphrase from the standard input')
    .option('--passphrase-file <path>', 'read the passphrase from a file')

/**
 * Returns the passphrase from where the options say, without the end of its line; undefined where they say nothing.
 *
 * @param file what the command reads or writes
 */
export async function passphraseFrom(
  terminal: Terminal,
  { passphrase, passphraseStdin, passphraseFile }: PassphraseOptions,
  file: string,
): Promise<{ readonly passphrase?: string }> {
  if (passphraseStdin && file === '-') {
    throw new ConfigError('the standard input cannot be the passphrase and the backup: use --passphrase-file')
  }
  let given: string | undefined
  if (passphraseFile !== undefined) given = await readFile(passphraseFile, 'utf8')
  else if (passphraseStdin) given = await terminal.input()
  else if (passphrase) given = await terminal.ask('Passphrase: ')
  if (given === undefined) return {}
  const text = given.replace(/\r?\n$/, '')
  if (text === '') throw new ConfigError('the passphrase is empty')
  return { passphrase: text }
}
