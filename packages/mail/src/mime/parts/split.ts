import { bounds } from './bounds.js'
import { type Field, readHead } from './head.js'
import { type Structured, structured } from './structured.js'
import type { Work } from './work.js'

/** A part of a mail, or the mail itself. */
export interface Part {
  readonly fields: readonly Field[]
  readonly type: Structured
  readonly disposition: Structured
  /** The bytes between the headers and the next boundary, still encoded. */
  readonly body: Buffer
  /** Its subparts. */
  readonly parts: readonly Part[]
}

/** A mail split into parts. */
export interface Split {
  readonly root: Part
  /** False if some of it exceeded the limits and is missing. */
  readonly whole: boolean
}

interface OpenPart {
  readonly fields: readonly Field[]
  readonly type: Structured
  readonly disposition: Structured
  readonly bodyStart: number
  bodyEnd: number
  readonly parts: OpenPart[]
}

/** A multipart whose closing boundary has not been read yet. */
interface Frame {
  readonly part: OpenPart
  readonly boundary: Buffer
}

const [newline, return_, dash] = [10, 13, 45]

/**
 * Splits a mail into parts in one pass over its lines. Does not open attached mails. `work` counts the steps, which
 * grow linearly with the size.
 */
export function splitMail(bytes: Buffer, work: Work = { steps: 0 }): Split {
  const frames: Frame[] = []
  let count = 0
  let whole = true

  /** Returns the innermost open frame with this boundary, and whether it is the closing one. */
  function boundaryAt(start: number, end: number): { level: number; closes: boolean } | undefined {
    if (bytes[start] !== dash || bytes[start + 1] !== dash) return undefined
    for (let level = frames.length - 1; level >= 0; level--) {
      const boundary = frames[level]?.boundary ?? Buffer.alloc(0)
      const after = start + 2 + boundary.length
      work.steps++
      if (after > end || boundary.compare(bytes, start + 2, after) !== 0) continue
      work.steps += boundary.length
      const closes = bytes[after] === dash && bytes[after + 1] === dash && after + 2 <= end
      if (closes || isBlank(after, end)) return { level, closes }
    }
    return undefined
  }

  function isBlank(start: number, end: number): boolean {
    for (let place = start; place < end; place++) if (bytes[place] !== 32 && bytes[place] !== 9) return false
    return true
  }

  function beginPart(start: number, defaultType: string): OpenPart {
    count++
    const { fields, bodyStart } = readHead(bytes, start, work, (from, to) => !!boundaryAt(from, to))
    const type = structured(fieldOf(fields, 'content-type') || defaultType)
    const disposition = structured(fieldOf(fields, 'content-disposition'))
    const part: OpenPart = { fields, type, disposition, bodyStart, bodyEnd: bytes.length, parts: [] }
    const boundary = type.parameters.get('boundary')?.value.trimEnd().slice(0, 200) ?? ''
    if (type.value.startsWith('multipart/') && boundary !== '') {
      if (frames.length < bounds.depth) frames.push({ part, boundary: Buffer.from(boundary, 'latin1') })
      else whole = false
    }
    return part
  }

  const root = beginPart(0, 'text/plain')
  let current: OpenPart | undefined = root
  // A boundary begins with two dashes, so skip all other lines.
  for (let place = root.bodyStart; frames.length > 0; ) {
    place = startOfDashes(bytes, place)
    if (place < 0) break
    const next = bytes.indexOf(newline, place)
    const lineEnd = next < 0 ? bytes.length : next
    const end = bytes[lineEnd - 1] === return_ ? lineEnd - 1 : lineEnd
    work.steps++
    const boundary = boundaryAt(place, end)
    const after = Math.min(lineEnd + 1, bytes.length)
    if (!boundary) {
      place = after
      continue
    }
    if (current) current.bodyEnd = Math.max(current.bodyStart, endBefore(bytes, place))
    const { part } = frames[boundary.level] ?? { part: root }
    // This also closes nested parts that had no closing boundary.
    frames.length = boundary.closes ? boundary.level : boundary.level + 1
    current = undefined
    place = after
    if (boundary.closes) continue
    if (count >= bounds.parts) {
      whole = false
      break
    }
    const defaultType = part.type.value === 'multipart/digest' ? 'message/rfc822' : 'text/plain'
    current = beginPart(after, defaultType)
    part.parts.push(current)
    place = current.bodyStart
  }
  return { root: closed(root, bytes), whole }
}

const dashes = Buffer.from('\n--')

/**
 * Returns the start of the next line that begins with two dashes, searching from the line at `place`; -1 if there is
 * none.
 */
function startOfDashes(bytes: Buffer, place: number): number {
  if (bytes[place] === dash && bytes[place + 1] === dash) return place
  const before = bytes.indexOf(dashes, place - 1)
  return before < 0 ? -1 : before + 1
}

/** Returns the end of the content before a boundary. The line break before a boundary belongs to the boundary. */
function endBefore(bytes: Buffer, place: number): number {
  const end = bytes[place - 1] === newline ? place - 1 : place
  return bytes[end - 1] === return_ ? end - 1 : end
}

const closed = ({ fields, type, disposition, bodyStart, bodyEnd, parts }: OpenPart, bytes: Buffer): Part => ({
  fields,
  type,
  disposition,
  body: bytes.subarray(bodyStart, bodyEnd),
  parts: parts.map((part) => closed(part, bytes)),
})

/** Returns the value of the first header with a name; empty if there is none. */
export const fieldOf = (fields: readonly Field[], name: string): string =>
  fields.find((field) => field.name === name)?.value ?? ''
