import { ticketNumberAt } from './call/index.js'
/**
 * The defaults and mail texts that a storage needs to adopt the database of an older helpdesk. Apps do not need this
 * entry.
 *
 * @module
 */
import { initialSettings } from './domain/helpdesk/index.js'
import { broughtTemplate, oldMailTemplateNames } from './mail/templates/index.js'
import { languageCodes } from './model/index.js'
import { systemRandom, tokenHash } from './platform/index.js'
import type { SettingValues, StoredMailTemplate } from './storage/index.js'

export { languageCodes, ticketNumberAt, tokenHash }

/** Every setting with its default. */
export const settingDefaults = (): SettingValues =>
  initialSettings(
    {
      language: 'en',
      registration: true,
      mandatoryLogin: true,
      allowAttachments: true,
      title: undefined,
      url: undefined,
      mail: {},
    },
    systemRandom,
  )

/** The built-in texts of the mails of 4.11, in every language. */
export const mailTemplateDefaults = (): StoredMailTemplate[] =>
  oldMailTemplateNames.flatMap((template) => languageCodes.map((code) => broughtTemplate(template, code)))
