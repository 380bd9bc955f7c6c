import type { SentFile } from './types.js'

/** The parameters of a call. */
export type Fields = Readonly<Record<string, unknown>>

/** A file, with the name of its field in the form. */
type Part = readonly [name: string, file: SentFile]

/** The parameters of a call as JSON, and the files among them. */
export interface Parts {
  readonly json: string
  readonly files: readonly Part[]
}

/** Returns whether an object is React Native's address of a file. Elsewhere, it is an object with any names. */
function isAddress(value: object): boolean {
  const { navigator } = globalThis as { readonly navigator?: { readonly product?: string } }
  const { uri, name, type } = value as Readonly<Record<string, unknown>>
  const isNative = navigator?.product === 'ReactNative'
  return isNative && [uri, name, type].every((each) => typeof each === 'string')
}

const isFile = (value: unknown): value is SentFile =>
  typeof value === 'object' && value !== null && (value instanceof Blob || isAddress(value))

/** Takes the files out of the parameters. Of the list `images`, it takes `image_0`, `image_1`, … and leaves the number. */
export function partsOf(params: Fields): Parts {
  const fields: Record<string, unknown> = {}
  const files: Part[] = []
  for (const [name, value] of Object.entries(params)) {
    if (isFile(value)) files.push([name, value])
    else if (Array.isArray(value) && value.some(isFile)) {
      fields[name] = value.length
      for (const [index, file] of value.entries()) files.push([`${name.replace(/s$/, '')}_${index}`, file])
    } else fields[name] = value
  }
  return { json: JSON.stringify(fields), files }
}

/** Returns a form with the JSON ahead of the files, so that the server knows the caller before them. */
export function formOf({ json, files }: Parts): FormData {
  const form = new FormData()
  form.append('params', json)
  // React Native takes the address of a file in place of a blob.
  for (const [name, file] of files) form.append(name, file as Blob)
  return form
}

/** Returns the number of bytes of a form: those of its files, and of the same form with empty ones. */
export async function sizeOf({ json, files }: Parts): Promise<number> {
  const blobs = files.map(([name, file]) => [name, file as File] as const)
  const empty = blobs.map(([field, { name = 'blob', type }]): Part => [field, new File([], name, { type })])
  const { byteLength } = await new Response(formOf({ json, files: empty })).arrayBuffer()
  return blobs.reduce((sum, [, { size }]) => sum + size, byteLength)
}
