// The server of a shop whose pages embed the helpdesk. It says who the reader is: GET /session answers with a session of
// the helpdesk for the customer who is signed in. Here that is always the same one.
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from '@opensupports/client'

const { PORT = '3000', SUPPORT_ORIGIN = 'http://localhost:8080' } = process.env
const { CUSTOMER_EMAIL = 'jane@example.com', CUSTOMER_PASSWORD = '' } = process.env
const folder = process.env.PAGES ?? fileURLToPath(new URL('dist/react', import.meta.url))
const plain = fileURLToPath(new URL('plain', import.meta.url))
const types = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript' }

/** All that the pages load comes from the shop itself and from the helpdesk. */
const policy = [
  "default-src 'none'",
  `script-src 'self' ${SUPPORT_ORIGIN}`,
  `connect-src 'self' ${SUPPORT_ORIGIN}`,
  "style-src 'self'",
  // Pictures in messages, and captchas.
  'img-src blob: data:',
  `frame-src ${SUPPORT_ORIGIN}`,
].join('; ')

/** A shop with a helpdesk of its own calls `helpdesk.token(session)` here. */
async function session() {
  const client = createClient({ url: `${SUPPORT_ORIGIN}/api` })
  const { userId, token } = await client.user.login({ email: CUSTOMER_EMAIL, password: CUSTOMER_PASSWORD })
  return { userId, token }
}

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  if (pathname === '/session') {
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    return response.end(JSON.stringify(await session()))
  }
  const path = normalize(pathname.endsWith('/') ? `${pathname}index.html` : pathname)
  const file = [join(plain, path), join(folder, path.replace(/^\/react\//, '/'))].find((each) =>
    existsSync(each),
  )
  if (!file) return response.writeHead(404).end()
  response.writeHead(200, {
    'content-type': `${types[extname(file)] ?? 'application/octet-stream'}; charset=utf-8`,
    'content-security-policy': policy,
  })
  response.end(readFileSync(file, 'utf8').replaceAll('http://localhost:8080', SUPPORT_ORIGIN))
})
server.listen(Number(PORT), () => console.log(`The shop is at http://localhost:${PORT}/ and /react/`))
