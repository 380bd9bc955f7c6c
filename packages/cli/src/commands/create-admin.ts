import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { OpenSupports } from '@opensupports/core'
import {
  type AddCommand,
  examples,
  type PlaceOptions,
  placeFrom,
  print,
  withDatabaseOption,
  withJsonOption,
} from '../command.js'
import { withDatabase } from '../open.js'
import { readUrl } from '../serve/index.js'
import type { Terminal } from '../terminal.js'

const help = `
Prompts for the password. Without a terminal, it generates a password and prints it. Saves PUBLIC_URL, if set, as the
setting \`url\`; otherwise links begin with the address that the server listens on.`

interface Options extends PlaceOptions {
  readonly name: string
  readonly email: string
  readonly passwordStdin?: boolean
  readonly passwordFile?: string
}

export const createAdmin: AddCommand = (program, terminal) => {
  const command = program
    .command('create-admin')
    .description('add a staff member of level 3; installs the helpdesk if needed')
  withJsonOption(withDatabaseOption(command))
    .requiredOption('--name <name>', 'the name to show')
    .requiredOption('--email <address>', 'the address to sign in with')
    .option('--password-stdin', 'read the password from standard input')
    .option('--password-file <path>', 'read the password from a file')
    .addHelpText('after', help)
    .addHelpText(
      'after',
      examples(
        'create-admin --name Ada --email ada@example.com',
        'create-admin --name Ada --email ada@example.com --password-file password.txt',
      ),
    )
    .action(async ({ name, email, json, passwordStdin, passwordFile, ...placeOptions }: Options) => {
      const place = await placeFrom(terminal, placeOptions)
      const { PUBLIC_URL: publicUrl } = terminal.env
      const url = publicUrl ? { url: readUrl('PUBLIC_URL', publicUrl) } : {}
      const { password, made } = await passwordFrom(terminal, passwordStdin, passwordFile)
      const installed = await withDatabase(place, async (storage) => {
        const helpdesk = new OpenSupports({ storage })
        if (await helpdesk.install({ admin: { name, email, password }, ...url })) return true
        await helpdesk.addAdmin({ name, email, password })
        return false
      })
      const shown = made ? { password } : {}
      const words = `${installed ? 'The helpdesk is installed. ' : ''}${email} can sign in as staff of level 3.\n`
      const secret = made ? `The password is ${password}\n` : ''
      print(terminal, json, { email, installed, ...shown }, words + secret)
    })
}

async function passwordFrom(terminal: Terminal, piped: boolean | undefined, file: string | undefined) {
  if (file !== undefined)
    return { password: (await readFile(file, 'utf8')).replace(/\r?\n$/, ''), made: false }
  if (piped) return { password: (await terminal.input()).replace(/\r?\n$/, ''), made: false }
  if (terminal.isInteractive) return { password: await terminal.ask('Password: '), made: false }
  return { password: randomBytes(12).toString('base64url'), made: true }
}
