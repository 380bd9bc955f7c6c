/** A row of the settings; values are stored as text, as in 4.11. */
export type SettingValues = Readonly<Record<string, string | null>>

export interface StoredLanguage {
  readonly code: string
  /** Whether visitors may choose it. */
  readonly allowed: boolean
  /** Whether tickets may be written in it. */
  readonly supported: boolean
}

export interface SettingStore {
  /**
   * Returns all settings by name; empty before the installation. Calls become cheaper if it returns the same frozen object
   * while no setting has changed.
   */
  all(): Promise<SettingValues>
  /**
   * Writes all settings and languages of a new helpdesk. Returns false, with nothing written, when there are settings
   * already.
   */
  install(settings: SettingValues, languages: readonly StoredLanguage[]): Promise<boolean>
  /** Changes or adds the named settings. */
  set(values: SettingValues): Promise<void>
  /** Returns the languages in no particular order. */
  languages(): Promise<StoredLanguage[]>
  setLanguages(languages: readonly StoredLanguage[]): Promise<void>
}
