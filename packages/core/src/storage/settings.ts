/** A row of the settings; values are texts, as 4.11 has them. */
export type SettingValues = Readonly<Record<string, string | null>>

export interface StoredLanguage {
  readonly code: string
  /** Visitors may choose it. */
  readonly allowed: boolean
  /** Tickets may be written in it. */
  readonly supported: boolean
}

export interface SettingStore {
  /** Every setting by name; empty before installation. */
  all(): Promise<SettingValues>
  /**
   * Writes all settings and languages of a new helpdesk; false, and nothing written, when there are settings already.
   */
  install(settings: SettingValues, languages: readonly StoredLanguage[]): Promise<boolean>
  /** Changes or adds the named settings. */
  set(values: SettingValues): Promise<void>
  /** In no particular order. */
  languages(): Promise<StoredLanguage[]>
  setLanguages(languages: readonly StoredLanguage[]): Promise<void>
}
