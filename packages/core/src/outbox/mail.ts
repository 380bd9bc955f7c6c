import { type Call, readSettings, type Settings } from '../call/index.js'
import { makeProof } from '../domain/accounts/index.js'
import { fillLine, isMailTemplate, mailTemplate, renderMail } from '../mail/templates/index.js'
import {
  helpdeskId,
  loopHeader,
  mailSecret,
  messageId,
  threadId,
  ticketProof,
} from '../mail/threads/index.js'
import type { Log, Mailer, OutgoingMail, Random } from '../platform/index.js'
import type { Storage, StoredMail } from '../storage/index.js'
import { canSend } from './can-send.js'
import { type Carrier, type Delivery, runQueue } from './queue.js'

/** What mail delivery needs. */
export interface MailDelivery {
  readonly storage: Storage
  readonly mailer: Mailer
  readonly log: Log
  readonly random: Random
  readonly siteUrl: Call['siteUrlOf']
  readonly now: () => Date
}

/**
 * Delivers every due mail.
 *
 * @param signal stops it after the mail in progress, which has five more seconds; after that the mail stays due
 */
export const deliverMails = (delivery: MailDelivery, signal?: AbortSignal): Promise<Delivery> =>
  runQueue(
    {
      outbox: delivery.storage.outbox,
      carrier: mailCarrier(delivery),
      log: delivery.log,
      now: delivery.now,
    },
    signal,
  )

function mailCarrier(delivery: MailDelivery): Carrier {
  const { storage, mailer, random, now } = delivery
  let settings: Settings
  let secret: string | undefined
  return {
    async isReady() {
      settings = await readSettings(storage.settings)
      return canSend(mailer, settings)
    },
    async deliver(mail, signal) {
      secret ??= await mailSecret(storage, random)
      const proof = mail.proof ? await makeProof({ storage, random, now: now() }, mail.to, mail.proof) : {}
      // The account is gone, verified already, or never existed: drop the mail, since it would prove nothing.
      if (!proof) return false
      const complete = { ...mail, variables: { ...mail.variables, ...proof } }
      const words = await inWords(delivery, complete, settings, secret)
      // The queue has given the mail back: another run sends it.
      signal.throwIfAborted()
      await mailer.send(words, settings.smtp, { signal })
      return true
    },
  }
}

/** Returns a stored mail in the form that the mailer gets. */
async function inWords(
  { storage, siteUrl }: MailDelivery,
  { id, template, to, language, variables }: StoredMail,
  settings: Settings,
  secret: string,
): Promise<OutgoingMail> {
  if (!isMailTemplate(template)) throw new Error(`there is no mail template ${template}`)
  const address = ownAddress(settings, siteUrl(settings))
  const host = address.slice(address.lastIndexOf('@') + 1)
  const { ticketNumber } = variables
  // Created only now, so that neither the outbox nor a backup contains it.
  const proof = ticketNumber && ticketProof(secret, ticketNumber, to)
  const texts = await mailTemplate(storage, template, language)
  return {
    template,
    to,
    language,
    variables,
    from: { name: fillLine(settings.title, {}) || 'OpenSupports', address },
    ...(await renderMail(template, texts, proof ? { ...variables, proof } : variables, settings)),
    messageId: messageId(secret, { id, to, ticketNumber }, host),
    references: ticketNumber
      ? [
          threadId(secret, ticketNumber, host),
          ...(await storage.mailLedger.messageIdsOf(Number(ticketNumber))),
        ]
      : [],
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      [loopHeader]: helpdeskId(secret),
    },
  }
}

/** Returns the sender of all mails: from the setting, or else an address at the site's host. */
function ownAddress({ serverEmail, smtp }: Settings, url: string): string {
  if (serverEmail.includes('@')) return serverEmail
  if (smtp?.user?.includes('@')) return smtp.user
  const host = URL.canParse(url) ? new URL(url).hostname : ''
  return `helpdesk@${host || 'localhost'}`
}
