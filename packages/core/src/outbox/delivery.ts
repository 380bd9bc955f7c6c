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
import {
  type Log,
  type Mailer,
  MailServerError,
  type OutgoingMail,
  orAborted,
  type Random,
  withGrace,
} from '../platform/index.js'
import type { Storage, StoredMail } from '../storage/index.js'
import { canSend } from './can-send.js'

/** What came of a delivery run. */
export interface Delivery {
  readonly sent: number
  readonly failed: number
}

/** What a delivery needs. */
export interface DeliveryContext {
  readonly storage: Storage
  readonly mailer: Mailer
  readonly log: Log
  readonly random: Random
  readonly siteUrl: Call['siteUrlOf']
  readonly now: () => Date
}

const minute = 60_000
/** Longer than the slowest server may take: nobody else tries the mail meanwhile. */
const lease = 2 * minute
/** After the last of these waits a mail is given up, and stays in the outbox with its cause. */
const waits = [1, 5, 15, 60, 240, 720].map((minutes) => minutes * minute)

/** How long the mail under way may take once a delivery is to end, in milliseconds. */
const grace = 5000

/**
 * Hands every mail that is due to the mailer; what fails is tried again later, each time after a longer wait. Ends with
 * the first mail whose server cannot be used: the next one would wait for it, too.
 *
 * @param signal ends it after the mail under way, which has five seconds; then it is given back, and stays due
 */
export const deliver = (context: DeliveryContext, signal?: AbortSignal): Promise<Delivery> =>
  withGrace(signal, grace, (cut) => deliverUntil(context, cut, () => signal?.aborted === true))

async function deliverUntil(
  context: DeliveryContext,
  cut: AbortSignal,
  isOver: () => boolean,
): Promise<Delivery> {
  const { storage, mailer, log, random, now } = context
  let sent = 0
  let failed = 0
  let secret: string | undefined
  while (!isOver()) {
    const settings = await readSettings(storage.settings)
    if (!canSend(mailer, settings)) return { sent, failed }
    const start = now()
    // One at a time: where the process is killed, only that one has to wait, and may arrive twice.
    const [stored] = await storage.outbox.claim(start, new Date(start.getTime() + lease), 1)
    if (!stored) return { sent, failed }
    secret ??= await mailSecret(storage, random)
    const { id, template, attempts, to } = stored
    try {
      const made = stored.proof ? await makeProof({ storage, random, now: now() }, to, stored.proof) : {}
      if (!made) {
        // The account is gone or verified, or there never was one: nobody is told anything.
        await storage.outbox.remove(id)
        continue
      }
      const mail = { ...stored, variables: { ...stored.variables, ...made } }
      const words = await inWords(context, mail, settings, secret)
      await orAborted(mailer.send(words, settings.smtp, { signal: cut }), cut)
      // Between the two, a crash sends the mail again: SMTP knows no way to ask whether it has arrived.
      await storage.outbox.remove(id)
      log.info({ mail: id, template, to, attempts }, 'a mail was delivered')
      sent++
    } catch (error) {
      if (cut.aborted) {
        await storage.outbox.release(id, now())
        return { sent, failed }
      }
      failed++
      const wait = isPermanent(error) ? undefined : waits[attempts - 1]
      log.warn({ err: error, mail: id, template, to, attempts }, 'a mail could not be delivered')
      const cause = error instanceof Error ? error.message : String(error)
      await storage.outbox.failed(
        id,
        wait === undefined ? null : new Date(now().getTime() + wait),
        cause.slice(0, 1000),
      )
      if (isOfServer(error)) return { sent, failed }
    }
  }
  return { sent, failed }
}

/** The server cannot be used at all: it is no fault of this mail. */
const isOfServer = (error: unknown) => error instanceof MailServerError && error.fault !== 'other'

/** The receiver's server said never: to try again would only annoy it. */
const isPermanent = (error: unknown) =>
  typeof error === 'object' && error !== null && 'permanent' in error && error.permanent === true

async function inWords(
  { storage, siteUrl }: DeliveryContext,
  { id, template, to, language, variables }: StoredMail,
  settings: Settings,
  secret: string,
): Promise<OutgoingMail> {
  if (!isMailTemplate(template)) throw new Error(`there is no mail template ${template}`)
  const address = ownAddress(settings, siteUrl(settings))
  const host = address.slice(address.lastIndexOf('@') + 1)
  const { ticketNumber } = variables
  // Made only now, so that no outbox and no backup has it.
  const proof = ticketNumber && ticketProof(secret, ticketNumber, to)
  const texts = await mailTemplate(storage, template, language)
  return {
    template,
    to,
    language,
    variables,
    from: { name: fillLine(settings.title, {}) || 'OpenSupports', address },
    ...renderMail(template, texts, proof ? { ...variables, proof } : variables, settings),
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

/** Where mails come from: the setting, else an address that at least fits the site. */
function ownAddress({ serverEmail, smtp }: Settings, url: string): string {
  if (serverEmail.includes('@')) return serverEmail
  if (smtp?.user?.includes('@')) return smtp.user
  const host = URL.canParse(url) ? new URL(url).hostname : ''
  return `helpdesk@${host || 'localhost'}`
}
