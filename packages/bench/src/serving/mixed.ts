import { type Desk, notifyStaff } from '../desks/index.js'
import { keyOf, type MixedResult, quantile, type Results } from '../figures/index.js'
import { startServing } from './child.js'
import { deadline, load } from './load.js'
import { mixOf } from './mix.js'

/** Measures a mixed load on 1, 16 and 64 connections. */
export async function measureMixed(desk: Desk, results: Results, milliseconds: number): Promise<void> {
  const { engine, size } = desk
  const due = [1, 16, 64].filter(
    (connections) => !results.has(keyOf({ kind: 'mixed', engine, size, connections })),
  )
  if (due.length === 0) return
  await notifyStaff(desk, 5)
  const serving = await startServing({ side: 'helpdesk', desk })
  const mix = mixOf(desk)
  const run = (connections: number, length: number) => {
    const isOver = deadline(length)
    return load(serving.port, connections, (number) => (isOver() ? undefined : mix(number)))
  }
  await run(4, milliseconds / 10)
  for (const connections of due) {
    const before = await serving.usage('cpu')
    const { requests, seconds, errors, timesByKind } = await run(connections, milliseconds)
    const after = await serving.usage('cpu')
    const times = [...timesByKind.values()].flat()
    const result: MixedResult = {
      kind: 'mixed',
      engine,
      size,
      connections,
      requests,
      perSecond: requests / seconds,
      perCpuSecond: (requests / (after.cpu - before.cpu)) * 1000,
      p50: quantile(times, 0.5),
      p99: quantile(times, 0.99),
      errors,
      p99ByKind: Object.fromEntries([...timesByKind].map(([kind, each]) => [kind, quantile(each, 0.99)])),
    }
    results.add(result)
    console.log(
      `${engine} ${size} mixed, ${connections} connections: ${result.perSecond.toFixed(0)}/s, p50 ${result.p50.toFixed(1)}, ` +
        `p99 ${result.p99.toFixed(1)} ms, ${errors} errors`,
    )
  }
  await serving.stop()
}
