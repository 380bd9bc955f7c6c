import type { Storage } from '@opensupports/core'
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

interface Options extends PlaceOptions {
  readonly scope: readonly string[]
  readonly department?: readonly string[]
  readonly level?: string
  readonly days?: string
  readonly staff?: string
}

export const token: AddCommand = (program, terminal) => {
  const command = program.command('token').description('make access tokens for machines')

  withJsonOption(withDatabaseOption(command.command('create')))
    .description('make an access token, and print it once')
    .argument('<name>', 'what the token is for')
    .requiredOption('--scope <scopes...>', 'what it may call: ticket.create, or ticket.* for a group')
    .option('--department <ids...>', 'the ids of the only departments that it may be used for')
    .option('--level <level>', 'the highest staff level that it acts with; default: 1')
    .option('--days <days>', 'when it expires, up to 3650; default: 365')
    .option('--staff <email>', 'the member of level 3 for whom it acts; default: the one with the lowest id')
    .addHelpText('after', '\nThe helpdesk keeps only a hash. Programs send `authorization: Bearer ost_…`.')
    .addHelpText(
      'after',
      examples(
        "token create 'Monitoring' --scope system.getStats --level 3",
        "token create 'Web shop' --scope ticket.create ticket.comment --days 90",
      ),
    )
    .action(async (name: string, { json, scope, department, level, days, staff, ...options }: Options) => {
      const params = {
        name,
        scopes: scope,
        ...(department ? { departments: department.map((id) => numberFrom('--department', id)) } : {}),
        ...(level ? { level: numberFrom('--level', level) as 1 | 2 | 3 } : {}),
        ...(days ? { expiresInDays: numberFrom('--days', days) } : {}),
      }
      const place = await placeFrom(terminal, options)
      const made = await withHelpdesk(place, terminal.env, async ({ helpdesk, storage, admin }) => {
        const maker = staff ? helpdesk.actingAs({ staff: await staffId(storage, staff) }) : admin
        return helpdesk.system.createToken(maker, params)
      })
      const day = made.expiresAt.toISOString().slice(0, 10)
      if (!json) terminal.err(`Keep the token: it is not shown again. It expires on ${day}.\n`)
      print(terminal, json, made, `${made.token}\n`)
    })
}

function numberFrom(option: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new ConfigError(`${option} must be a number, not ${text}`)
  return Number(text)
}

async function staffId({ staff }: Pick<Storage, 'staff'>, email: string): Promise<number> {
  const member = await staff.byEmail(email)
  if (!member) throw new ConfigError(`no staff member has the address ${email}`)
  return member.id
}
