import type { GetUntakenMailsEntry, LogType, MailTemplateName, UntakenReason } from '@opensupports/core'
import type { StaffWords } from '../words/staff/index.js'

/** Returns what an entry of the log says. For a type that only an adopted database has, returns its code. */
export function logText(type: string, staffWords: StaffWords): string {
  const key = `log${type as LogType}` satisfies keyof StaffWords
  return staffWords[key] ?? type
}

/** Returns what a kind of mail is called. A waiting mail may be of a kind that exists no more: then returns its code. */
export function mailName(template: string, staffWords: StaffWords): string {
  const key = `mail${template as MailTemplateName}` satisfies keyof StaffWords
  return staffWords[key] ?? template
}

const untakenReasons: Readonly<Record<UntakenReason, keyof StaffWords>> = {
  own: 'untakenOwn',
  automatic: 'untakenAutomatic',
  copy: 'untakenCopy',
  'no-sender': 'untakenNoSender',
  banned: 'untakenBanned',
  'too-many': 'untakenTooMany',
  unvouched: 'untakenUnvouched',
  forged: 'untakenForged',
  'no-account': 'untakenNoAccount',
  disabled: 'untakenDisabled',
  refused: 'untakenRefused',
  incomplete: 'untakenIncomplete',
  unreadable: 'untakenUnreadable',
  broken: 'untakenBroken',
}

/** Reasons whose cause adds details: a code, a header or the names of files. */
const withDetails: readonly UntakenReason[] = ['automatic', 'refused', 'incomplete', 'unreadable', 'broken']

/** Returns why a mail is in no ticket. Mails that earlier versions read have a cause, but no reason. */
export function untakenText(
  { reason, cause }: Pick<GetUntakenMailsEntry, 'reason' | 'cause'>,
  staffWords: StaffWords,
): string {
  if (reason === null) return cause
  const text = staffWords[untakenReasons[reason]]
  return withDetails.includes(reason) ? `${text} (${cause})` : text
}
