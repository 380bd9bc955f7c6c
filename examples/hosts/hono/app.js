import { PGlite } from '@electric-sql/pglite'
import { citext } from '@electric-sql/pglite/contrib/citext'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { OpenSupports } from '@opensupports/core'
import { localFiles } from '@opensupports/files'
import { pglite } from '@opensupports/kysely/pglite'
import { fetchHandler } from '@opensupports/server'
import { Hono } from 'hono'

// The sign-in of the app: here a cookie of one of two people. Yours asks its session store.
const people = new Map([
  ['jane', { id: 'u1', name: 'Jane', email: 'jane@post.example' }],
  ['bob', { id: 'u2', name: 'Bob', email: 'bob@post.example' }],
])

const database = await PGlite.create({ dataDir: 'database', extensions: { citext, pg_trgm } })
const helpdesk = new OpenSupports({ storage: await pglite(database), files: localFiles('files') })
await helpdesk.install({
  admin: { name: 'Ada', email: 'ada@shop.example', password: process.env.ADMIN_PASSWORD },
})

export const app = new Hono()
const support = fetchHandler(helpdesk, {
  basePath: '/support/api',
  session: (request) => {
    const user = people.get(/\bsession=(\w+)/.exec(request.headers.get('cookie') ?? '')?.[1])
    return user && helpdesk.actingAs({ user })
  },
})
app.all('/support/api/*', (context) => support(context.req.raw))
app.get('/', (context) => context.text('the shop'))
