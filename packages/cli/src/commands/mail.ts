import type { Storage } from '@opensupports/core'
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
import { withDatabase } from '../open.js'
import { exitCode } from '../outcome.js'
import { ConfigError } from '../place.js'
import { existingPlace } from './existing-place.js'
import { lookAtMail } from './look-at-mail.js'

export const mail: AddCommand = (program, terminal, end) => {
  const command = program.command('mail').description('test the mail servers, read the mailbox, retry mails')

  withJsonOption(withDatabaseOption(command.command('test')))
    .description('connect to the mail servers and sign in; sends no mail')
    .addHelpText('after', examples('mail test'))
    .action(async ({ json, ...options }: PlaceOptions) => {
      const place = await existingPlace(terminal, options)
      const findings = await withDatabase(place, (storage) => lookAtMail(storage, terminal.env, true))
      if (findings.some(({ state }) => state === 'bad')) end(exitCode.found)
      const lines = findings.flatMap(({ name, state, text, details = [] }) => [
        `${name}: ${state === 'bad' ? 'FAILED: ' : ''}${text}`,
        ...details.map((detail) => `  ${detail}`),
      ])
      print(terminal, json, findings, `${lines.join('\n')}\n`)
    })

  withJsonOption(withFilesOption(withDatabaseOption(command.command('poll'))))
    .description('read the mailbox once, and make tickets and comments of its mails')
    .addHelpText('after', examples('mail poll'))
    .action(async ({ json, ...options }: PlaceOptions) => {
      const place = await placeFrom(terminal, options)
      const poll = await withHelpdesk(place, terminal.env, ({ helpdesk }) => helpdesk.pollMail())
      const { taken, ignored, refused, failed } = poll
      if (failed.length > 0) end(exitCode.found)
      const words = `${taken} mails are in tickets, ${ignored} were ignored, ${refused} refused, ${failed.length} failed.\n`
      print(terminal, json, poll, words)
    })

  withJsonOption(withFilesOption(withDatabaseOption(command.command('retry'))))
    .description('deliver mails that failed again, dead letters included; without an id, list them')
    .argument('[id]', 'the id of the mail, or `all`')
    .addHelpText('after', examples('mail retry', 'mail retry 17', 'mail retry all'))
    .action(async (which: string | undefined, { json, ...options }: PlaceOptions) => {
      if (which !== undefined && which !== 'all' && !/^\d{1,15}$/.test(which))
        throw new ConfigError('the id must be a number, or `all`')
      const place = await placeFrom(terminal, options)
      await withHelpdesk(place, terminal.env, async ({ helpdesk, storage, admin }) => {
        if (which === undefined) {
          const failed = await helpdesk.system.getUndeliveredMails(admin, { page: 1 })
          const lines = failed.map(
            ({ id, to, template, attempts, cause }) =>
              `${id}. ${template} to ${to}, ${attempts} attempts: ${cause}\n`,
          )
          return print(terminal, json, failed, lines.join('') || 'No mail has failed.\n')
        }
        if (which === 'all') {
          for (const id of await failedIds(storage))
            await helpdesk.system.retryMail(admin, { id }).catch(ignoreGone)
        } else await helpdesk.system.retryMail(admin, { id: Number(which) })
        const delivery = await helpdesk.deliverMail()
        if (delivery.failed > 0) end(exitCode.found)
        print(
          terminal,
          json,
          delivery,
          `${delivery.sent} mails were sent, ${delivery.failed} failed again.\n`,
        )
      })
    })
}

/** Returns the ids first: a mail that fails again while others are retried would be retried without end. */
async function failedIds({ outbox }: Storage): Promise<number[]> {
  const ids: number[] = []
  for (;;) {
    const some = await outbox.undelivered({ offset: ids.length, limit: 100 })
    if (some.length === 0) return ids
    ids.push(...some.map(({ id }) => id))
  }
}

/** Another process delivered or discarded the mail in the meantime. */
const ignoreGone = (error: unknown) => {
  if ((error as { code?: string }).code !== 'INVALID_MAIL') throw error
}
