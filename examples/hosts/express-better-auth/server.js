import { OpenSupports } from '@opensupports/core'
import { localFiles } from '@opensupports/files'
import { sqlite } from '@opensupports/kysely/sqlite'
import { nodeHandler } from '@opensupports/server'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { fromNodeHeaders, toNodeHandler } from 'better-auth/node'
import Database from 'better-sqlite3'
import express from 'express'

const port = process.env.PORT ?? 3000
const helpdesk = new OpenSupports({ storage: await sqlite('helpdesk.db'), files: localFiles('files') })
await helpdesk.install({
  admin: { name: 'Ada', email: 'ada@shop.example', password: process.env.ADMIN_PASSWORD },
})

const auth = betterAuth({
  baseURL: `http://localhost:${port}`,
  secret: process.env.BETTER_AUTH_SECRET,
  database: new Database('people.db'),
  emailAndPassword: { enabled: true },
  user: {
    deleteUser: {
      enabled: true,
      afterDelete: async ({ id }) => {
        await helpdesk.forget({ user: id, erase: true })
      },
    },
  },
})
await (await getMigrations(auth.options)).runMigrations()

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
app.use(express.json())
app.get('/', (_request, response) => {
  response.send('the shop')
})
app.listen(port)
