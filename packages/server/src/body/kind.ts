/** The encoding of a body's fields; undefined if it is not supported. */
export type BodyKind = 'form' | 'json' | 'multipart' | undefined

const kinds: ReadonlyMap<string, BodyKind> = new Map([
  ['application/x-www-form-urlencoded', 'form'],
  ['application/json', 'json'],
  ['multipart/form-data', 'multipart'],
])

/** Returns the kind for a Content-Type header. Ignores case and parameters. */
export function bodyKind(contentType: string | undefined): BodyKind {
  if (contentType === undefined) return undefined
  const end = contentType.indexOf(';')
  const type = end < 0 ? contentType : contentType.slice(0, end)
  return kinds.get(type) ?? kinds.get(type.trim().toLowerCase())
}
