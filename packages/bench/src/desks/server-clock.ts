import { readFile } from 'node:fs/promises'

/** Returns the CPU time of a thread of this machine in microseconds; undefined if Linux does not know it. */
async function threadTime(id: number): Promise<number | undefined> {
  try {
    const [nanoseconds] = (await readFile(`/proc/${id}/schedstat`, 'utf8')).split(' ')
    return Number(nanoseconds) / 1000
  } catch {
    return undefined
  }
}

/** Returns the sum of the CPU times of these threads, or undefined if one of them runs on another machine. */
export async function threadTimes(ids: readonly number[]): Promise<number | undefined> {
  const times = await Promise.all(ids.map(threadTime))
  return times.reduce<number | undefined>(
    (sum, time) => (sum === undefined || time === undefined ? undefined : sum + time),
    0,
  )
}
