/** Returns the value below which a share of the values lies, by the nearest rank. */
export function quantile(values: Iterable<number>, share: number): number {
  const sorted = Float64Array.from(values).sort()
  if (sorted.length === 0) return Number.NaN
  const place = Math.ceil(share * sorted.length) - 1
  return sorted[Math.min(sorted.length - 1, Math.max(0, place))] as number
}

/** Returns the middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** Returns by how much `y` grows for each `x`: the median slope between all pairs, which outliers do not move. */
export function slope(points: readonly Point[]): number {
  const slopes: number[] = []
  for (const [index, one] of points.entries())
    for (const other of points.slice(index + 1))
      if (other.x !== one.x) slopes.push((other.y - one.y) / (other.x - one.x))
  return slopes.length === 0 ? 0 : median(slopes)
}
