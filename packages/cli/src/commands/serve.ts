import {
  type AddCommand,
  examples,
  type PlaceOptions,
  placeFrom,
  withDatabaseOption,
  withFilesOption,
} from '../command.js'
import { readConfig, serve, serveVariables } from '../serve/index.js'

export const serveCommand: AddCommand = (program, terminal) => {
  const command = program
    .command('serve')
    .description('serve the helpdesk over HTTP until the process gets a stop signal')
  withFilesOption(withDatabaseOption(command))
    .option('-p, --port <number>', 'the port to listen on; overrides PORT')
    .option('--host <name>', 'the name or address to listen on; overrides HOST')
    .addHelpText('after', `\nEnvironment:\n${serveVariables}`)
    .addHelpText('after', examples('serve', 'serve --database postgres://help@localhost/help --port 9000'))
    .action(async ({ port, host, ...options }: PlaceOptions & { port?: string; host?: string }) => {
      const overrides = { ...(port ? { PORT: port } : {}), ...(host ? { HOST: host } : {}) }
      const place = await placeFrom(terminal, options)
      await serve(readConfig({ ...terminal.env, ...overrides }, place), terminal.out, undefined, terminal.env)
    })
}
