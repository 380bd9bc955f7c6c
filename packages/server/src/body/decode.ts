import { OpenSupportsError } from '@opensupports/core'
import { isBoundedForm, isBoundedJson } from './bounds.js'
import { addField, type FormFields, isMissingText, noFields } from './fields.js'
import type { BodyKind } from './kind.js'
import type { Limits } from './limits.js'

/** Decodes the fields of a body that is not multipart. */
export function decodeText(text: string, kind: 'form' | 'json', limits: Limits): FormFields {
  return kind === 'form' ? decodeForm(text, limits) : decodeJson(text, limits)
}

function decodeForm(text: string, { fields: most }: Limits): FormFields {
  if (!isBoundedForm(text, most)) throw new OpenSupportsError('REQUEST_TOO_LARGE')
  const fields = noFields()
  for (const [name, value] of new URLSearchParams(text)) addField(fields, name, value)
  return fields
}

function decodeJson(text: string, limits: Limits): FormFields {
  if (text.trim() === '') return noFields()
  if (!isBoundedJson(text)) throw new OpenSupportsError('REQUEST_TOO_LARGE')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new OpenSupportsError('INVALID_BODY', { cause: error })
  }
  return objectFields(value, 'json', limits)
}

/** Returns the members of an object, parsed here or by the host. */
export function objectFields(value: unknown, kind: BodyKind, { fields: most }: Limits): FormFields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new OpenSupportsError('INVALID_BODY')
  if (Object.keys(value).length > most) throw new OpenSupportsError('REQUEST_TOO_LARGE')
  const fields: FormFields = Object.assign(noFields(), value)
  if (kind !== 'multipart') return fields
  for (const [name, text] of Object.entries(fields)) if (isMissingText(name, text)) delete fields[name]
  return fields
}
