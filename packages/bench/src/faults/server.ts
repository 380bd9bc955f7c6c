import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const command = fileURLToPath(new URL('main.js', import.meta.resolve('opensupports')))

/** A bundled server in a process of its own. */
export interface Serving {
  readonly url: string
  /** Kills the process, as a power cut does. */
  kill(): Promise<void>
  /** Sends SIGTERM. Resolves with the exit code; undefined if the process had to be killed after 25 seconds. */
  stop(): Promise<number | null | undefined>
}

/** Starts `opensupports serve` on a free port. Resolves when it listens. */
export async function serve(env: NodeJS.ProcessEnv): Promise<Serving> {
  const child: ChildProcess = spawn(process.execPath, [command, 'serve', '--port', '0'], {
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'silent',
      PRIVATE_MAIL_SERVERS: '1',
      PASSWORD_COST: '4',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit') as Promise<[number | null]>
  const url = await new Promise<string>((resolve, reject) => {
    let output = ''
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      if (output.length > 10_000) return
      output += text
      const [, found] = /listens on (http:[^\s,]+)/.exec(output) ?? []
      if (found) resolve(found)
    })
    exited.then(([code]) => reject(new Error(`the server ended with ${code}: ${output}`)))
  })
  const signalled = (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal)
  }
  return {
    url,
    async kill() {
      signalled('SIGKILL')
      await exited
    },
    async stop() {
      signalled('SIGTERM')
      let isKilled = false
      const timer = setTimeout(() => {
        isKilled = true
        signalled('SIGKILL')
      }, 25_000)
      const [code] = await exited
      clearTimeout(timer)
      return isKilled ? undefined : code
    },
  }
}
