import type { CustomFieldOption, Tag } from '../model/index.js'

export interface TagStore {
  byId(id: number): Promise<Tag | undefined>
  /** The ids among these that exist, each once. */
  existing(ids: readonly number[]): Promise<number[]>
  /** By id. */
  all(): Promise<Tag[]>
  /** The new id, or undefined when another has the same name. */
  insert(tag: Omit<Tag, 'id'>): Promise<number | undefined>
  /** False when the tag is gone or another one has the same name. */
  update(id: number, tag: Omit<Tag, 'id'>): Promise<boolean>
  /** Also from the tickets that carry it. */
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
  /** By id. */
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
  /** By id, with their options by id, in at most two statements. */
  all(): Promise<StoredCustomField[]>
  /** Options get ids in the order given. The new id, or undefined when another has the same name. */
  insert(field: {
    name: string
    description: string
    type: 'text' | 'select'
    options: readonly string[]
  }): Promise<number | undefined>
  /** With its options and what users entered in it. */
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
  /** The key itself, sealed with the session of the staff member who made it. */
  readonly sealedKey?: string
  /** Until when the sealed key may be opened; to the millisecond. */
  readonly sealedUntil?: Date
}

export interface ApiKeyStore {
  byToken(tokenHash: string): Promise<StoredApiKey | undefined>
  /** By id. */
  all(): Promise<StoredApiKey[]>
  /** The new id, or undefined when another has the same name. */
  insert(key: Omit<StoredApiKey, 'id'>): Promise<number | undefined>
  /** The first with the same name. */
  removeByName(name: string): Promise<boolean>
}

export interface BanStore {
  has(email: string): Promise<boolean>
  /** E-mails, in the order in which they were banned. */
  all(): Promise<string[]>
  /** False when it is banned already. */
  add(email: string): Promise<boolean>
  remove(email: string): Promise<boolean>
}
