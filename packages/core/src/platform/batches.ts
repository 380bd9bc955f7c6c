/** Yields the items in groups of `size`; the last may be smaller. */
export async function* inBatches<T>(items: AsyncIterable<T>, size: number): AsyncGenerator<readonly T[]> {
  let batch: T[] = []
  for await (const item of items) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

/**
 * Yields each batch with its items mapped. While the consumer works on one batch, the next one is mapped, and no more.
 * At the end, also an early one, waits for the work that has begun.
 */
export async function* oneAhead<T, R>(
  batches: AsyncGenerator<readonly T[]>,
  map: (item: T) => Promise<R>,
): AsyncGenerator<readonly R[]> {
  const next = async () => {
    const { value, done } = await batches.next()
    return done ? undefined : Promise.all(value.map(map))
  }
  let ahead = next()
  try {
    for (let batch = await ahead; batch; batch = await ahead) {
      ahead = next()
      // It is awaited later: until then, a failure must not count as unhandled.
      ahead.catch(() => {})
      yield batch
    }
  } finally {
    await ahead.catch(() => {})
    await batches.return(undefined)
  }
}
