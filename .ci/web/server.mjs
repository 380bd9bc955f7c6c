import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { join, resolve } from 'node:path'

const cli = resolve(import.meta.dirname, '../../packages/cli/dist/main.js')

/** Starts the bundled server, on SQLite in a folder of its own unless another database is named. */
export async function startServer(folder, databaseUrl) {
  const DATA_DIR = mkdtempSync(join(folder, 'data-'))
  const env = {
    ...process.env,
    DATA_DIR,
    PORT: '0',
    LOG_LEVEL: 'error',
    PRIVATE_MAIL_SERVERS: '1',
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  }
  const server = spawn('node', [cli, 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  for await (const chunk of server.stdout) {
    text += chunk
    const [url] = /http:\/\/localhost:\d+/.exec(text) ?? []
    if (!url) continue
    const stop = async () => {
      // One that has crashed does not exit again.
      if (server.exitCode !== null || server.signalCode !== null) return
      server.kill()
      await once(server, 'exit')
    }
    return { url, stop, pid: server.pid, databaseUrl: databaseUrl ?? join(DATA_DIR, 'helpdesk.db') }
  }
  throw new Error(`the server has not started: ${text}`)
}
