import type { LogType, MailTemplateName } from '@opensupports/core'
import type { StaffWords } from '../words/staff/index.js'

/** Returns what an entry of the log says. A type that only an adopted database has is shown as it is. */
export function logText(type: string, staffWords: StaffWords): string {
  const key = `log${type as LogType}` satisfies keyof StaffWords
  return staffWords[key] ?? type
}

/** Returns the name of a mail. The mail of a queue may have a name that is no more, which is shown as it is. */
export function mailName(template: string, staffWords: StaffWords): string {
  const key = `mail${template as MailTemplateName}` satisfies keyof StaffWords
  return staffWords[key] ?? template
}
