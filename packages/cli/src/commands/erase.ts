import {
  type AddCommand,
  examples,
  type PlaceOptions,
  placeFrom,
  print,
  withDatabaseOption,
  withFilesOption,
  withJsonOption,
} from '../command.js'
import { withHelpdesk } from '../helpdesk.js'
import { interruptible } from '../interruptible.js'
import { ConfigError } from '../place.js'
import { progressOn } from '../progress.js'
import { personText, userFrom } from '../user-argument.js'

export const erase: AddCommand = (program, terminal) => {
  const command = program.command('erase').description('erase a person')

  withJsonOption(withFilesOption(withDatabaseOption(command.command('user'))))
    .description('erase a user with tickets, files, mails and all other traces; nothing can bring them back')
    .argument('<user>', 'the address or the id of the user')
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      '\nErases the account, its tickets and comments with files and original mails, and the name and address in logs,\nwaiting mails, events and bans. What other people wrote stays. An address whose account is gone is erased, too.\nBackups still contain the person: delete old ones, and erase again after a restore.',
    )
    .addHelpText('after', examples('erase user jane@example.com', 'erase user 42 --yes'))
    .action(async (given: string, { json, yes = false, ...options }: PlaceOptions & { yes?: boolean }) => {
      const user = userFrom(given)
      const place = await placeFrom(terminal, options)
      const progress = progressOn(terminal)
      const erased = await withHelpdesk(place, terminal.env, async ({ helpdesk, storage }) => {
        const person = await personText(storage, user)
        if (!yes) {
          if (!terminal.isInteractive) throw new ConfigError(`add --yes to erase ${person}`)
          if (!(await terminal.confirm(`Erase ${person}? Nothing can bring it back.`)))
            throw new ConfigError('nothing was erased')
        }
        return interruptible('a part is erased. Run it again for the rest.', (signal) =>
          helpdesk.eraseUser(user, {
            signal,
            onProgress: ({ tickets, comments, records }) =>
              progress.show('Erased', tickets + comments + sumOf(records)),
          }),
        )
      }).finally(() => progress.end())
      const { account, tickets, comments, records } = erased
      const rows = Object.entries(records).map(([table, count]) => `${table} ${count}`)
      const words = [
        account ? 'The account is erased.' : `No account was found for ${given}.`,
        `Tickets: ${tickets}. Comments in other tickets: ${comments}. Other rows: ${rows.join(', ') || 'none'}.`,
      ]
      print(terminal, json, erased, `${words.join('\n')}\n`)
    })
}

const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)
