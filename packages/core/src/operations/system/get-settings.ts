import * as v from 'valibot'
import { allowedAttachmentTypes } from '../../domain/files/index.js'
import { type Department, languageCodes, type Tag } from '../../model/index.js'
import { column, departmentSchema, tagSchema } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { flag } from '../../params/index.js'

const text = () => v.nullable(v.string())

const beforeInstallation = { departments: [], tags: [], supportedLanguages: [], allowedLanguages: [] }

const withoutTimeZone = ({ 'time-zone': _, ...data }: ShownSettings) => data

/** What `/system/get-settings` takes. */
export interface GetSettingsParams {
  /** Ignored unless the caller is staff of level 3. */
  readonly allSettings?: boolean | undefined
}

/** Settings that a client needs to render; staff of level 3 get all except passwords. */
export interface ShownSettings {
  readonly language: string
  readonly reCaptchaKey: string | null
  readonly reCaptchaPrivate?: string | null | undefined
  readonly 'maintenance-mode': boolean
  readonly layout: string | null
  readonly 'allow-attachments': boolean
  readonly 'max-size': number
  readonly 'attachment-types'?: string[] | undefined
  readonly url?: string | null | undefined
  /** How many wrong passwords and tokens an account may have in 15 minutes; 0: any number. */
  readonly 'attempt-limit'?: number | undefined
  readonly title: string
  readonly 'server-email'?: string | null | undefined
  readonly 'smtp-host'?: string | null | undefined
  readonly 'smtp-user'?: string | null | undefined
  readonly 'imap-host'?: string | null | undefined
  readonly 'imap-user'?: string | null | undefined
  readonly 'imap-token'?: string | null | undefined
  readonly 'mail-authserv-id'?: string | null | undefined
  readonly 'reopen-on-reply'?: boolean | undefined
  readonly registration: boolean
  readonly departments: Department[]
  readonly supportedLanguages: string[]
  readonly allowedLanguages: string[]
  readonly 'session-prefix': string | null
  readonly 'mail-template-header-image'?: string | null | undefined
  readonly tags: Tag[]
  readonly 'mandatory-login': boolean
  readonly 'default-department-id': number
  readonly 'default-is-locked': boolean
  /** The time zone of statistics. Clients of 4.11 do not get it. */
  readonly 'time-zone': string
}

const settingsSchema = v.object({
  language: v.string(),
  reCaptchaKey: text(),
  reCaptchaPrivate: v.optional(text()),
  'maintenance-mode': column.bit(),
  layout: text(),
  'allow-attachments': column.bit(),
  /** The largest upload, in MiB. */
  'max-size': column.number(),
  /** Endings that attachments may have. */
  'attachment-types': v.optional(v.array(v.string())),
  url: v.optional(text()),
  'attempt-limit': v.optional(column.number()),
  title: v.string(),
  'server-email': v.optional(text()),
  'smtp-host': v.optional(text()),
  'smtp-user': v.optional(text()),
  'imap-host': v.optional(text()),
  'imap-user': v.optional(text()),
  'imap-token': v.optional(text()),
  'mail-authserv-id': v.optional(text()),
  'reopen-on-reply': v.optional(column.flag()),
  registration: column.flag(),
  /** For staff all, for others the public ones. */
  departments: v.array(departmentSchema),
  supportedLanguages: v.array(v.string()),
  allowedLanguages: v.array(v.string()),
  'session-prefix': text(),
  'mail-template-header-image': v.optional(text()),
  tags: v.array(tagSchema),
  'mandatory-login': column.flag(),
  'default-department-id': column.number(),
  'default-is-locked': column.flag(),
  'time-zone': v.string(),
})

/**
 * Returns the public settings that a client needs to render. Staff of level 3 may ask for all settings; passwords are
 * never included. Null while the helpdesk is not installed. Clients of 4.11 get empty lists instead, since they cache
 * the first answer.
 */
export const getSettings = operation<GetSettingsParams, ShownSettings | null>()({
  path: '/system/get-settings',
  permission: 'any',
  beforeInstallation: true,
  params: {
    allSettings: flag(),
  },
  data: v.nullable(settingsSchema),
  /** Before the installation, there are only the lists. */
  legacySchema: v.partial(settingsSchema),
  legacyData: (data) => (data ? withoutTimeZone(data) : beforeInstallation),
  async read(call, { allSettings }) {
    const { actor, files, settings } = call
    if (!settings.exist) return null
    const { values } = settings
    const text = (name: string) => values[name] ?? null
    const all = allSettings && actor.kind === 'staff' && actor.level === 3
    const departments = await call.departments.all()
    const languages = await call.settingStore.languages()
    const codes = (which: 'allowed' | 'supported') =>
      languageCodes.filter((code) => languages.some((each) => each.code === code && each[which]))
    return {
      language: settings.language,
      reCaptchaKey: text('recaptcha-public'),
      'maintenance-mode': settings.maintenanceMode,
      layout: text('layout'),
      'allow-attachments': settings.allowAttachments && files !== undefined,
      'max-size': settings.maxSize,
      title: settings.title,
      registration: settings.registration,
      departments: actor.kind === 'staff' ? departments : departments.filter((each) => !each.private),
      supportedLanguages: codes('supported'),
      allowedLanguages: codes('allowed'),
      'session-prefix': text('session-prefix'),
      tags: await call.tags.all(),
      'mandatory-login': settings.mandatoryLogin,
      'default-department-id': settings.defaultDepartmentId,
      'default-is-locked': settings.defaultIsLocked,
      'time-zone': settings.timeZone ?? call.timeZone,
      ...(all
        ? {
            reCaptchaPrivate: text('recaptcha-private'),
            'attempt-limit': settings.attemptLimit,
            'attachment-types': [...allowedAttachmentTypes(settings)],
            url: text('url'),
            'server-email': text('server-email'),
            'smtp-host': text('smtp-host'),
            'smtp-user': text('smtp-user'),
            'imap-host': text('imap-host'),
            'imap-user': text('imap-user'),
            'imap-token': text('imap-token'),
            'mail-authserv-id': text('mail-authserv-id'),
            'reopen-on-reply': settings.reopenOnReply,
            'mail-template-header-image': text('mail-template-header-image'),
          }
        : {}),
    }
  },
})
