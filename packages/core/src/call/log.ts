import type { AccountRef, NewLog, Stores } from '../storage/index.js'

/** The types of log entries: those of OpenSupports 4.11, and those of webhooks, which it does not have. */
export type LogType =
  | 'ADD_ARTICLE'
  | 'ADD_CUSTOM_RESPONSE'
  | 'ADD_DEPARTMENT'
  | 'ADD_TOPIC'
  | 'ADD_WEBHOOK'
  | 'BAN_USER'
  | 'CLOSE'
  | 'COMMENT'
  | 'CREATE_TICKET'
  | 'DELETE_ARTICLE'
  | 'DELETE_CUSTOM_RESPONSE'
  | 'DELETE_DEPARTMENT'
  | 'DELETE_TOPIC'
  | 'DELETE_USER'
  | 'DELETE_WEBHOOK'
  | 'DEPARTMENT_CHANGED'
  | 'EDIT_ARTICLE'
  | 'EDIT_COMMENT'
  | 'EDIT_CUSTOM_RESPONSE'
  | 'EDIT_DEPARTMENT'
  | 'EDIT_SETTINGS'
  | 'EDIT_SUPERVISED_LIST'
  | 'EDIT_TITLE'
  | 'EDIT_WEBHOOK'
  | 'INVITE'
  | 'RE_OPEN'
  | 'ROTATE_WEBHOOK_SECRET'
  | 'SIGNUP'
  | 'UN_BAN_USER'

/** The author of a log entry. */
export interface LogAuthor extends AccountRef {
  readonly name: string
}

/** Returns a log entry of an author; null for a guest. */
export const logOf = (
  now: Date,
  author: LogAuthor | null,
  type: LogType,
  to: string | number | null,
): NewLog => ({
  type,
  to: to === null ? null : String(to),
  date: now,
  authorName: author?.name ?? '',
  author: author && { kind: author.kind, id: author.id },
})

/** Writes a log entry for any author, not only the caller; null for a guest. */
export const writeLogOf = (
  { logs }: Pick<Stores, 'logs'>,
  now: Date,
  author: LogAuthor | null,
  type: LogType,
  to: string | number | null,
): Promise<void> => logs.add(logOf(now, author, type, to))
