import type { Command } from 'commander'
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
  command.option('-d, --database <address>', 'the database; default: as the environment says')

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
