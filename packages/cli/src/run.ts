import { Command, CommanderError } from 'commander'
import { commands } from './commands/index.js'
import { type Environment, loadEnvironment } from './environment/index.js'
import { exitCode, exitCodesHelp, failureText } from './outcome.js'
import { placeVariables } from './place.js'
import { configurable } from './serve/index.js'
import type { Terminal } from './terminal.js'
import { version } from './version.js'

/**
 * Runs a command line.
 *
 * @param args the arguments after node and the program
 * @returns the exit code; `serve` keeps running after it
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let outcome: number = exitCode.done
  let sources: Environment['sources'] = new Map()
  const forCommands: Terminal & { env: NodeJS.ProcessEnv } = { ...terminal }
  const program = new Command('opensupports')
    .description('Runs and maintains a helpdesk.')
    .version(version, '-V, --version', 'print the version')
    .showHelpAfterError('(see opensupports --help)')
    .addHelpText('after', `\nEnvironment:\n${placeVariables}\n${exitCodesHelp}\n`)
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .exitOverride()
    .hook('preAction', async () => {
      // The files are read only before a command runs: `--help` needs none.
      if (terminal.folder === undefined) return
      const environment = await loadEnvironment(terminal.env, terminal.folder, configurable)
      forCommands.env = environment.values
      sources = environment.sources
    })
  for (const add of commands) {
    add(program, forCommands, (code) => {
      outcome = code
    })
  }
  try {
    if (args.length === 0) {
      program.outputHelp({ error: true })
      return exitCode.usage
    }
    await program.parseAsync(args, { from: 'user' })
    return outcome
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage
    terminal.err(failureText(error, sources))
    return exitCode.failed
  }
}
