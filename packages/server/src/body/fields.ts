/** The decoded fields of a request: texts, uploads, and whatever JSON holds. */
export type FormFields = Record<string, unknown>

/** An object without a prototype: no name of a field means anything to it. */
export const noFields = (): FormFields => Object.create(null) as FormFields

/**
 * Adds a field of a form. The last of several with one name counts; `a[]=x` and `a[k]=x` make `a` a list, which no
 * text parameter takes, so that its own code answers.
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

/** Old browsers' clients write these words for what they do not have. */
export const isMissingText = (name: string, value: unknown) =>
  (value === 'undefined' || value === 'null') && neverTexts.has(name)
