import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { ConfigError, type DataPlace, readPlace } from './place.js'
import type { Terminal } from './terminal.js'

/** Adds a command to the program. `end` sets the exit code if it is not 0. */
export type AddCommand = (program: Command, terminal: Terminal, end: (code: number) => void) => void

/** Options of all commands that work on a helpdesk. Missing ones come from the environment. */
export interface PlaceOptions {
  readonly database?: string
  readonly files?: string
  readonly json?: boolean
}

export const withDatabaseOption = (command: Command): Command =>
  command.option(
    '-d, --database <address>',
    'the database, or @file to read its address from a file, @- from standard input; default: DATABASE_URL',
  )

export const withFilesOption = (command: Command): Command =>
  command.option('-f, --files <address>', 'the folder or bucket of attachments; default: FILES_URL')

export const withJsonOption = (command: Command): Command =>
  command.option('--json', 'print the result as JSON')

export const examples = (...lines: string[]): string =>
  `\nExamples:\n${lines.map((line) => `  opensupports ${line}\n`).join('')}`

/** Prints the result, as JSON or as text. */
export const print = (terminal: Terminal, json: boolean | undefined, value: unknown, words: string): void =>
  terminal.out(json ? `${JSON.stringify(value, null, 2)}\n` : words)

/**
 * Reads an address from the command line: the value itself, or the content of the file after `@`; `@-` is standard
 * input. Prints a warning if the value has a password.
 *
 * @throws ConfigError if the file cannot be read
 */
export async function addressFrom(
  terminal: Terminal,
  option: string,
  value: string | undefined,
): Promise<string | undefined> {
  if (value === '@-') return (await terminal.input()).trim()
  if (value?.startsWith('@')) {
    return readFile(value.slice(1), 'utf8').then(
      (text) => text.trim(),
      (error: Error) => {
        throw new ConfigError(`cannot read ${option} ${value}: ${error.message}`)
      },
    )
  }
  if (value !== undefined && URL.canParse(value) && new URL(value).password !== '') {
    terminal.err(
      `Others on this machine can see the password in ${option}: write the address to a file, and pass ${option} @file\n`,
    )
  }
  return value
}

/** Reads where a helpdesk's data is, from the options and the environment. */
export async function placeFrom(terminal: Terminal, options: PlaceOptions): Promise<DataPlace> {
  const database = await addressFrom(terminal, '--database', options.database)
  return readPlace(terminal.env, {
    ...(database === undefined ? {} : { database }),
    ...(options.files === undefined ? {} : { files: options.files }),
  })
}
