import type { SettingStore, SettingValues, StoredLanguage } from '@opensupports/core'
import { sql } from 'kysely'
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

const allSettings = keptStatement(
  (db) => db.selectFrom('setting').select(['name', 'value']),
  (rows) => valuesOf(rows.map(({ name, value }) => [name, value])),
)

/** Reads all settings as one text, which is quickly compared with the last one. */
const settingsAsJson = keptStatement(
  (db) =>
    db
      .selectFrom('setting')
      // JSON cannot hold the bytes of a blob.
      .select(sql<string>`json_group_array(json_array(name, cast(value as text)))`.as('entries')),
  (rows) => valuesOf(rows.flatMap(({ entries }) => JSON.parse(entries) as Entry[])),
)
const allLanguages = statement((db) => db.selectFrom('language').select(['code', 'allowed', 'supported']))

/** Sorts the rows by key, so that concurrent writers lock them in the same order and cannot deadlock. */
const byFirst = <T>(entries: [string, T][]): [string, T][] =>
  entries.sort(([one], [other]) => (one < other ? -1 : 1))

export function settingStore(
  db: Db,
  { rowLocks, rowsAsJson }: Pick<Dialect, 'rowLocks' | 'rowsAsJson'>,
): SettingStore {
  const all = () => (rowsAsJson ? settingsAsJson(db) : allSettings(db))
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
