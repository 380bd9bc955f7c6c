import { once } from 'node:events'
import { createConnection, type Socket } from 'node:net'

/** Writes a request once, to be sent many times. */
export function requestOf(
  path: string,
  fields: Readonly<Record<string, unknown>>,
  { userId, token }: { readonly userId?: number; readonly token?: string },
): Buffer {
  const body = JSON.stringify(fields)
  const lines = [
    `POST /api${path} HTTP/1.1`,
    'host: 127.0.0.1',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    ...(token === undefined ? [] : [`authorization: Bearer ${userId}.${token}`]),
  ]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`)
}

const headEnd = Buffer.from('\r\n\r\n')

/** A connection that is kept alive, and costs the client little: the machine has to serve as well. */
export class Connection {
  readonly #socket: Socket
  #head: Buffer = Buffer.alloc(0)
  #status = 0
  /** The bytes of the body that are still to come; undefined before the head is complete. */
  #left: number | undefined
  #resolve: (status: number) => void = () => {}

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk) => this.#take(chunk))
    socket.on('error', () => this.#resolve(0))
    socket.on('close', () => this.#resolve(0))
  }

  static async open(port: number): Promise<Connection> {
    const socket = createConnection({ port, host: '127.0.0.1', noDelay: true })
    await once(socket, 'connect')
    return new Connection(socket)
  }

  /** Resolves with the status of the answer once all of it has arrived; 0 if the connection breaks. */
  ask(request: Buffer): Promise<number> {
    return new Promise((resolve) => {
      this.#resolve = resolve
      if (this.#socket.destroyed) resolve(0)
      else this.#socket.write(request)
    })
  }

  #take(chunk: Buffer): void {
    if (this.#left !== undefined) {
      this.#count(chunk.length)
      return
    }
    this.#head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk])
    const end = this.#head.indexOf(headEnd)
    if (end < 0) return
    const head = this.#head.toString('latin1', 0, end)
    this.#status = Number(head.slice(9, 12))
    this.#left = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
    const read = this.#head.length - end - headEnd.length
    this.#head = Buffer.alloc(0)
    this.#count(read)
  }

  #count(bytes: number): void {
    this.#left = (this.#left ?? 0) - bytes
    if (this.#left > 0) return
    this.#left = undefined
    this.#resolve(this.#status)
  }

  close(): void {
    this.#socket.destroy()
  }
}
