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
  let environment: Environment = { values: terminal.env, sources: new Map() }
  // Commands see the values of the files, which are read only before a command runs: `--help` needs none.
  const loaded: Terminal = Object.defineProperty({ ...terminal }, 'env', { get: () => environment.values })
  const program = new Command('opensupports')
    .description('Runs and maintains a helpdesk.')
    .version(version, '-V, --version', 'print the version')
    .showHelpAfterError('(see opensupports --help)')
    .addHelpText('after', `\nEnvironment:\n${placeVariables}\n${exitCodesHelp}\n`)
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .exitOverride()
    .hook('preAction', async () => {
      if (terminal.folder !== undefined)
        environment = await loadEnvironment(terminal.env, terminal.folder, configurable)
    })
  for (const add of commands) {
    add(program, loaded, (code) => {
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
    terminal.err(failureText(error, environment.sources))
    return exitCode.failed
  }
}
