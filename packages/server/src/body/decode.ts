import { OpenSupportsError } from '@opensupports/core'
import type { Limits } from '../options.js'
import { addField, type FormFields, noFields } from './fields.js'

/** Reads a body into memory, up to a number of bytes. */
export async function readBytes(body: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of body) {
      size += chunk.byteLength
      if (size > limit) throw new OpenSupportsError('REQUEST_TOO_LARGE')
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof OpenSupportsError) throw error
    throw new OpenSupportsError('INVALID_BODY', { cause: error })
  }
  return chunks.length === 1 && chunks[0] ? Buffer.from(chunks[0]) : Buffer.concat(chunks)
}

/** The fields of a form that is not multipart. */
export function decodeForm(text: string, { fields: most }: Limits): FormFields {
  const fields = noFields()
  let count = 0
  for (const [name, value] of new URLSearchParams(text)) {
    if (++count > most) throw new OpenSupportsError('REQUEST_TOO_LARGE')
    addField(fields, name, value)
  }
  return fields
}

/** The members of a JSON object. */
export function decodeJson(text: string): FormFields {
  if (text.trim() === '') return noFields()
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new OpenSupportsError('INVALID_BODY', { cause: error })
  }
  return objectFields(value)
}

/** What a host has decoded already. */
export function objectFields(value: unknown): FormFields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new OpenSupportsError('INVALID_BODY')
  return Object.assign(noFields(), value)
}
