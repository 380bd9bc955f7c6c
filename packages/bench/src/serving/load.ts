import { Connection } from './connection.js'

/** A request with the kind that it counts as. */
export interface Request {
  readonly kind: string
  readonly bytes: Buffer
}

/** What clients have seen of a load. Times are in milliseconds. */
export interface Load {
  readonly requests: number
  readonly seconds: number
  readonly errors: number
  readonly timesByKind: ReadonlyMap<string, readonly number[]>
}

/**
 * Sends requests on several connections, one after another on each.
 *
 * @param next returns the next request of a connection; undefined ends it
 */
export async function load(
  port: number,
  connections: number,
  next: (connection: number) => Request | undefined,
): Promise<Load> {
  const timesByKind = new Map<string, number[]>()
  let requests = 0
  let errors = 0
  async function work(number: number): Promise<void> {
    let connection = await Connection.open(port)
    for (let request = next(number); request; request = next(number)) {
      const start = performance.now()
      const status = await connection.ask(request.bytes)
      const time = performance.now() - start
      requests++
      if (status !== 200) errors++
      if (status === 0) connection = await Connection.open(port)
      const times = timesByKind.get(request.kind)
      if (times) times.push(time)
      else timesByKind.set(request.kind, [time])
    }
    connection.close()
  }
  const start = performance.now()
  await Promise.all(Array.from({ length: connections }, (_, number) => work(number)))
  return { requests, errors, timesByKind, seconds: (performance.now() - start) / 1000 }
}

/** Returns a function that tells whether so many milliseconds have passed since the first call. */
export function deadline(milliseconds: number): () => boolean {
  let end: number | undefined
  return () => {
    const now = performance.now()
    end ??= now + milliseconds
    return now >= end
  }
}
