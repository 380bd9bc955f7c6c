import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { ConfigError } from './place.js'
import type { Terminal } from './terminal.js'

/** Where a command gets a new password from. */
export interface NewPasswordOptions {
  readonly passwordStdin?: boolean
  readonly passwordFile?: string
}

export const withNewPasswordOptions = (command: Command): Command =>
  command
    .option('--password-stdin', 'read the password from standard input')
    .option('--password-file <path>', 'read the password from a file')

/**
 * Reads a new password from a file or standard input, or prompts for it. Without a terminal, it generates one.
 *
 * @returns the password, and whether it was generated
 * @throws ConfigError if the file cannot be read
 */
export async function newPasswordFrom(
  terminal: Terminal,
  { passwordStdin, passwordFile }: NewPasswordOptions,
): Promise<{ readonly password: string; readonly made: boolean }> {
  if (passwordFile !== undefined) {
    const text = await readFile(passwordFile, 'utf8').catch((error: Error) => {
      throw new ConfigError(`cannot read --password-file: ${error.message}`)
    })
    return { password: withoutNewline(text), made: false }
  }
  if (passwordStdin) return { password: withoutNewline(await terminal.input()), made: false }
  if (terminal.isInteractive) return { password: await terminal.ask('Password: '), made: false }
  return { password: randomBytes(12).toString('base64url'), made: true }
}

const withoutNewline = (text: string) => text.replace(/\r?\n$/, '')
