import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** The path of the command `tsc`. */
export const tsc = join(
  dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin',
  'tsc',
)

interface Position {
  readonly line: number
  readonly character: number
}

interface Located {
  readonly uri: string
}

/** An error reported by the compiler. */
export interface Diagnostic {
  readonly message: string
  readonly line: number
}

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: { readonly items?: readonly unknown[] }
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

/** Starts the compiler as a language server, as editors do, and opens one file, which need not exist on disk. */
export async function openInEditor(path: string, text: string) {
  const child = spawn(process.execPath, [tsc, '--lsp', '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] })
  const waiting = new Map<number, (answer: Message) => void>()
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  let received = Buffer.alloc(0)
  let asked = 0

  function send(message: object) {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message })
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  }

  function take(message: Message) {
    if (message.id === undefined) return
    if (message.method === undefined) return waiting.get(message.id)?.(message)
    // The server sends a request, such as `workspace/configuration`, and waits for the answer.
    send({ id: message.id, result: message.params?.items?.map(() => null) ?? null })
  }

  child.stdout.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk])
    for (;;) {
      const start = received.indexOf('\r\n\r\n') + 4
      const length = Number(/Content-Length: (\d+)/i.exec(received.toString('latin1', 0, start))?.[1])
      if (start < 4 || received.length < start + length) return
      take(JSON.parse(received.toString('utf8', start, start + length)))
      received = received.subarray(start + length)
    }
  })

  async function ask<T>(method: string, params?: object): Promise<T> {
    asked += 1
    const id = asked
    const answer = await Promise.race([
      new Promise<Message>((resolve) => {
        waiting.set(id, resolve)
        send({ id, method, params })
      }),
      exited.then((): Message => ({ error: { message: 'the language server has ended' } })),
    ])
    if (answer.error) throw new Error(answer.error.message)
    return answer.result as T
  }

  const uri = pathToFileURL(path).href
  await ask('initialize', { processId: process.pid, rootUri: null, capabilities: {} })
  send({ method: 'initialized', params: {} })
  const textDocument = { uri, languageId: 'typescript', version: 1, text }
  send({ method: 'textDocument/didOpen', params: { textDocument } })
  const at = (position: Position) => ({ textDocument: { uri }, position })

  return {
    /** Returns the text that hovering over a name shows. */
    async hover(position: Position): Promise<string> {
      const shown = await ask<{ contents: { value: string } } | null>('textDocument/hover', at(position))
      return shown?.contents.value ?? ''
    },
    /** Returns the URLs of the files that go-to-definition opens. */
    async definition(position: Position): Promise<string[]> {
      const found = await ask<Located | Located[] | null>('textDocument/definition', at(position))
      return [found ?? []].flat().map((each) => each.uri)
    },
    /** Returns the errors in the file. */
    async errors(): Promise<Diagnostic[]> {
      const { items } = await ask<{
        items: { severity?: number; message: string; range: { start: Position } }[]
      }>('textDocument/diagnostic', { textDocument: { uri } })
      return items
        .filter(({ severity }) => severity === 1)
        .map(({ message, range }) => ({ message, line: range.start.line }))
    },
    async close() {
      await ask('shutdown')
      send({ method: 'exit' })
      child.stdin.end()
      await exited
    },
  }
}
