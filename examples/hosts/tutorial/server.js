import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeHandler, startBackground } from '@opensupports/server'
import { fromNodeHeaders, toNodeHandler } from 'better-auth/node'
import express from 'express'
import { auth } from './auth.js'
import { helpdesk } from './helpdesk.js'

// Sends mail and webhooks, and does other background work.
startBackground(helpdesk)

const app = express()
app.all('/api/auth/*path', toNodeHandler(auth))
app.use(
  nodeHandler(helpdesk, {
    basePath: '/support/api',
    session: async (request) => {
      const signedIn = await auth.api.getSession({ headers: fromNodeHeaders(request.headers) })
      if (!signedIn) return undefined
      const { id, name, email, emailVerified } = signedIn.user
      return helpdesk.actingAs({ user: { id, name, email, linkByEmail: emailVerified } })
    },
  }),
)
// The client is one file without imports, which browsers load as it is.
app.use('/client', express.static(dirname(fileURLToPath(import.meta.resolve('@opensupports/client')))))
app.use(express.static('public'))
app.listen(process.env.PORT ?? 3000)
