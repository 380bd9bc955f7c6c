import type { EngineName, Size } from '../desks/index.js'
import type { FailureResult, OperationResult, ThroughputResult } from '../figures/index.js'
import { calls } from '../operations/index.js'
import { shown, shownBytes, table } from './numbers.js'

const none = '–'

const orNone = (value: number | null | undefined) =>
  value === null || value === undefined ? none : shown(value)

const order = new Map(calls.map(({ name }, index) => [name, index]))

/** Returns the names in the order of the calls. */
export function namesOf(results: readonly { readonly name: string }[]): string[] {
  const names = [...new Set(results.map(({ name }) => name))]
  const placeOf = (name: string) => order.get(name) ?? order.size
  return names.sort((one, other) => placeOf(one) - placeOf(other))
}

const find = <T extends { readonly name: string; readonly size: Size }>(
  results: readonly T[],
  name: string,
  size: Size | undefined,
): T | undefined => results.find((each) => each.name === name && each.size === size)

/** The CPU time of the process and, where it is known, of the database server. */
export const allCpu = ({ cpu, serverCpu }: OperationResult): number => cpu + (serverCpu ?? 0)

/** Returns how many times as much an operation costs at the largest size as at the smallest. */
export function growthOf(
  results: readonly OperationResult[],
  name: string,
  sizes: readonly Size[],
): number | undefined {
  const [small, large] = [find(results, name, sizes[0]), find(results, name, sizes.at(-1))]
  return small && large && small !== large ? allCpu(large) / allCpu(small) : undefined
}

/** Returns the table of what each operation costs on one engine. */
export function costTable(results: readonly OperationResult[], sizes: readonly Size[]): string {
  const withServer = results.some(({ serverCpu }) => serverCpu !== null)
  const grows = sizes.length > 1
  const head = [
    'Operation',
    ...sizes.map((size) => `CPU ms, ${size}`),
    ...(withServer ? sizes.map((size) => `server CPU ms, ${size}`) : []),
    ...(withServer ? [`wall ms, ${sizes.at(-1)}`] : []),
    ...(grows ? [`growth ${sizes[0]} to ${sizes.at(-1)}`] : []),
    'longest block ms',
    'statements',
    'answer',
    'share of the baseline',
  ]
  const rows = namesOf(results).map((name) => {
    const largest = find(results, name, sizes.at(-1)) ?? results.find((each) => each.name === name)
    const growth = growthOf(results, name, sizes)
    return [
      name,
      ...sizes.map((size) => orNone(find(results, name, size)?.cpu)),
      ...(withServer ? sizes.map((size) => orNone(find(results, name, size)?.serverCpu)) : []),
      ...(withServer ? [orNone(largest?.wall)] : []),
      ...(grows ? [growth === undefined ? none : `${shown(growth)}×`] : []),
      orNone(largest?.block),
      String(largest?.statements ?? none),
      largest ? shownBytes(largest.bytes) : none,
      orNone(largest?.ratio),
    ]
  })
  return table(head, rows)
}

/** Returns the table of requests over HTTP. */
export function throughputTable(
  results: readonly ThroughputResult[],
  engines: readonly (readonly [EngineName, string])[],
): string {
  const head = ['Operation', ...engines.flatMap(([, title]) => [`${title}: requests`, 'by hand', 'share'])]
  const rows = namesOf(results).map((name) => [
    name,
    ...engines.flatMap(([engine]) => {
      const found = results.find((each) => each.name === name && each.engine === engine)
      return [orNone(found?.perCpuSecond), orNone(found?.baselinePerCpuSecond), orNone(found?.ratio)]
    }),
  ])
  return table(head, rows)
}

/** Returns the answers that are not equal to the baseline's, as a list. */
export function differenceList(results: readonly OperationResult[]): string {
  const lines = new Map<string, string[]>()
  for (const { name, engine, size, differences } of results) {
    if (differences.length === 0) continue
    const text = `${name}: ${differences.slice(0, 5).join('; ')}`
    lines.set(text, [...(lines.get(text) ?? []), `${engine} ${size}`])
  }
  return [...lines].map(([text, where]) => `- ${text} (${where.join(', ')})`).join('\n')
}

/** Returns the calls that failed, as a list. */
export const failureList = (results: readonly FailureResult[]): string =>
  results.map(({ name, engine, size, code }) => `- ${name}: ${code} (${engine} ${size})`).join('\n')
