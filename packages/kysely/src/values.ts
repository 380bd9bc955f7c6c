/** Returns a date in the format of 4.11: the number YYYYMMDDHHmm, in UTC. */
export const minuteOf = (date: Date): number =>
  date.getUTCFullYear() * 100_000_000 +
  (date.getUTCMonth() + 1) * 1_000_000 +
  date.getUTCDate() * 10_000 +
  date.getUTCHours() * 100 +
  date.getUTCMinutes()

/** Parses a date in the format of 4.11. Null and invalid values of 4.11 rows become the Unix epoch. */
export function dateOf(minute: number | null): Date {
  const digits = minute ?? 0
  const part = (unit: number, size: number) => Math.floor(digits / unit) % size
  if (digits < 100_000_000) return new Date(0)
  const day = [Math.floor(digits / 100_000_000), part(1_000_000, 100) - 1, part(10_000, 100)] as const
  return new Date(Date.UTC(...day, part(100, 100), part(1, 100)))
}

export const dateOrNull = (minute: number | null): Date | null => (minute === null ? null : dateOf(minute))
export const minuteOrNull = (date: Date | null): number | null => date && minuteOf(date)

/**
 * Returns an email address in the form used for storage and lookup, with A to Z in lower case. Other letters are
 * unchanged.
 */
export const addressOf = (email: string): string => email.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/** Converts a boolean to a column value. Rows of 4.11 also have null for false. */
export const bit = (flag: boolean): 0 | 1 => (flag ? 1 : 0)
export const isSet = (value: number | null): boolean => value !== null && value !== 0

/** Returns the patch without its undefined values. */
export function given<T extends object>(patch: T): Partial<T> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<T>
}

/** Returns whether a value of 4.11 means false. 4.11 stored form values unvalidated, such as the text `false`. */
export const meansNo = (value: number | string | null | undefined): boolean =>
  ['', '0', 'false', 'null'].includes(String(value ?? '').toLowerCase())
