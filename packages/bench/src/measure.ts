import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'

/** The result of a measurement. */
export interface Figures {
  readonly perSecond: number
  /** In milliseconds, as is `p99`. */
  readonly p50: number
  readonly p99: number
}

/** Calls a function repeatedly in this process, one call at a time. */
export async function inProcess(call: () => unknown, milliseconds: number): Promise<Figures> {
  for (let warmup = 0; warmup < 50; warmup++) await call()
  const times: number[] = []
  const end = performance.now() + milliseconds
  const start = performance.now()
  let now = start
  while (now < end) {
    await call()
    const after = performance.now()
    times.push(after - now)
    now = after
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0
  return { perSecond: (times.length / (now - start)) * 1000, p50: at(0.5), p99: at(0.99) }
}

/** Runs a server in a separate process while `work` runs. */
export async function withServer<T>(
  side: string,
  file: string,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const child = fork(fileURLToPath(new URL('serve.js', import.meta.url)), [side, file])
  try {
    const [port] = (await once(child, 'message')) as [number]
    return await work(`http://127.0.0.1:${port}/api`)
  } finally {
    child.kill()
  }
}

/** Sends the same form repeatedly over several connections. */
export async function overHttp(
  url: string,
  fields: Record<string, string>,
  connections: number,
  seconds: number,
): Promise<Figures> {
  const request = {
    url,
    connections,
    method: 'POST' as const,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  }
  await autocannon({ ...request, duration: 1 })
  const result = await autocannon({ ...request, duration: seconds })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} rejected, ${result.errors} broken`)
  // autocannon measures whole milliseconds, so use the average for latencies below 1 ms.
  return {
    perSecond: result.requests.average,
    p50: result.latency.p50 || result.latency.average,
    p99: result.latency.p99,
  }
}
