/** The names of fields that hold dates. Own operations name theirs `date` or `…At`; the others are those of 4.11. */
const dateName = /^(?:date|at|signupDate|lastLogin|lastEdited|nextAttempt|rememberExpiration)$|[a-z]At$/

const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** Replaces the texts of dates in an answer by dates. Goes by the names of fields, never by what people wrote. */
export function reviveDates(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  const fields = value as Record<string, unknown>
  for (const [name, each] of Object.entries(fields)) {
    if (typeof each !== 'string') reviveDates(each)
    else if (dateName.test(name) && moment.test(each)) fields[name] = new Date(each)
  }
  return value
}
