import { type MemoryResult, slope } from '../figures/index.js'
import { shown } from './numbers.js'

/** What the samples of a memory run say. */
export interface Verdict {
  /** In megabytes per minute of CPU time. */
  readonly heapPerMinute: number
  readonly isFlat: boolean
  readonly text: string
}

/** How much of its size the heap may grow over the whole run, to count as flat. */
const mostGrowth = 0.1

/** Judges the growth of the heap. The first sample does not count: code is compiled and caches are filled then. */
export function verdictOf({ samples, errors }: MemoryResult): Verdict {
  const settled = samples.slice(1)
  const [first, last] = [settled[0], settled.at(-1)]
  const heapPerMinute = slope(settled.map(({ minutes, heap }) => ({ x: minutes, y: heap })))
  if (!first || !last || first === last)
    return { heapPerMinute, isFlat: false, text: 'Too few samples for a verdict.' }
  const grown = heapPerMinute * (last.minutes - first.minutes)
  const isFlat = grown <= first.heap * mostGrowth
  const text =
    `${isFlat ? 'The memory is flat' : 'The memory grows'}: after ${last.requests.toLocaleString('en-US')} requests, ` +
    `in ${shown(last.minutes)} minutes of CPU time, the heap has ${shown(last.heap)} MB after a garbage collection; ` +
    `it changed by ${shown(heapPerMinute)} MB per minute. The process had ${shown(Math.max(...samples.map(({ rss }) => rss)))} MB at ` +
    `most. ${errors === 0 ? 'No request failed.' : `${errors} requests failed.`}`
  return { heapPerMinute, isFlat, text }
}
