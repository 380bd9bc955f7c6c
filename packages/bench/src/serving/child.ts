import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Side, Usage } from './serve.js'

/** A server in a process of its own. */
export interface Serving {
  readonly port: number
  usage(): Promise<Usage>
  stop(): Promise<void>
}

export async function startServing(side: Side): Promise<Serving> {
  const file = fileURLToPath(new URL('serve.js', import.meta.url))
  const child = fork(file, [JSON.stringify(side)], { execArgv: ['--expose-gc'] })
  const exited = once(child, 'exit')
  const [port] = (await Promise.race([once(child, 'message'), exited])) as [number]
  if (child.exitCode !== null) throw new Error(`the server of the ${side.side} ended with ${child.exitCode}`)
  return {
    port,
    async usage() {
      child.send('usage')
      const [usage] = (await once(child, 'message')) as [Usage]
      return usage
    },
    async stop() {
      child.kill()
      await exited
    },
  }
}
