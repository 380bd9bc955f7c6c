// What the checks share that start servers.
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** Returns a port that nothing listens on. */
export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  await once(probe, 'close')
  return port
}

/** Returns the first result of `ready` that is true, within 30 seconds. */
export async function until(what, ready) {
  for (let tries = 0; tries < 300; tries++) {
    const result = await ready()
    if (result) return result
    await wait(100)
  }
  throw new Error(`${what} did not happen within 30 seconds`)
}
