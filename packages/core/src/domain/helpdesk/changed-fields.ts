/** Returns the names of the fields that an edit changes. Undefined leaves a field unchanged. */
export function changedFields<Edited extends object>(
  before: Readonly<Record<keyof Edited, unknown>>,
  edited: Edited,
): (keyof Edited & string)[] {
  const names = Object.keys(edited) as (keyof Edited & string)[]
  return names.filter((name) => edited[name] !== undefined && edited[name] !== before[name])
}
