import type { CustomFieldOption, Tag } from '../model/index.js'

export interface TagStore {
  byId(id: number): Promise<Tag | undefined>
  /** Returns those of the ids that exist, each once. */
  existing(ids: readonly number[]): Promise<number[]>
  /** Returns all tags by id. */
  all(): Promise<Tag[]>
  /** Returns the new id, or undefined when another tag has the same name. */
  insert(tag: Omit<Tag, 'id'>): Promise<number | undefined>
  /** Returns false when the tag is gone or another one has the same name. */
  update(id: number, tag: Omit<Tag, 'id'>): Promise<boolean>
  /** Removes the tag, also from the tickets that carry it. */
  remove(id: number): Promise<boolean>
}

export interface StoredCustomResponse {
  readonly id: number
  readonly name: string
  readonly language: string
  readonly content: string
}

export interface CustomResponseStore {
  byId(id: number): Promise<StoredCustomResponse | undefined>
  /** Returns all prepared answers by id. */
  all(): Promise<StoredCustomResponse[]>
  insert(response: Omit<StoredCustomResponse, 'id'>): Promise<number>
  update(id: number, response: Omit<StoredCustomResponse, 'id'>): Promise<boolean>
  remove(id: number): Promise<boolean>
}

export interface StoredCustomField {
  readonly id: number
  readonly name: string
  readonly description: string
  readonly type: 'text' | 'select'
  readonly options: readonly CustomFieldOption[]
}

export interface CustomFieldStore {
  /** Returns all fields by id, with their options by id, in at most two statements. */
  all(): Promise<StoredCustomField[]>
  /**
   * Inserts a field; its options get ids in the given order. Returns the new id, or undefined when another field has
   * the same name.
   */
  insert(field: {
    name: string
    description: string
    type: 'text' | 'select'
    options: readonly string[]
  }): Promise<number | undefined>
  /** Removes the field with its options and all values that users entered. */
  remove(id: number): Promise<boolean>
}

export interface StoredApiKey {
  readonly id: number
  readonly name: string
  /** SHA-256 of the key. */
  readonly token: string
  /** The last four characters of the key. */
  readonly ending: string
  readonly canCreateUsers: boolean
  readonly canCreateTickets: boolean
  readonly canCheckTickets: boolean
  readonly shouldReturnTicketNumber: boolean
  /** The key itself, encrypted with the session of the staff member who made it. */
  readonly sealedKey?: string
  /** When the encrypted key stops being readable; millisecond precision. */
  readonly sealedUntil?: Date
}

export interface ApiKeyStore {
  byToken(tokenHash: string): Promise<StoredApiKey | undefined>
  /** Returns all API keys by id. */
  all(): Promise<StoredApiKey[]>
  /** Returns the new id, or undefined when another key has the same name. */
  insert(key: Omit<StoredApiKey, 'id'>): Promise<number | undefined>
  /** Returns the first key with the same name. */
  removeByName(name: string): Promise<boolean>
}

export interface BanStore {
  has(email: string): Promise<boolean>
  /** Returns the banned e-mail addresses, in the order in which they were banned. */
  all(): Promise<string[]>
  /** Returns false when the address is banned already. */
  add(email: string): Promise<boolean>
  remove(email: string): Promise<boolean>
}
