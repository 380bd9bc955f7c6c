import { randomBytes } from 'node:crypto'
import { OpenSupports } from '@opensupports/core'
import {
  type AddCommand,
  examples,
  type PlaceOptions,
  print,
  withDatabaseOption,
  withJsonOption,
} from '../command.js'
import { withDatabase } from '../open.js'
import { readPlace } from '../place.js'
import type { Terminal } from '../terminal.js'

interface Options extends PlaceOptions {
  readonly name: string
  readonly email: string
  readonly passwordStdin?: boolean
}

export const createAdmin: AddCommand = (program, terminal) => {
  const command = program
    .command('create-admin')
    .description('add a staff member of level 3; installs the helpdesk when nobody has')
  withJsonOption(withDatabaseOption(command))
    .requiredOption('--name <name>', 'as it is shown')
    .requiredOption('--email <address>', 'to sign in with')
    .option('--password-stdin', 'read the password from the standard input')
    .addHelpText('after', '\nThe password is asked for; where nobody reads along, one is made and printed.')
    .addHelpText(
      'after',
      examples(
        'create-admin --name Ada --email ada@example.com',
        'create-admin --name Ada --email ada@example.com --password-stdin < password.txt',
      ),
    )
    .action(async ({ name, email, json, passwordStdin, ...given }: Options) => {
      const { password, made } = await passwordFrom(terminal, passwordStdin)
      const installed = await withDatabase(readPlace(terminal.env, given), async (storage) => {
        const helpdesk = new OpenSupports({ storage })
        if (await helpdesk.install({ admin: { name, email, password } })) return true
        await helpdesk.addAdmin({ name, email, password })
        return false
      })
      const shown = made ? { password } : {}
      const words = `${installed ? 'The helpdesk is installed. ' : ''}${email} can sign in as staff of level 3.\n`
      const secret = made ? `The password is ${password}\n` : ''
      print(terminal, json, { email, installed, ...shown }, words + secret)
    })
}

async function passwordFrom(terminal: Terminal, piped: boolean | undefined) {
  if (piped) return { password: (await terminal.input()).replace(/\r?\n$/, ''), made: false }
  if (terminal.isInteractive) return { password: await terminal.ask('Password: '), made: false }
  return { password: randomBytes(12).toString('base64url'), made: true }
}
