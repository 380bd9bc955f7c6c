import type { SettingStore, SettingValues, StoredLanguage } from '@opensupports/core'
import type { Dialect } from '../dialects/dialect.js'
import { lockName } from '../locks.js'
import type { Db } from '../schema.js'
import { keptStatement, statement } from '../statement.js'
import { bit, isSet } from '../values.js'

type Entry = readonly [name: string, value: string | null]

function valuesOf(entries: readonly Entry[]): SettingValues {
  const values: Record<string, string | null> = Object.create(null)
  for (const [name, value] of entries) values[name] = value
  return Object.freeze(values)
}

/** Reads all settings as rows. */
export const allSettings = keptStatement(
  (db) => db.selectFrom('setting').select(['name', 'value']),
  (rows) => valuesOf(rows.map(({ name, value }) => [name, value])),
)

interface KeptText {
  readonly text: string
  readonly values: SettingValues | undefined
}

/** The last text of the settings of each database. */
const lastTexts = new WeakMap<object, KeptText>()

/**
 * Returns the settings that a text holds, or undefined if the text is cut off. Returns the same object as long as the text
 * stays the same.
 *
 * @param text see `Dialect.settingsText`
 */
export function settingsIn(db: Db, text: string | null): SettingValues | undefined {
  const { adapter } = db.getExecutor()
  const last = lastTexts.get(adapter)
  if (last && last.text === text) return last.values
  if (text === null) return valuesOf([])
  const entries = entriesIn(text)
  const values = entries && valuesOf(entries)
  lastTexts.set(adapter, { text, values })
  return values
}

function entriesIn(text: string): Entry[] | undefined {
  const space = text.indexOf(' ')
  try {
    const entries = JSON.parse(text.slice(space + 1)) as Entry[]
    return entries.length === Number(text.slice(0, space)) ? entries : undefined
  } catch {
    return undefined
  }
}

const settingsByText = keptStatement(
  (db, settingsText: Dialect['settingsText']) => db.selectFrom('setting').select(settingsText.as('text')),
  ([row], db) => settingsIn(db, row?.text ?? null),
)

const allLanguages = statement((db) => db.selectFrom('language').select(['code', 'allowed', 'supported']))

/** Sorts the rows by key, so that concurrent writers lock them in the same order and cannot deadlock. */
const byFirst = <T>(entries: [string, T][]): [string, T][] =>
  entries.sort(([one], [other]) => (one < other ? -1 : 1))

export function settingStore(
  db: Db,
  { rowLocks, settingsText }: Pick<Dialect, 'rowLocks' | 'settingsText'>,
): SettingStore {
  const all = () => settingsByText(db, settingsText).then((settings) => settings ?? allSettings(db))
  const set: SettingStore['set'] = async (values) => {
    const rows = byFirst(Object.entries(values)).map(([name, value]) => ({ name, value }))
    if (rows.length === 0) return
    await db
      .insertInto('setting')
      .values(rows)
      .onConflict((clash) =>
        clash.column('name').doUpdateSet((row) => ({ value: row.ref('excluded.value') })),
      )
      .execute()
  }
  const setLanguages = async (languages: readonly StoredLanguage[]) => {
    const rows = languages.map(({ code, allowed, supported }) => ({
      code,
      allowed: bit(allowed),
      supported: bit(supported),
    }))
    if (rows.length === 0) return
    await db
      .insertInto('language')
      .values(rows)
      .onConflict((clash) =>
        clash.column('code').doUpdateSet((row) => ({
          allowed: row.ref('excluded.allowed'),
          supported: row.ref('excluded.supported'),
        })),
      )
      .execute()
  }
  return {
    all,
    async install(settings, languages) {
      await lockName(db, rowLocks, 'installation')
      if (Object.keys(await all()).length > 0) return false
      await set(settings)
      await setLanguages(languages)
      return true
    },
    set,
    async languages() {
      const rows = await allLanguages(db, {})
      return rows.map(({ code, allowed, supported }) => ({
        code,
        allowed: isSet(allowed),
        supported: isSet(supported),
      }))
    },
    setLanguages,
  }
}
