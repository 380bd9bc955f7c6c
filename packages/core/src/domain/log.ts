import { type Actor, accountOf } from '../session.js'
import type { AccountRef, Storage } from '../storage/index.js'

/** What the helpdesk's log tells of: 4.11's types. */
export type LogType =
  | 'ADD_ARTICLE'
  | 'ADD_CUSTOM_RESPONSE'
  | 'ADD_DEPARTMENT'
  | 'ADD_TOPIC'
  | 'BAN_USER'
  | 'CLOSE'
  | 'COMMENT'
  | 'CREATE_TICKET'
  | 'DELETE_ARTICLE'
  | 'DELETE_CUSTOM_RESPONSE'
  | 'DELETE_DEPARTMENT'
  | 'DELETE_TOPIC'
  | 'DELETE_USER'
  | 'DEPARTMENT_CHANGED'
  | 'EDIT_ARTICLE'
  | 'EDIT_COMMENT'
  | 'EDIT_CUSTOM_RESPONSE'
  | 'EDIT_DEPARTMENT'
  | 'EDIT_SETTINGS'
  | 'EDIT_SUPERVISED_LIST'
  | 'EDIT_TITLE'
  | 'INVITE'
  | 'RE_OPEN'
  | 'SIGNUP'
  | 'UN_BAN_USER'

/** Writes a row of the log: the caller did `type` to `to`. Guests have no name there. */
export function writeLog(
  storage: Storage,
  { actor, now }: { actor: Actor; now: Date },
  type: LogType,
  to: string | number | null,
): Promise<void> {
  const author = actor.kind === 'anonymous' ? null : { ...accountOf(actor), name: actor.account.name }
  return writeLogOf(storage, now, author, type, to)
}

/** As `writeLog`, for somebody who is not the caller. */
export function writeLogOf(
  storage: Storage,
  now: Date,
  author: (AccountRef & { name: string }) | null,
  type: LogType,
  to: string | number | null,
): Promise<void> {
  return storage.logs.add({
    type,
    to: to === null ? null : String(to),
    date: now,
    authorName: author?.name ?? '',
    author: author && { kind: author.kind, id: author.id },
  })
}
