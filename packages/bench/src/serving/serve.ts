// The program of a child process that serves the helpdesk or the baseline on a free port. It sends its port, its CPU time
// and its memory to the parent process.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { nodeHandler } from '@opensupports/server'
import { openBaseline } from '../baseline/index.js'
import type { Desk } from '../desks/index.js'
import { openHelpdesk } from '../operations/index.js'

/** What the child process is told. */
export interface Side {
  readonly side: 'helpdesk' | 'baseline'
  readonly desk: Desk
}

/** What the child process is asked for. */
export type Question = 'cpu' | 'memory'

/** What it answers. */
export interface Usage {
  /** In milliseconds. */
  readonly cpu: number
  /** In bytes, as is `rss`; after a garbage collection if the question was for memory. */
  readonly heap: number
  readonly rss: number
}

async function serverOf({ side, desk }: Side): Promise<Server> {
  if (side === 'baseline') return openBaseline(desk).server()
  return createServer(nodeHandler((await openHelpdesk(desk)).helpdesk))
}

async function usage(question: Question): Promise<Usage> {
  const { user, system } = process.cpuUsage()
  // Some objects are only freed by the second collection, after their finalizers have run.
  for (let index = 0; question !== 'cpu' && index < 2; index++) {
    globalThis.gc?.()
    await new Promise(setImmediate)
  }
  const { heapUsed, rss } = process.memoryUsage()
  return { cpu: (user + system) / 1000, heap: heapUsed, rss }
}

if (process.send) {
  const server = await serverOf(JSON.parse(process.argv[2] ?? '{}') as Side)
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
  process.on('message', async (question: Question) => process.send?.(await usage(question)))
  process.on('disconnect', () => process.exit())
}
