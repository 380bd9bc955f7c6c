import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { ConfigError } from './place.js'

/** What a command may touch of the process that it runs in. */
export interface Terminal {
  readonly env: NodeJS.ProcessEnv
  /** What was asked for. */
  out(text: string): void
  /** What goes on meanwhile, and what went wrong. */
  err(text: string): void
  /** Whether a person reads along. */
  readonly isInteractive: boolean
  /** Asks for something that is not shown. */
  ask(question: string): Promise<string>
  /** Everything that is piped in. */
  input(): Promise<string>
}

export const processTerminal: Terminal = {
  env: process.env,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  isInteractive: Boolean(process.stderr.isTTY && process.stdin.isTTY),
  async ask(question) {
    process.stderr.write(question)
    const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
    const reader = createInterface({ input: process.stdin, output: unseen, terminal: true })
    const stopped = new AbortController()
    reader.once('SIGINT', () => stopped.abort())
    try {
      return await reader.question('', { signal: stopped.signal })
    } catch {
      throw new ConfigError('nothing was answered')
    } finally {
      reader.close()
      process.stderr.write('\n')
    }
  },
  async input() {
    let text = ''
    for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk
    return text
  },
}
