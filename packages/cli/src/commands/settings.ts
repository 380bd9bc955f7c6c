import type { EditSettingsParams } from '@opensupports/core'
import {
  type AddCommand,
  examples,
  type PlaceOptions,
  placeFrom,
  print,
  withDatabaseOption,
  withJsonOption,
} from '../command.js'
import { withHelpdesk } from '../helpdesk.js'
import { ConfigError } from '../place.js'

/** Lists that `get` leaves out: they have commands or pages of their own. */
const lists = ['departments', 'tags']

export const settings: AddCommand = (program, terminal) => {
  const command = program.command('settings').description('read and change the settings')

  withJsonOption(withDatabaseOption(command.command('get')))
    .description('print all settings, or one; passwords are never printed')
    .argument('[name]', 'the setting, such as smtp-host')
    .addHelpText('after', examples('settings get', 'settings get smtp-host'))
    .action(async (name: string | undefined, { json, ...options }: PlaceOptions) => {
      const place = await placeFrom(terminal, options)
      const all = await withHelpdesk(place, terminal.env, ({ helpdesk, admin }) =>
        helpdesk.system.getSettings(admin, { allSettings: true }),
      )
      const values = Object.entries(all ?? {}).filter(([each]) => !lists.includes(each))
      if (name === undefined) {
        const words = values.map(([each, value]) => `${each}: ${textOf(value)}\n`).join('')
        return print(terminal, json, Object.fromEntries(values), words)
      }
      const found = values.find(([each]) => each === name)
      if (!found) throw noSetting(name)
      print(terminal, json, found[1], `${textOf(found[1])}\n`)
    })

  withJsonOption(withDatabaseOption(command.command('set')))
    .description('change a setting')
    .argument('<name>', 'the setting, such as title')
    .argument('<value>', 'the value; 1 or 0 for a switch; - reads it from standard input')
    .addHelpText(
      'after',
      '\nPass passwords by standard input, so that others on the machine cannot see them.',
    )
    .addHelpText(
      'after',
      examples('settings set title "Help for our customers"', 'settings set smtp-pass - < password.txt'),
    )
    .action(async (name: string, given: string, { json, ...options }: PlaceOptions) => {
      const place = await placeFrom(terminal, options)
      const value = given === '-' ? (await terminal.input()).replace(/\r?\n$/, '') : given
      await withHelpdesk(place, terminal.env, async ({ helpdesk, admin }) => {
        const known = helpdesk.operations.get('/system/edit-settings')?.params ?? {}
        if (!(name in known)) throw noSetting(name)
        // The parameters read texts, as they come from a form.
        await helpdesk.system.editSettings(admin, { [name]: value } as EditSettingsParams)
      })
      print(terminal, json, { name }, `${name} is set.\n`)
    })
}

const noSetting = (name: string) =>
  new ConfigError(`there is no setting ${name}: \`opensupports settings get\` lists them`)

const textOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value === 'boolean') return value ? '1' : '0'
  return String(value ?? '')
}
