import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A bundled server in a process of its own. */
export interface Serving {
  readonly url: string
  /** Kills the process with SIGKILL: it cannot finish anything. */
  kill(): Promise<void>
  /** Sends SIGTERM. Resolves with the exit code; null if the process had to be killed after 25 seconds. */
  stop(): Promise<number | null>
}

/**
 * Starts `opensupports serve` on a free port. Resolves when it listens.
 *
 * @param command the file of the command line
 */
export async function startServing(command: string, env: NodeJS.ProcessEnv): Promise<Serving> {
  const child: ChildProcess = spawn(process.execPath, [command, 'serve', '--port', '0'], {
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
    url,
    kill: async () => void (await end('SIGKILL')),
    async stop() {
      const timer = setTimeout(() => child.kill('SIGKILL'), 25_000)
      const code = await end('SIGTERM')
      clearTimeout(timer)
      return code
    },
  }
}

/** Starts a server that logs nothing and hashes passwords fast. */
export const serve = (env: NodeJS.ProcessEnv): Promise<Serving> =>
  startServing(fileURLToPath(new URL('main.js', import.meta.resolve('opensupports'))), {
    LOG_LEVEL: 'silent',
    PASSWORD_COST: '4',
    ...env,
  })
