import { setTimeout as wait } from 'node:timers/promises'

/** Waits until something holds. Returns whether it does within a minute, which is far longer than it takes. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<boolean> {
  for (let attempt = 0; attempt < 600; attempt++) {
    if (await holds()) return true
    await wait(100)
  }
  return false
}
