import { checkInstallToken, initialSettings, installSettings } from '../../domain/helpdesk/index.js'
import { fail } from '../../errors.js'
import type { LanguageCode } from '../../model/index.js'
import { nothing, operation } from '../../operation/index.js'
import { flag, language, optional, secret, text, webAddress } from '../../params/index.js'

const mailSettings = [
  'server-email',
  'smtp-host',
  'smtp-user',
  'smtp-pass',
  'imap-host',
  'imap-user',
  'imap-pass',
] as const

const mailSetting = () => optional(text('INVALID_SETTING', 500))

/** What `/system/init-settings` takes. */
export interface InitSettingsParams {
  /** The default language of the site and of mails: one of the 15 codes. */
  readonly language: LanguageCode
  /** Whether anyone may sign up. */
  readonly registration?: boolean | undefined
  /** Whether only accounts may open tickets. */
  readonly 'mandatory-login'?: boolean | undefined
  /** Whether users may attach files. */
  readonly 'allow-attachments'?: boolean | undefined
  /** Default `Support Center`. */
  readonly title?: string | undefined
  /** The URL of the site, for links: http or https. */
  readonly url?: string | undefined
  readonly 'server-email'?: string | undefined
  readonly 'smtp-host'?: string | undefined
  readonly 'smtp-user'?: string | undefined
  readonly 'smtp-pass'?: string | undefined
  readonly 'imap-host'?: string | undefined
  readonly 'imap-user'?: string | undefined
  readonly 'imap-pass'?: string | undefined
  readonly installToken?: string | undefined
}

/**
 * Writes the settings, the languages and a first department: the first step of the installation. `init-admin` is the
 * second. In code, `helpdesk.install()` does both.
 *
 * @throws NO_PERMISSION unless the install token is sent, if one is configured; INVALID_LANGUAGE;
 * INVALID_SETTING; INIT_SETTINGS_DONE when there are settings already.
 */
export const initSettings = operation<InitSettingsParams, null>()({
  path: '/system/init-settings',
  permission: 'any',
  beforeInstallation: true,
  params: {
    language: language('INVALID_LANGUAGE'),
    registration: flag(),
    'mandatory-login': flag(),
    'allow-attachments': flag(),
    title: optional(text('INVALID_SETTING')),
    url: optional(webAddress('INVALID_SETTING')),
    'server-email': mailSetting(),
    'smtp-host': mailSetting(),
    'smtp-user': mailSetting(),
    'smtp-pass': mailSetting(),
    'imap-host': mailSetting(),
    'imap-user': mailSetting(),
    'imap-pass': mailSetting(),
    installToken: optional(secret('NO_PERMISSION')),
  },
  data: nothing,
  errors: ['INIT_SETTINGS_DONE'],
  async prepare(call, { language, registration, title, url, installToken, ...params }) {
    checkInstallToken(call, installToken)
    const settings = {
      language,
      registration,
      title,
      url: url || call.publicUrl,
      mandatoryLogin: params['mandatory-login'],
      allowAttachments: params['allow-attachments'],
      mail: Object.fromEntries(mailSettings.map((name) => [name, params[name] ?? null])),
    }
    return initialSettings(settings, call.random)
  },
  async write(tx, _, settings) {
    if (!(await installSettings(tx, settings))) fail('INIT_SETTINGS_DONE')
    return null
  },
})
