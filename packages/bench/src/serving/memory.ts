import { type Desk, notifyStaff } from '../desks/index.js'
import { keyOf, type MemorySample, type Results } from '../figures/index.js'
import { startServing } from './child.js'
import { load } from './load.js'
import { mixOf } from './mix.js'

const connections = 16
const samples = 10
const MB = 1_000_000
/** How often the server's CPU time is asked for, in requests. */
const askEvery = 200

/** Runs a mixed load for some minutes of the server's CPU time, and watches its memory. */
export async function measureMemory(desk: Desk, results: Results, minutes: number): Promise<void> {
  const { engine, size } = desk
  if (results.has(keyOf({ kind: 'memory', engine, size }))) return
  await notifyStaff(desk, 5)
  const serving = await startServing({ side: 'helpdesk', desk })
  const mix = mixOf(desk)
  const found: MemorySample[] = []
  let requests = 0
  let errors = 0
  const { cpu: atStart } = await serving.usage('cpu')
  const look = async (): Promise<number> => {
    const spent = ((await serving.usage('cpu')).cpu - atStart) / 60_000
    if (found.length > 0 && spent < (minutes / samples) * found.length) return spent
    const { heap, rss } = await serving.usage('memory')
    found.push({ minutes: spent, requests, heap: heap / MB, rss: rss / MB })
    console.log(
      `${engine} ${size} memory after ${spent.toFixed(2)} minutes of CPU: heap ${(heap / MB).toFixed(1)} MB, ` +
        `RSS ${(rss / MB).toFixed(0)} MB, ${requests} requests`,
    )
    return spent
  }
  await look()
  for (let spent = 0; spent < minutes; ) {
    let left = askEvery
    const done = await load(serving.port, connections, (number) => (left-- > 0 ? mix(number) : undefined))
    requests += done.requests
    errors += done.errors
    spent = await look()
  }
  await serving.stop()
  results.add({ kind: 'memory', engine, size, samples: found, errors })
}
