/** How 4.11 keeps a moment: YYYYMMDDHHmm, in UTC, as a number. */
export const minuteOf = (date: Date): number =>
  date.getUTCFullYear() * 100_000_000 +
  (date.getUTCMonth() + 1) * 1_000_000 +
  date.getUTCDate() * 10_000 +
  date.getUTCHours() * 100 +
  date.getUTCMinutes()

/** Null and nonsense of old rows become the start of time. */
export function dateOf(minute: number | null): Date {
  const digits = minute ?? 0
  const part = (unit: number, size: number) => Math.floor(digits / unit) % size
  if (digits < 100_000_000) return new Date(0)
  const day = [Math.floor(digits / 100_000_000), part(1_000_000, 100) - 1, part(10_000, 100)] as const
  return new Date(Date.UTC(...day, part(100, 100), part(1, 100)))
}

export const dateOrNull = (minute: number | null): Date | null => (minute === null ? null : dateOf(minute))
export const minuteOrNull = (date: Date | null): number | null => date && minuteOf(date)

/** An address as it is kept and looked for: A to Z in lower case, everything else as it is. */
export const addressOf = (email: string): string => email.replace(/[A-Z]/g, (letter) => letter.toLowerCase())

/** Databases keep a yes as 1 and a no as 0; old rows have null for no. */
export const bit = (flag: boolean): 0 | 1 => (flag ? 1 : 0)
export const isSet = (value: number | null): boolean => value !== null && value !== 0

/** A patch with only what is given, its values as the database keeps them. */
export function given<T extends object>(patch: T): Partial<T> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<T>
}

/** Old servers have stored what a form sent: also texts that mean no. */
export const meansNo = (value: number | string | null | undefined): boolean =>
  ['', '0', 'false', 'null'].includes(String(value ?? '').toLowerCase())
