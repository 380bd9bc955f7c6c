import { Agent, request } from 'node:http'

/** A login, as the native wire takes it. */
export interface Session {
  readonly userId: number
  readonly token: string
}

/** The answer to a request. The status is 0 if the connection broke before it came. */
export interface Answer {
  readonly status: number
  /** The code of a refusal; empty for a success. The beginning of the answer, if that is no JSON. */
  readonly code: string
  readonly data: unknown
  readonly retryAfter: string | undefined
}

const broken: Answer = { status: 0, code: 'BROKEN', data: undefined, retryAfter: undefined }

/** A client with a connection of its own. */
export class Client {
  readonly #url: string
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })

  constructor(url: string) {
    this.#url = url
  }

  /** Calls an operation on the native wire. */
  ask(path: string, params: object = {}, session?: Session): Promise<Answer> {
    const headers: Record<string, string> = { 'content-type': 'application/json' }
    if (session) headers.authorization = `Bearer ${session.userId}.${session.token}`
    return this.send('POST', `/api${path}`, headers, JSON.stringify(params))
  }

  /** Comments a ticket with a file, on the wire of 4.11. */
  upload(ticketNumber: number, content: string, file: string, { userId, token }: Session): Promise<Answer> {
    const boundary = 'a-boundary'
    const head = `--${boundary}\r\ncontent-disposition: form-data; name=`
    const fields = `${head}"ticketNumber"\r\n\r\n${ticketNumber}\r\n${head}"content"\r\n\r\n${content}\r\n`
    const upload = `${head}"file"; filename="a.txt"\r\n\r\n${file}\r\n--${boundary}--\r\n`
    const headers = {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      authorization: `Bearer ${userId}.${token}`,
    }
    return this.send('POST', '/api/ticket/comment', headers, fields + upload)
  }

  /** Downloads a file. The content is the code of the answer. */
  download(file: string, { userId, token }: Session): Promise<Answer> {
    return this.send('GET', `/api/system/download?file=${file}`, {
      authorization: `Bearer ${userId}.${token}`,
    })
  }

  send(method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
    return new Promise((resolve) => {
      const sent = request(this.#url + path, { method, headers, agent: this.#agent }, (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (part: string) => {
          text += part
        })
        response.on('error', () => resolve(broken))
        response.on('end', () => resolve(answerOf(response.statusCode ?? 0, response.headers, text)))
      })
      sent.on('error', () => resolve(broken))
      sent.end(body)
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}

function answerOf(status: number, headers: NodeJS.Dict<string | string[]>, text: string): Answer {
  const retryAfter = headers['retry-after']?.toString()
  try {
    const { message, data } = JSON.parse(text) as { message?: string; data?: unknown }
    return { status, code: message ?? '', data, retryAfter }
  } catch {
    return { status, code: text.slice(0, 100), data: undefined, retryAfter }
  }
}
