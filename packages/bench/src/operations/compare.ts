type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

const isList = (value: Json): value is Json[] => Array.isArray(value)
const isObject = (value: Json): value is { [name: string]: Json } =>
  typeof value === 'object' && value !== null && !isList(value)

/**
 * Compares two answers as JSON, field by field. Returns where they differ, each place once: elements of lists count as
 * one place.
 *
 * @param ignored the names of fields that may differ
 */
export function differences(one: unknown, other: unknown, ignored: readonly string[] = []): string[] {
  const found = new Set<string>()
  const asJson = (value: unknown) => JSON.parse(JSON.stringify(value) ?? 'null') as Json
  function walk(left: Json, right: Json, place: string): void {
    if (isList(left) && isList(right)) {
      if (left.length !== right.length)
        found.add(`${place}: ${left.length} instead of ${right.length} elements`)
      else for (const [index, value] of left.entries()) walk(value, right[index] as Json, `${place}[]`)
    } else if (isObject(left) && isObject(right)) {
      for (const name of new Set([...Object.keys(left), ...Object.keys(right)])) {
        if (ignored.includes(name)) continue
        const at = place === '' ? name : `${place}.${name}`
        const [ours, theirs] = [left[name], right[name]]
        if (theirs === undefined) found.add(`${at}: only in the helpdesk's`)
        else if (ours === undefined) found.add(`${at}: only in the baseline's`)
        else walk(ours, theirs, at)
      }
    } else if (left !== right) found.add(`${place === '' ? 'the answer' : place}: different`)
  }
  walk(asJson(one), asJson(other), '')
  return [...found]
}
