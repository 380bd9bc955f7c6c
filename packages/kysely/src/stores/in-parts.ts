import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Dialect } from '../dialects/dialect.js'

/**
 * Runs a change of many rows in parts where statements block the event loop, and lets other work go on between them.
 *
 * @param rowsAtOnce the most rows of a part, which should take about 20 ms
 * @param change changes at most `limit` of the rows that are left, all without a limit, and returns how many they were
 */
export async function inParts(
  { blocksEventLoop }: Pick<Dialect, 'blocksEventLoop'>,
  rowsAtOnce: number,
  change: (limit: number | undefined) => Promise<number>,
): Promise<void> {
  if (!blocksEventLoop) await change(undefined)
  else while ((await change(rowsAtOnce)) === rowsAtOnce) await nextTurn()
}
