import { OpenSupports } from '@opensupports/core'
import { localFiles } from '@opensupports/files'
import { sqlite } from '@opensupports/kysely/sqlite'
import { nodeHandler } from '@opensupports/server'
import Koa from 'koa'

// The sign-in of the app: here a cookie of one of two people. Yours asks its session store.
const people = new Map([
  ['jane', { id: 'u1', name: 'Jane', email: 'jane@post.example' }],
  ['bob', { id: 'u2', name: 'Bob', email: 'bob@post.example' }],
])
const userOf = (request) => people.get(/\bsession=(\w+)/.exec(request.headers.cookie ?? '')?.[1])

const helpdesk = new OpenSupports({ storage: await sqlite('helpdesk.db'), files: localFiles('files') })
await helpdesk.install({
  admin: { name: 'Ada', email: 'ada@shop.example', password: process.env.ADMIN_PASSWORD },
})
const support = nodeHandler(helpdesk, {
  basePath: '/support/api',
  session: (request) => {
    const user = userOf(request)
    return user && helpdesk.actingAs({ user })
  },
})

const app = new Koa()
app.use(
  (context, next) =>
    new Promise((resolve, reject) => {
      const { req, res, originalUrl, request } = context
      context.respond = false
      res.once('close', resolve)
      support(Object.assign(req, { originalUrl, body: request.body }), res, () => {
        context.respond = true
        next().then(resolve, reject)
      })
    }),
)
app.use((context) => {
  context.body = 'the shop'
})
app.listen(process.env.PORT ?? 3000)
