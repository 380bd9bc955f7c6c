import { fail } from '../../errors.js'
import type { LanguageCode } from '../../model/index.js'
import { languageCodes } from '../../model/index.js'
import { nothing, operation } from '../../operation/index.js'
import {
  count,
  department,
  endingList,
  found,
  language,
  megabytes,
  oneOf,
  onOff,
  optional,
  text,
  timeZone,
  unless,
  webAddress,
  words,
} from '../../params/index.js'
import type { SettingValues, StoredLanguage } from '../../storage/index.js'

const line = (max = 500) => optional(text('INVALID_SETTING', max))
const yesOrNo = () => optional(onOff('INVALID_SETTING'))
const languages = () => unless([''], words('INVALID_SUPPORTED_LANGUAGES'))

/** What `/system/edit-settings` takes. */
export interface EditSettingsParams {
  /** The department of tickets whose author chooses none. It must be public. */
  readonly 'default-department-id'?: number | undefined
  /** The languages of the interface and of mails. Sent together with `supportedLanguages`. */
  readonly allowedLanguages?: readonly string[] | undefined
  /** The languages that staff answer in: a part of `allowedLanguages`. */
  readonly supportedLanguages?: readonly string[] | undefined
  /** The language of mails to people who have chosen none. */
  readonly language?: LanguageCode | undefined
  /** The site key of reCAPTCHA. Captchas are on while both keys are set. */
  readonly 'recaptcha-public'?: string | undefined
  /** The secret key of reCAPTCHA. */
  readonly 'recaptcha-private'?: string | undefined
  /** The sender of all mails, and the address that answers go to. */
  readonly 'server-email'?: string | undefined
  /** The mailbox: `{host:993/imap/ssl}INBOX`, `ssl://host` or `host:port`. Empty: no mail becomes a ticket. */
  readonly 'imap-host'?: string | undefined
  /** The user of the mailbox. */
  readonly 'imap-user'?: string | undefined
  /** The password of the mailbox. */
  readonly 'imap-pass'?: string | undefined
  /** The token that `/system/email-polling` requires. */
  readonly 'imap-token'?: string | undefined
  /** The name of the receiving mail server in `Authentication-Results` headers; those of other servers are ignored. */
  readonly 'mail-authserv-id'?: string | undefined
  /** Whether an answer by mail reopens a closed ticket. */
  readonly 'reopen-on-reply'?: boolean | undefined
  /**
   * The server that sends mail: `host`, `host:port`, `ssl://host`, or several separated by `;`. Empty: no mail is
   * sent, and new accounts count as verified.
   */
  readonly 'smtp-host'?: string | undefined
  /** The user of the mail server. Empty: no sign-in. */
  readonly 'smtp-user'?: string | undefined
  /** The password of the mail server. */
  readonly 'smtp-pass'?: string | undefined
  /** Whether only staff may use the helpdesk. */
  readonly 'maintenance-mode'?: boolean | undefined
  /** How the client of OpenSupports 4.11 arranges its pages. */
  readonly layout?: 'boxed' | 'full-width' | undefined
  /** Whether tickets and comments may have files. */
  readonly 'allow-attachments'?: boolean | undefined
  /** The largest upload, in MiB. */
  readonly 'max-size'?: number | undefined
  /** Endings that attachments may have, such as `pdf, docx`; empty: the built-in list. */
  readonly 'attachment-types'?: string | readonly string[] | undefined
  /** How many wrong passwords and tokens an account may have in 15 minutes; 0: any number. */
  readonly 'attempt-limit'?: number | undefined
  /** The name of the helpdesk, in mails and pages. */
  readonly title?: string | undefined
  /** Where the site is, for links: http or https. */
  readonly url?: string | undefined
  /** The address of a picture on top of every mail; empty for none. */
  readonly 'mail-template-header-image'?: string | undefined
  /** The time zone of statistics: an IANA name, such as `Europe/Berlin`. */
  readonly 'time-zone'?: string | undefined
  /** Whether the authors of tickets cannot choose the department. */
  readonly 'default-is-locked'?: boolean | undefined
}

/**
 * Changes settings; those left out stay as they are. Everything is checked before anything is saved. A new mail server
 * or user without a password removes the saved password, so that it is never sent to another server.
 *
 * @throws INVALID_DEFAULT_DEPARTMENT unless it exists and is public; INVALID_SUPPORTED_LANGUAGES unless both lists are
 * sent, and the supported ones are among the allowed; INVALID_LANGUAGE; INVALID_SETTING for a value that the setting
 * cannot have.
 */
