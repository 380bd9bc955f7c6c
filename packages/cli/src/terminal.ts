import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { ConfigError } from './place.js'

/** The parts of the process that a command uses. */
export interface Terminal {
  readonly env: NodeJS.ProcessEnv
  /** The folder of `.env` and `opensupports.config.ts`. Without it, no such files are read. */
  readonly folder?: string
  /** Prints the result. */
  out(text: string): void
  /** Prints progress and errors. */
  err(text: string): void
  /** Whether the output is a terminal. */
  readonly isInteractive: boolean
  /** Prompts for a secret without echo. */
  ask(question: string): Promise<string>
  /** Asks a question, and returns whether the answer is yes. */
  confirm(question: string): Promise<boolean>
  /** Reads standard input to the end. */
  input(): Promise<string>
}

export const processTerminal: Terminal = {
  env: process.env,
  folder: process.cwd(),
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
      throw new ConfigError('no answer was entered')
    } finally {
      reader.close()
      process.stderr.write('\n')
    }
  },
  async confirm(question) {
    const reader = createInterface({ input: process.stdin, output: process.stderr })
    try {
      return /^y(?:es)?$/i.test((await reader.question(`${question} [y/N] `)).trim())
    } finally {
      reader.close()
    }
  },
  async input() {
    let text = ''
    for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk
    return text
  },
}
