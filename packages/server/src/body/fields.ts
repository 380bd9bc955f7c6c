/** The decoded fields of a request: texts, uploads and JSON values. */
export type FormFields = Record<string, unknown>

/** Returns an object without a prototype, so that fields may have any name. */
export const noFields = (): FormFields => Object.create(null) as FormFields

/**
 * Adds a field of a form. The last of several with one name counts. `a[]=x` and `a[k]=x` make `a` a list, which no text
 * parameter accepts, so the parameter's own code is answered.
 */
export function addField(fields: FormFields, name: string, value: unknown): void {
  const bracket = name.indexOf('[')
  if (bracket <= 0) {
    fields[name] = value
    return
  }
  const list = name.slice(0, bracket)
  const before = fields[list]
  fields[list] = Array.isArray(before) ? [...before, value] : [value]
}

const neverTexts = new Set(['captcha', 'file', 'csrf_token', 'csrf_userid'])

/** What the clients of 4.11 send for missing values. */
export const isMissingText = (name: string, value: unknown) =>
  (value === 'undefined' || value === 'null') && neverTexts.has(name)
