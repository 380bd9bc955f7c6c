import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export const built = fileURLToPath(new URL('../dist/main.js', import.meta.url))

/** A server in a separate process. */
export interface Serving {
  readonly api: string
  /** Kills the process, like a power cut. */
  kill(): Promise<void>
  /** Stops the process gracefully. Returns the exit code. */
  stop(): Promise<number | null>
}

/** Starts `opensupports serve` on a free port. Resolves when it listens. */
export async function startServing(env: NodeJS.ProcessEnv): Promise<Serving> {
  const child: ChildProcess = spawn(process.execPath, [built, 'serve', '--port', '0'], {
    env: { ...process.env, HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit') as Promise<[number | null]>
  const url = await new Promise<string>((resolve, reject) => {
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (output.length > 10_000) return
      output += text
      const [, found] = /listens on (http:\S+),/.exec(output) ?? []
      if (found) resolve(found)
    })
    exited.then(([code]) => reject(new Error(`the server ended with ${code}: ${output}`)))
  })
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
    return (await exited)[0]
  }
  return {
    api: `${url}/api`,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  }
}