export const editSettings = operation<EditSettingsParams, null>()({
  path: '/system/edit-settings',
  permission: 'staff_3',
  params: {
    'default-department-id': optional(
      found(
        'INVALID_DEFAULT_DEPARTMENT',
        department('default-department-id', 'INVALID_DEFAULT_DEPARTMENT'),
        async (_, found) => (found.private ? undefined : found),
      ),
    ),
    allowedLanguages: languages(),
    supportedLanguages: languages(),
    language: optional(language('INVALID_LANGUAGE')),
    'recaptcha-public': line(),
    'recaptcha-private': line(),
    'server-email': line(),
    'imap-host': line(),
    'imap-user': line(),
    'imap-pass': line(),
    'imap-token': line(200),
    'mail-authserv-id': line(),
    'reopen-on-reply': yesOrNo(),
    'smtp-host': line(),
    'smtp-user': line(),
    'smtp-pass': line(),
    'maintenance-mode': yesOrNo(),
    layout: optional(oneOf('INVALID_SETTING', ['boxed', 'full-width'])),
    'allow-attachments': yesOrNo(),
    'max-size': optional(megabytes('INVALID_SETTING')),
    'attachment-types': optional(endingList('INVALID_SETTING')),
    'attempt-limit': optional(count('INVALID_SETTING')),
    title: line(200),
    url: optional(webAddress('INVALID_SETTING')),
    'mail-template-header-image': line(),
    'default-is-locked': yesOrNo(),
    'time-zone': optional(timeZone('INVALID_SETTING')),
  },
  locks: [{ name: 'settings', mode: 'update' }],
  data: nothing,
  validate({ allowedLanguages, supportedLanguages }) {
    if ((allowedLanguages === undefined) !== (supportedLanguages === undefined))
      fail('INVALID_SUPPORTED_LANGUAGES')
    if (supportedLanguages?.some((code) => !allowedLanguages?.includes(code)))
      fail('INVALID_SUPPORTED_LANGUAGES')
  },
  async write(tx, { allowedLanguages, supportedLanguages, ...params }) {
    const { 'default-department-id': department, ...texts } = params
    const given = { ...texts, 'default-department-id': department?.id }
    const saved = await tx.settingStore.all()
    const asked = Object.fromEntries(
      Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, asText(value)]])),
    )
    const changes: SettingValues = { ...asked, ...withoutPasswordOfOthers(asked, saved) }
    await tx.settingStore.set(changes)
    const changed = Object.keys(changes).filter((name) => changes[name] !== saved[name])
    if (allowedLanguages && supportedLanguages) {
      const languages = languageCodes.map((code) => ({
        code,
        allowed: allowedLanguages.includes(code),
        supported: supportedLanguages.includes(code),
      }))
      changed.push(...changedLanguages(await tx.settingStore.languages(), languages))
      await tx.settingStore.setLanguages(languages)
    }
    await tx.log('EDIT_SETTINGS', null)
    tx.emit('settings.edited', { changed })
    return null
  },
})

/** Returns which lists of languages an edit changes. */
function changedLanguages(before: readonly StoredLanguage[], after: readonly StoredLanguage[]): string[] {
  const differs = (name: 'allowed' | 'supported') =>
    after.some((language) => before.find(({ code }) => code === language.code)?.[name] !== language[name])
  return [
    ...(differs('allowed') ? ['allowedLanguages'] : []),
    ...(differs('supported') ? ['supportedLanguages'] : []),
  ]
}

const asText = (value: string | number | boolean) =>
  typeof value === 'boolean' ? (value ? '1' : '0') : String(value)

/** Returns the passwords to remove, since they belong to the server and user that are replaced. */
function withoutPasswordOfOthers(changes: SettingValues, saved: SettingValues): Record<string, null> {
  const removed: Record<string, null> = {}
  for (const kind of ['smtp', 'imap']) {
    const isNew = [`${kind}-host`, `${kind}-user`].some(
      (name) => changes[name] !== undefined && changes[name] !== (saved[name] ?? ''),
    )
    if (isNew && changes[`${kind}-pass`] === undefined) removed[`${kind}-pass`] = null
  }
  return removed
}
