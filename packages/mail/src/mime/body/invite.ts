import { oneLine } from '../headers/index.js'

/** Maximum number of characters to read of a calendar, and of one line in the result. */
const longestCalendar = 500_000
const longestLine = 500

const methods: Readonly<Record<string, string>> = {
  CANCEL: 'Cancelled',
  COUNTER: 'Other time proposed',
  REPLY: 'Answer to an invitation',
}

interface Property {
  readonly name: string
  readonly parameters: string
  readonly value: string
}

/**
 * Returns title, time and place of the first event of a calendar (RFC 5545) as text. Returns undefined if there is no
 * event.
 */
export function wordsOfInvite(calendar: string): string | undefined {
  const properties = propertiesOf(calendar.slice(0, longestCalendar))
  const start = properties.findIndex(({ name, value }) => name === 'BEGIN' && value === 'VEVENT')
  if (start < 0) return undefined
  const end = properties.findIndex(
    ({ name, value }, place) => place > start && name === 'END' && value === 'VEVENT',
  )
  const event = properties.slice(start, end < 0 ? properties.length : end)
  const find = (name: string) => event.find((property) => property.name === name)
  const words = (name: string) => textOf(find(name)?.value ?? '')
  const method = properties.find(({ name }) => name === 'METHOD')?.value.toUpperCase() ?? ''
  const [begins, ends] = [timeOf(find('DTSTART')), timeOf(find('DTEND'))]
  const time = begins && ends && begins !== ends ? `${begins} – ${ends}` : begins
  const [title, place] = [words('SUMMARY'), words('LOCATION')]
  const lines = [
    `${methods[method] ?? 'Invitation'}: ${title || '(no title)'}`,
    time && `Time: ${time}`,
    place && `Place: ${place}`,
  ]
  return lines.filter(Boolean).join('\n')
}

/** Returns the properties, with folded lines joined. */
function propertiesOf(calendar: string): Property[] {
  const lines: string[][] = []
  for (const raw of calendar.split('\n')) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    const isFolded = line.startsWith(' ') || line.startsWith('\t')
    if (isFolded) lines.at(-1)?.push(line.slice(1))
    else lines.push([line])
  }
  return lines.map((pieces) => propertyOf(pieces.join('')))
}

function propertyOf(line: string): Property {
  const colon = endOfName(line)
  const [name = ''] = line.slice(0, colon).split(';', 1)
  const parameters = line.slice(name.length, colon)
  return { name: name.toUpperCase(), parameters, value: line.slice(colon + 1).trim() }
}

/** Returns the index of the first colon outside quotes. */
function endOfName(line: string): number {
  let quoted = false
  for (let place = 0; place < line.length; place++) {
    if (line[place] === '"') quoted = !quoted
    else if (line[place] === ':' && !quoted) return place
  }
  return line.length
}

const textOf = (value: string) =>
  oneLine(
    value.replace(/\\([\\;,nN])/g, (_, letter: string) => (letter.toLowerCase() === 'n' ? ' ' : letter)),
  )
    .slice(0, longestLine)
    .toWellFormed()

/** Formats `20261201T090000Z` as `2026-12-01 09:00 UTC`. Appends the name of the time zone if there is one. */
function timeOf(property: Property | undefined): string {
  const [, year, month, day, hours, minutes, utc] =
    /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{0,2}(Z?))?/.exec(property?.value ?? '') ?? []
  if (!property || !year) return ''
  const date = `${year}-${month}-${day}`
  if (!hours) return date
  const named = /TZID="?([^";:]{1,100})/i.exec(property.parameters)?.[1]
  const zone = utc ? ' UTC' : named ? ` (${oneLine(named)})` : ''
  return `${date} ${hours}:${minutes}${zone}`
}
