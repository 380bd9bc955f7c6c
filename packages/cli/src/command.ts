import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { ConfigError, type DataPlace, readPlace } from './place.js'
import type { Terminal } from './terminal.js'

/** Adds a command to the program. `end` sets the exit code, where it is not 0. */
export type AddCommand = (program: Command, terminal: Terminal, end: (code: number) => void) => void

/** The options of everything that works on a helpdesk; those that are not given come from the environment. */
export interface PlaceOptions {
  readonly database?: string
  readonly files?: string
  readonly json?: boolean
}

export const withDatabaseOption = (command: Command): Command =>
  command.option(
    '-d, --database <address>',
    'the database, or @file with its address in it, @- for the standard input; default: as the environment says',
  )

export const withFilesOption = (command: Command): Command =>
  command.option(
    '-f, --files <address>',
    'the folder of attachments, or their bucket; default: as the environment says',
  )

export const withJsonOption = (command: Command): Command =>
  command.option('--json', 'print what was done as JSON, for programs')

export const examples = (...lines: string[]): string =>
  `\nExamples:\n${lines.map((line) => `  opensupports ${line}\n`).join('')}`

/** Prints what was done: as JSON for programs, or in words. */
export const print = (terminal: Terminal, json: boolean | undefined, value: unknown, words: string): void =>
  terminal.out(json ? `${JSON.stringify(value, null, 2)}\n` : words)

/**
 * Reads an address of the command line: itself, or what the file after `@` holds, `@-` being the standard input. Warns
 * of a password that stands on the command line.
 *
 * @throws ConfigError when the file cannot be read
 */
export async function addressFrom(
  terminal: Terminal,
  option: string,
  given: string | undefined,
): Promise<string | undefined> {
  if (given === '@-') return (await terminal.input()).trim()
  if (given?.startsWith('@')) {
    return readFile(given.slice(1), 'utf8').then(
      (text) => text.trim(),
      (error: Error) => {
        throw new ConfigError(`${option} ${given} cannot be read: ${error.message}`)
      },
    )
  }
  if (given !== undefined && URL.canParse(given) && new URL(given).password !== '') {
    terminal.err(
      `Others on this machine can see the password in ${option}: put the address into a file, and give ${option} @file\n`,
    )
  }
  return given
}

/** Reads where a helpdesk is: by the options, else by the environment. */
export async function placeFrom(terminal: Terminal, given: PlaceOptions): Promise<DataPlace> {
  const database = await addressFrom(terminal, '--database', given.database)
  return readPlace(terminal.env, {
    ...(database === undefined ? {} : { database }),
    ...(given.files === undefined ? {} : { files: given.files }),
  })
}
