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
import { type NewPasswordOptions, newPasswordFrom, withNewPasswordOptions } from '../new-password.js'
import { withDatabase } from '../open.js'
import { readUrl } from '../serve/index.js'

const help = `
Prompts for the password. Without a terminal, it generates a password and prints it. Saves PUBLIC_URL, if set, as the
setting \`url\`; otherwise links begin with the address that the server listens on.`

interface Options extends PlaceOptions, NewPasswordOptions {
  readonly name: string
  readonly email: string
}

export const createAdmin: AddCommand = (program, terminal) => {
  const command = program
    .command('create-admin')
    .description('add a staff member of level 3; installs the helpdesk if needed')
  withNewPasswordOptions(withJsonOption(withDatabaseOption(command)))
    .requiredOption('--name <name>', 'the name to show')
    .requiredOption('--email <address>', 'the address to sign in with')
    .addHelpText('after', help)
    .addHelpText(
      'after',
      examples(
        'create-admin --name Ada --email ada@example.com',
        'create-admin --name Ada --email ada@example.com --password-file password.txt',
      ),
    )
    .action(async ({ name, email, json, ...options }: Options) => {
      const place = await placeFrom(terminal, options)
      const { PUBLIC_URL: publicUrl } = terminal.env
      const url = publicUrl ? { url: readUrl('PUBLIC_URL', publicUrl) } : {}
      const { password, made } = await newPasswordFrom(terminal, options)
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
