import { EventEmitter, once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

const answers: Readonly<Record<string, string>> = {
  CAPABILITY: '* CAPABILITY IMAP4rev1\r\n',
  SELECT:
    '* 1 EXISTS\r\n* FLAGS (\\Seen \\Flagged)\r\n* OK [PERMANENTFLAGS (\\Seen \\Flagged)] x\r\n* OK [UIDVALIDITY 7] x\r\n',
}

/** Starts an IMAP server that greets, obeys, and says nothing from one command on. */
export async function hangingServer(silentFrom: string) {
  const commands: string[] = []
  const silence = new EventEmitter()
  const silent = once(silence, 'begin')
  const server = createServer((socket) => {
    let isSilent = false
    socket.on('error', () => {})
    socket.write('* OK ready\r\n')
    socket.on('data', (data) => {
      for (const line of data.toString().split('\r\n')) {
        const [tag, first = '', second = ''] = line.split(' ')
        if (!first) continue
        const command = first === 'UID' ? second : first
        commands.push(command)
        isSilent ||= command === silentFrom
        if (isSilent) silence.emit('begin')
        else socket.write(`${answers[command] ?? ''}${tag} OK done\r\n`)
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const left = once(server, 'connection').then(([socket]) => once(socket, 'close'))
  const host = `{127.0.0.1:${(server.address() as AddressInfo).port}/notls}INBOX`
  return {
    login: { host, user: 'u', pass: 'p' },
    /** What it was asked, in order. */
    commands,
    /** Resolves once the server has received the command that it leaves unanswered. */
    silent,
    /** Resolves when the client has disconnected. */
    left,
    close: () => new Promise<unknown>((resolve) => server.close(resolve)),
  }
}
