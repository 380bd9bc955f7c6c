import { fileEndings, isFileEnding, isWebAddress } from '../params/index.js'
import { isTimeZone, type MailServer } from '../platform/index.js'
import type { SettingStore, SettingValues } from '../storage/index.js'
import type { TicketNumbering } from './ticket-numbers.js'

/** The settings of a helpdesk, parsed from their texts. */
export interface Settings {
  /** The texts as they are stored. */
  readonly values: SettingValues
  /** False before the installation. */
  readonly exist: boolean
  readonly language: string
  readonly title: string
  /** The address of the site, without a slash at the end; empty if it is not an http or https address. */
  readonly url: string
  /** Whether only accounts may open tickets and read articles. */
  readonly mandatoryLogin: boolean
  /** Whether anyone may sign up. */
  readonly registration: boolean
  readonly allowAttachments: boolean
  readonly maintenanceMode: boolean
  /** The limit of wrong passwords, tokens and ticket numbers of an account in 15 minutes; 0: no limit. */
  readonly attemptLimit: number
  /** The largest upload, in MiB. */
  readonly maxSize: number
  /** The largest upload, in bytes. */
  readonly maxUploadSize: number
  /** The allowed endings of attachments, in lower case, without the dot. Empty: the built-in ones. */
  readonly attachmentTypes: readonly string[]
  readonly defaultDepartmentId: number
  /** Whether users cannot choose the department of a new ticket. */
  readonly defaultIsLocked: boolean
  readonly ticketNumbering: TicketNumbering
  /** Empty while captchas are off. */
  readonly recaptchaPrivate: string
  /** The SMTP server; undefined while none is set. */
  readonly smtp: MailServer | undefined
  /** The IMAP server; undefined while none is set. */
  readonly imap: MailServer | undefined
  /** The helpdesk's own address; empty while none is set. */
  readonly serverEmail: string
  /** The name of the server whose `Authentication-Results` headers are trusted; empty: none. */
  readonly mailAuthservId: string
  /** Whether an answer by mail reopens a closed ticket. Default true. */
  readonly reopenOnReply: boolean
  /** The time zone of statistics; undefined if none is set. */
  readonly timeZone: string | undefined
  /** The token that `/system/email-polling` requires; empty: no call is allowed. */
  readonly imapToken: string
  /** A picture on top of every mail; empty for none. */
  readonly headerImage: string
  /** Signs the ids of mails; undefined until the first one is delivered. */
  readonly mailSecret: string | undefined
  /** Encrypts the secrets of webhooks; undefined until the first one is made. */
  readonly webhookKey: string | undefined
}

const isOn = (value: string | null | undefined) =>
  value !== undefined && value !== null && value !== '' && value !== '0'

/** Old servers did not check it: ignore what is not an address or could end an HTML attribute. */
function siteAddress(text: string): string {
  return isWebAddress(text) ? new URL(text).href.replace(/\/+$/, '') : ''
}

/** Reads all settings, with one statement. */
export const readSettings = (store: SettingStore): Promise<Settings> => store.all().then(settingsOf)

/** Like `readSettings`, but returns those of a new helpdesk while the storage fails. */
export async function settingsOrNone(store: SettingStore): Promise<Settings> {
  try {
    return await readSettings(store)
  } catch {
    return settingsOf({})
  }
}

const parsed = new WeakMap<SettingValues, Settings>()

/**
 * Parses stored settings. Without any, the helpdesk is not installed. Storages return the same frozen object while the
 * settings are the same, and it is parsed once: parsing takes as long as a small call.
 */
export function settingsOf(values: SettingValues): Settings {
  const known = parsed.get(values)
  if (known) return known
  const settings = parse(values)
  if (Object.isFrozen(values)) parsed.set(values, settings)
  return settings
}

function parse(values: SettingValues): Settings {
  const text = (name: string) => values[name] ?? ''
  const server = (kind: 'smtp' | 'imap'): MailServer | undefined => {
    const host = text(`${kind}-host`).trim()
    return host
      ? { host, user: values[`${kind}-user`] ?? null, pass: values[`${kind}-pass`] ?? null }
      : undefined
  }
  const limit = Number(values['attempt-limit'] ?? 10)
  const size = Number(text('max-size'))
  const maxSize = Number.isFinite(size) && size > 0 ? size : 1
  return {
    values,
    exist: Object.keys(values).length > 0,
    language: text('language') || 'en',
    title: text('title'),
    url: siteAddress(text('url')),
    mandatoryLogin: isOn(values['mandatory-login']),
    registration: isOn(values.registration),
    allowAttachments: isOn(values['allow-attachments']),
    maintenanceMode: isOn(values['maintenance-mode']),
    attemptLimit: Number.isNaN(limit) ? 10 : limit,
    maxSize,
    maxUploadSize: Math.floor(maxSize * 1_048_576),
    attachmentTypes: fileEndings(text('attachment-types')).filter(isFileEnding),
    defaultDepartmentId: Number(text('default-department-id')),
    defaultIsLocked: isOn(values['default-is-locked']),
    ticketNumbering: {
      first: Number(text('ticket-first-number')),
      gap: Number(text('ticket-gap')),
    },
    recaptchaPrivate: text('recaptcha-private'),
    smtp: server('smtp'),
    imap: server('imap'),
    serverEmail: text('server-email').trim().toLowerCase(),
    mailAuthservId: text('mail-authserv-id').trim().toLowerCase(),
    reopenOnReply: isOn(values['reopen-on-reply'] ?? '1'),
    timeZone: isTimeZone(text('time-zone')) ? text('time-zone') : undefined,
    imapToken: text('imap-token'),
    headerImage: text('mail-template-header-image'),
    mailSecret: values['mail-secret'] ?? undefined,
    webhookKey: values['webhook-key'] ?? undefined,
  }
}
