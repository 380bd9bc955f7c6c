import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { nodeHandler } from '@opensupports/server'
import { openHelpdesk } from './helpdesk.js'

mkdirSync('data', { recursive: true })
const helpdesk = await openHelpdesk('data/own-operations.db')
const password = process.env.ADMIN_PASSWORD ?? ''
await helpdesk.install({ admin: { name: 'Ada', email: 'ada@shop.example', password } })
const port = Number(process.env.PORT ?? 3000)
createServer(nodeHandler(helpdesk)).listen(port, () => console.log(`http://localhost:${port}/api`))
