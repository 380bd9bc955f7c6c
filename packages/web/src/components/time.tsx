import { useMemo } from 'preact/hooks'
import { tagOf, useLanguage } from '../app/language.js'

/** Returns the format of dates in the reader's language and time zone. */
export function useDateFormat(): Intl.DateTimeFormat {
  const tag = tagOf(useLanguage())
  return useMemo(() => new Intl.DateTimeFormat(tag, { dateStyle: 'medium' }), [tag])
}

/** A moment in the reader's language and time zone. */
export function Time({ date }: { readonly date: Date }) {
  const tag = tagOf(useLanguage())
  const format = useMemo(
    () => new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' }),
    [tag],
  )
  return <time dateTime={date.toISOString()}>{format.format(date)}</time>
}
