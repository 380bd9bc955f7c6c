import { fileURLToPath } from 'node:url'
import { startServing as start } from '../../bench/src/faults/server.js'

export const built = fileURLToPath(new URL('../dist/main.js', import.meta.url))

/** A server in a separate process. */
export interface Serving {
  readonly api: string
  /** Kills the process with SIGKILL: it cannot finish anything. */
  kill(): Promise<void>
  /** Stops the process gracefully. Returns the exit code. */
  stop(): Promise<number | null>
}

/** Starts `opensupports serve` on a free port. Resolves when it listens. */
export async function startServing(env: NodeJS.ProcessEnv): Promise<Serving> {
  const { url, kill, stop } = await start(built, env)
  return { api: `${url}/api`, kill, stop }
}
