import type { MailTemplateStore, SettingStore } from '../index.js'
import type { Sync, Tables } from './tables.js'

export function settingStore({ settings, languages, by }: Tables): Sync<SettingStore> {
  const set = (values: Readonly<Record<string, string | null>>) => {
    // Sorted by name as in other storages, so that backups are identical.
    for (const [name, value] of Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1))) {
      const row = by.settingName(name)[0]
      if (row) settings.update(row.id, { value })
      else settings.insert({ name, value })
    }
  }
  const setLanguages: Sync<SettingStore>['setLanguages'] = (list) => {
    for (const language of list) {
      const row = languages.all().find(({ code }) => code === language.code)
      if (row) languages.update(row.id, language)
      else languages.insert(language)
    }
  }
  return {
    all: () => Object.fromEntries(settings.all().map(({ name, value }) => [name, value])),
    install(values, list) {
      if (settings.size > 0) return false
      set(values)
      setLanguages(list)
      return true
    },
    set,
    languages: () => languages.all().map(({ code, allowed, supported }) => ({ code, allowed, supported })),
    setLanguages,
  }
}

export function mailTemplateStore({ mailTemplates }: Tables): Sync<MailTemplateStore> {
  const find = (template: string, language: string) =>
    mailTemplates
      .all()
      .find((row) => row.language === language && row.template.toLowerCase() === template.toLowerCase())
  return {
    get(template, language) {
      const row = find(template, language)
      if (!row) return undefined
      const { id, ...texts } = row
      return texts
    },
    set(texts) {
      const row = find(texts.template, texts.language)
      if (row) mailTemplates.update(row.id, texts)
      else mailTemplates.insert(texts)
    },
  }
}
