import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Question, Side, Usage } from './serve.js'

/** A server in a process of its own. */
export interface Serving {
  readonly port: number
  usage(question: Question): Promise<Usage>
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
    async usage(question) {
      child.send(question)
      const [usage] = (await once(child, 'message')) as [Usage]
      return usage
    },
    async stop() {
      child.kill()
      await exited
    },
  }
}
