// Tests the main tasks against `npm start`: install, sign up, log in, open a ticket with a file and two pictures,
// download them as the author, get rejected as a stranger, answer, close, stop.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { freePort, until } from './waiting.mjs'

const port = await freePort()
const api = `http://127.0.0.1:${port}/api`
const server = spawn('npm', ['start', '--silent'], {
  env: { ...process.env, PORT: String(port), DATA_DIR: resolve(process.argv[2] ?? 'data') },
  stdio: ['ignore', 'ignore', 'inherit'],
})

async function post(path, fields, session) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  if (session) {
    form.append('csrf_userid', session.userId)
    form.append('csrf_token', session.token)
  }
  const response = await fetch(api + path, { method: 'POST', body: form })
  const { status, message, data } = await response.json()
  assert.equal(status, 'success', `${path}: ${message}`)
  return { ...data, cookie: response.headers.get('set-cookie') }
}

async function started() {
  await until('the start', async () => {
    const answer = await fetch(`${api}/system/installation-done`, { method: 'POST' }).catch(() => undefined)
    return answer?.ok
  })
}

try {
  await started()
  await post('/system/init-settings', {
    language: 'en',
    registration: 1,
    'mandatory-login': 1,
    'allow-attachments': 1,
  })
  await post('/system/init-admin', { name: 'Ada', email: 'ada@example.com', password: 'correct horse' })
  const jane = { name: 'Jane', email: 'jane@example.com', password: 'battery staple' }
  await post('/user/signup', jane)
  await post('/user/signup', { ...jane, email: 'stranger@example.com' })
  const author = await post('/user/login', jane)
  const stranger = await post('/user/login', { ...jane, email: 'stranger@example.com' })
  const staff = await post('/user/login', { email: 'ada@example.com', password: 'correct horse', staff: 1 })

  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  await post(
    '/ticket/create',
    {
      title: 'My printer',
      content: 'It smokes: <img src="IMAGE_PATH_0"> <img src="IMAGE_PATH_1">',
      images: 2,
      image_0: new File([png], 'front.png'),
      image_1: new File([png], 'back.png'),
      file: new File(['12:00 smoke'], 'printer.log'),
    },
    author,
  )
  const { tickets } = await post('/staff/get-new-tickets', { page: 1 }, staff)
  const { ticketNumber } = tickets[0]
  const ticket = await post('/ticket/get', { ticketNumber }, staff)
  const pictures = [...ticket.content.matchAll(/file=([\w.-]+)/g)].map(([, name]) => name)
  assert.equal(pictures.length, 2)
  const download = (name, cookie) =>
    fetch(`${api}/system/download?file=${name}`, { headers: { cookie: cookie ?? '' } })
  assert.equal(await (await download(ticket.file, author.cookie)).text(), '12:00 smoke')
  assert.deepEqual(Buffer.from(await (await download(pictures[1], author.cookie)).arrayBuffer()), png)
  assert.equal((await download(ticket.file, stranger.cookie)).status, 403)
  assert.equal((await download(pictures[0])).status, 403)

  await post('/staff/assign-ticket', { ticketNumber }, staff)
  await post('/ticket/comment', { ticketNumber, content: 'Take the plug out.' }, staff)
  await post('/ticket/close', { ticketNumber }, staff)
  const closed = await post('/ticket/get', { ticketNumber }, author)
  assert.deepEqual(
    [closed.closed, closed.unread, closed.events.map(({ type }) => type)],
    [true, true, ['ASSIGN', 'COMMENT', 'CLOSE']],
  )
} finally {
  server.kill('SIGTERM')
}
const [code] = await once(server, 'exit')
assert.ok(code === 0 || code === null, `npm start ended with ${code}`)
console.log('the main tasks succeeded against npm start, which stopped gracefully')
