import { mkdir } from 'node:fs/promises'
import { createApp } from './app.js'
import { openHelpdesk } from './helpdesk.js'

const port = Number(process.env.PORT || 3000)
const url = `http://localhost:${port}`
const folder = 'data/shop'
const password = process.env.ADMIN_PASSWORD
if (!password) {
  console.error('Set ADMIN_PASSWORD: the first start creates the account admin@shop.example with it.')
  process.exit(1)
}

await mkdir(folder, { recursive: true, mode: 0o700 })
const helpdesk = await openHelpdesk(folder, url, password)

const server = createApp(helpdesk).listen(port, '127.0.0.1', (error) => {
  if (error) {
    console.error(`cannot listen on port ${port}: ${error.message}`)
    process.exit(1)
  }
  console.log(`The shop is on ${url}, its helpdesk on ${url}/support/api`)
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close(() => void helpdesk.storage.close())
    server.closeIdleConnections()
  })
}
