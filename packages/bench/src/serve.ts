// Serves one of the two sides on a free port, and sends the port to the parent process.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { OpenSupports } from '@opensupports/core'
import { openStorage } from '@opensupports/kysely'
import { nodeHandler } from '@opensupports/server'
import { baseline } from './baseline.js'

const [, , side, file = ''] = process.argv

const servers: Record<string, () => Promise<Server>> = {
  helpdesk: async () => createServer(nodeHandler(new OpenSupports({ storage: await openStorage(file) }))),
  baseline: async () => baseline(file).server(),
}

const server = await servers[side ?? '']?.()
server?.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.on('disconnect', () => process.exit())
