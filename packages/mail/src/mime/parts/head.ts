import { bounds } from './bounds.js'
import type { Work } from './work.js'

/** A header: its bytes as Latin-1 characters, unfolded. */
export interface Field {
  /** Lower case. */
  readonly name: string
  readonly value: string
}

export interface Head {
  readonly fields: readonly Field[]
  /** The index of the body. */
  readonly bodyStart: number
}

const [newline, return_, space, tab, colon] = [10, 13, 32, 9, 58]

/**
 * Reads the headers that begin at `start`. They end at an empty line, or where `endsAt` returns true. Skips lines that
 * are not headers.
 */
export function readHead(
  bytes: Buffer,
  start: number,
  work: Work,
  endsAt: (start: number, end: number) => boolean = () => false,
): Head {
  const unfolded: { name: string; pieces: string[]; length: number }[] = []
  let size = 0
  for (let place = start; place < bytes.length; ) {
    const next = bytes.indexOf(newline, place)
    const lineEnd = next < 0 ? bytes.length : next
    const end = bytes[lineEnd - 1] === return_ && lineEnd > place ? lineEnd - 1 : lineEnd
    work.steps += 1 + end - place
    if (end === place)
      return { fields: unfolded.map(fieldOf), bodyStart: Math.min(lineEnd + 1, bytes.length) }
    if (endsAt(place, end)) return { fields: unfolded.map(fieldOf), bodyStart: place }
    size += end - place
    if (size <= bounds.headBytes) addLine(bytes.subarray(place, end), unfolded)
    place = lineEnd + 1
  }
  return { fields: unfolded.map(fieldOf), bodyStart: bytes.length }
}

function addLine(line: Buffer, unfolded: { name: string; pieces: string[]; length: number }[]) {
  const field = unfolded.at(-1)
  if (line[0] === space || line[0] === tab) {
    if (!field || field.length > bounds.fieldLength) return
    field.pieces.push(line.toString('latin1', 0, bounds.fieldLength))
    field.length += line.length
    return
  }
  const end = line.indexOf(colon)
  const name = line.toString('latin1', 0, Math.min(end, 200)).trim().toLowerCase()
  if (end < 1 || name === '' || name.includes(' ') || unfolded.length >= bounds.headFields) return
  const value = line.toString('latin1', end + 1, end + 1 + bounds.fieldLength)
  unfolded.push({ name, pieces: [value], length: value.length })
}

const fieldOf = ({ name, pieces }: { name: string; pieces: string[] }): Field => ({
  name,
  value: pieces.join('').slice(0, bounds.fieldLength).trim(),
})
