// Servers that a helpdesk talks to, as small as they can be.
import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'

interface StandIn {
  readonly port: number
  close(): void
}

async function listening(server: Server, sockets: ReadonlySet<Socket>): Promise<StandIn> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

/** Starts a server of a protocol with lines. `answer` returns what to say to a line. */
function lineServer(greeting: string, conversation: () => (line: string) => string): Promise<StandIn> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    socket.write(greeting)
    const answer = conversation()
    let rest = ''
    socket.setEncoding('latin1').on('data', (text: string) => {
      const lines = (rest + text).split('\r\n')
      rest = lines.pop() ?? ''
      for (const line of lines) socket.write(answer(line))
    })
  })
  return listening(server, sockets)
}

/** Starts an SMTP server that keeps all mails. */
export async function mailServer(): Promise<StandIn & { readonly mails: readonly string[] }> {
  const mails: string[] = []
  const standIn = await lineServer('220 ready\r\n', () => {
    let mail: string[] | undefined
    return (line) => {
      if (mail) {
        if (line !== '.') {
          mail.push(line)
          return ''
        }
        mails.push(mail.join('\n'))
        mail = undefined
        return '250 taken\r\n'
      }
      if (!/^DATA$/i.test(line)) return '250 fine\r\n'
      mail = []
      return '354 go on\r\n'
    }
  })
  return { ...standIn, mails }
}

const imapAnswers: Readonly<Record<string, string>> = {
  CAPABILITY: '* CAPABILITY IMAP4rev1\r\n',
  SELECT:
    '* 0 EXISTS\r\n* FLAGS (\\Seen \\Flagged)\r\n* OK [PERMANENTFLAGS (\\Seen \\Flagged)] x\r\n* OK [UIDVALIDITY 7] x\r\n',
  SEARCH: '* SEARCH\r\n',
}

/** Starts an IMAP server with an empty mailbox. */
export const mailboxServer = (): Promise<StandIn> =>
  lineServer('* OK ready\r\n', () => (line) => {
    const [tag, first = '', second = ''] = line.split(' ')
    const command = first === 'UID' ? second : first
    return `${imapAnswers[command] ?? ''}${tag} OK done\r\n`
  })

/** Starts an S3-compatible server with one bucket. */
export function bucketServer(): Promise<StandIn> {
  const files = new Map<string, Buffer>()
  const sockets = new Set<Socket>()
  const server = createHttpServer(async (request, response) => {
    const { method, url = '' } = request
    const chunks: Buffer[] = []
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer)
    } catch {
      return
    }
    const file = files.get(url)
    if (method === 'PUT') files.set(url, Buffer.concat(chunks))
    if (method === 'DELETE') files.delete(url)
    if (method === 'PUT' || method === 'DELETE') response.end()
    else if (file)
      response.writeHead(200, { 'content-length': file.length }).end(method === 'GET' ? file : '')
    else response.writeHead(404).end()
  })
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  return listening(server, sockets)
}
