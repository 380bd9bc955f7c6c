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
import { type NewPasswordOptions, newPasswordFrom, withNewPasswordOptions } from '../new-password.js'

export const staff: AddCommand = (program, terminal) => {
  const command = program
    .command('staff')
    .description('list staff members, reset passwords, shut members out')

  withJsonOption(withDatabaseOption(command.command('list')))
    .description('list all staff members')
    .addHelpText('after', examples('staff list', 'staff list --json'))
    .action(async ({ json, ...options }: PlaceOptions) => {
      const place = await placeFrom(terminal, options)
      const members = await withHelpdesk(place, terminal.env, async ({ storage }) =>
        (await storage.staff.all()).map((member) => ({
          id: member.id,
          name: member.name,
          email: member.email,
          level: member.level,
          disabled: member.disabled,
          departments: member.departments.map(({ name }) => name),
          lastLogin: member.lastLogin,
        })),
      )
      const lines = members.map(({ id, name, email, level, disabled, departments }) => {
        const state = disabled ? ', disabled' : ''
        return `${id}. ${name} <${email}>, level ${level}${state}: ${departments.join(', ') || 'no department'}\n`
      })
      print(terminal, json, members, lines.join(''))
    })

  withNewPasswordOptions(withJsonOption(withDatabaseOption(command.command('reset-password'))))
    .description('set the password of a staff member, and end all sessions of the member')
    .argument('<email>', 'the address that the member signs in with')
    .addHelpText(
      'after',
      '\nPrompts for the password. Without a terminal, it generates a password and prints it.',
    )
    .addHelpText('after', examples('staff reset-password ada@example.com'))
    .action(async (email: string, { json, ...options }: PlaceOptions & NewPasswordOptions) => {
      const place = await placeFrom(terminal, options)
      const { password, made } = await newPasswordFrom(terminal, options)
      await withHelpdesk(place, terminal.env, ({ helpdesk }) =>
        helpdesk.resetStaffPassword({ email, password }),
      )
      const words = made ? `The password of ${email} is ${password}\n` : `The password of ${email} is set.\n`
      print(terminal, json, made ? { email, password } : { email }, words)
    })

  for (const { name, verb, disabled } of [
    { name: 'disable', verb: 'disabled', disabled: true },
    { name: 'enable', verb: 'enabled', disabled: false },
  ]) {
    withJsonOption(withDatabaseOption(command.command(name)))
      .description(
        disabled
          ? 'shut a staff member out, and end all sessions of the member; tickets keep their owner'
          : 'let a disabled staff member sign in again',
      )
      .argument('<email>', 'the address that the member signs in with')
      .addHelpText('after', examples(`staff ${name} bob@example.com`))
      .action(async (email: string, { json, ...options }: PlaceOptions) => {
        const place = await placeFrom(terminal, options)
        const changed = await withHelpdesk(place, terminal.env, ({ helpdesk }) =>
          disabled ? helpdesk.disableStaff(email) : helpdesk.enableStaff(email),
        )
        print(terminal, json, { email, changed }, `${email} is ${changed ? '' : 'already '}${verb}.\n`)
      })
  }
}
