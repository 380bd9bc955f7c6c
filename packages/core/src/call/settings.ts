import { fileEndings, isFileEnding, isWebAddress } from '../params/index.js'
import type { MailServer } from '../platform/index.js'
import type { SettingStore, SettingValues } from '../storage/index.js'
import type { TicketNumbering } from './ticket-numbers.js'

/** The settings of a helpdesk, read from their texts. */
export interface Settings {
  /** The texts as they are stored. */
  readonly values: SettingValues
  /** False while nobody has installed the helpdesk. */
  readonly exist: boolean
  readonly language: string
  readonly title: string
  /** Where the client's pages are, without a slash at the end; empty for what is no address of the web. */
  readonly url: string
  /** Only accounts may write tickets and read articles. */
  readonly mandatoryLogin: boolean
  /** Anybody may sign up. */
  readonly registration: boolean
  readonly allowAttachments: boolean
  readonly maintenanceMode: boolean
  /** How many wrong passwords, tokens and ticket numbers an account bears in a quarter of an hour; 0: no limit. */
  readonly attemptLimit: number
  /** The largest upload, in MiB. */
  readonly maxSize: number
  /** The largest upload, in bytes. */
  readonly maxUploadSize: number
  /** Endings that attachments may have, lower case, without the dot. Empty: those that the helpdesk brings. */
  readonly attachmentTypes: readonly string[]
  readonly defaultDepartmentId: number
  /** Users cannot choose the department of a new ticket. */
  readonly defaultIsLocked: boolean
  readonly ticketNumbering: TicketNumbering
  /** Empty while captchas are off. */
  readonly recaptchaPrivate: string
  /** Where mails go out; undefined while no server is named. */
  readonly smtp: MailServer | undefined
  /** Where mails come in; undefined while no server is named. */
  readonly imap: MailServer | undefined
  /** The helpdesk's own address; empty while none is set. */
  readonly serverEmail: string
  /** Whose `Authentication-Results` headers count, by the name that the server gives itself; empty: nobody's. */
  readonly mailAuthservId: string
  /** Whether an answer by mail opens a closed ticket again. Default true. */
  readonly reopenOnReply: boolean
  /** What `/system/email-polling` must be called with; empty: nobody can call it. */
  readonly imapToken: string
  /** A picture on top of every mail; empty for none. */
  readonly headerImage: string
  /** Signs the ids of mails; undefined until the first one is delivered. */
  readonly mailSecret: string | undefined
}

const isOn = (value: string | null | undefined) =>
  value !== undefined && value !== null && value !== '' && value !== '0'

/** Old servers checked nothing: what is no address, or could end an attribute of HTML, is left out. */
function siteAddress(text: string): string {
  return isWebAddress(text) ? new URL(text).href.replace(/\/+$/, '') : ''
}

/** Reads all settings, with one statement. */
export const readSettings = async (store: SettingStore): Promise<Settings> => settingsOf(await store.all())

/** Returns the settings that are stored as these texts. Without any, they are those of no installation. */
export function settingsOf(values: SettingValues): Settings {
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
    imapToken: text('imap-token'),
    headerImage: text('mail-template-header-image'),
    mailSecret: values['mail-secret'] ?? undefined,
  }
}
