import type { AccountRef } from './accounts.js'

export interface StoredLog {
  readonly id: number
  readonly type: string
  /** What the action was done to: a ticket number, a name or an e-mail. */
  readonly to: string | null
  readonly date: Date
  readonly authorName: string
  readonly author: AccountRef | null
}

export type NewLog = Omit<StoredLog, 'id'>

export interface LogStore {
  add(entry: NewLog): Promise<void>
  /** Newest first. */
  list(page: { offset: number; limit: number }): Promise<StoredLog[]>
}
