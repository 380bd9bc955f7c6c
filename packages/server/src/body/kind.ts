/** How a body spells its fields; undefined where nobody here can read it. */
export type BodyKind = 'form' | 'json' | 'multipart' | undefined

const kinds: ReadonlyMap<string, BodyKind> = new Map([
  ['application/x-www-form-urlencoded', 'form'],
  ['application/json', 'json'],
  ['multipart/form-data', 'multipart'],
])

/** Tells it by the header: media types have no case, and may carry parameters. */
export function bodyKind(contentType: string | undefined): BodyKind {
  if (contentType === undefined) return undefined
  const end = contentType.indexOf(';')
  const type = end < 0 ? contentType : contentType.slice(0, end)
  return kinds.get(type) ?? kinds.get(type.trim().toLowerCase())
}
