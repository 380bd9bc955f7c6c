import { languageCodes, mailTemplateDefaults, settingDefaults } from '@opensupports/core/adoption'
import type { Db } from '../schema.js'

/** The rows that an old database lacks. */
export interface Gaps {
  readonly settings: readonly { readonly name: string; readonly value: string | null }[]
  readonly languages: readonly {
    readonly code: string
    readonly allowed: number
    readonly supported: number
  }[]
  readonly templates: ReturnType<typeof mailTemplateDefaults>
}

/** Returns the missing rows. A missing table lacks all rows. */
export async function gapsOf(db: Db, tables: ReadonlySet<string>): Promise<Gaps> {
  const settings = tables.has('setting')
    ? await db.selectFrom('setting').select(['name', 'value']).execute()
    : []
  const languages = tables.has('language') ? await db.selectFrom('language').select('code').execute() : []
  const templates = tables.has('mailtemplate')
    ? await db.selectFrom('mailtemplate').select(['template', 'language']).execute()
    : []
  const names = new Set(settings.map(({ name }) => name))
  const codes = new Set(languages.map(({ code }) => code))
  const kinds = new Set(templates.map(({ template, language }) => `${template} ${language}`.toLowerCase()))
  const standard = settings.find(({ name }) => name === 'language')?.value ?? 'en'
  return {
    settings: Object.entries(settingDefaults()).flatMap(([name, value]) =>
      names.has(name) ? [] : { name, value },
    ),
    languages: languageCodes.flatMap((code) =>
      codes.has(code)
        ? []
        : { code, allowed: code === standard ? 1 : 0, supported: code === standard ? 1 : 0 },
    ),
    // An old server cannot send a mail without a text.
    templates: mailTemplateDefaults().filter(
      ({ template, language }) => !kinds.has(`${template} ${language}`.toLowerCase()),
    ),
  }
}

/** Inserts the missing default rows. Run after the tables are widened. */
export async function fillGaps(db: Db): Promise<void> {
  const { settings, languages, templates } = await gapsOf(
    db,
    new Set(['setting', 'language', 'mailtemplate']),
  )
  if (settings.length > 0) await db.insertInto('setting').values(settings).execute()
  if (languages.length > 0) await db.insertInto('language').values(languages).execute()
  if (templates.length > 0) await db.insertInto('mailtemplate').values(templates).execute()
}
