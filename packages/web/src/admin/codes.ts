import type { LogType, MailTemplateName } from '@opensupports/core'
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
