import { createServer } from 'node:http'
import { nodeHandler } from '@opensupports/server'
import { openHelpdesk } from './helpdesk.js'

// The sign-in of the app: here a cookie of one of two people. Yours asks its session store.
const people = new Map([
  ['jane', { id: 'u1', name: 'Jane', email: 'jane@post.example' }],
  ['bob', { id: 'u2', name: 'Bob', email: 'bob@post.example' }],
])
const userOf = (request) => people.get(/\bsession=(\w+)/.exec(request.headers.cookie ?? '')?.[1])

const helpdesk = await openHelpdesk('queue-only')
const support = nodeHandler(helpdesk, {
  basePath: '/support/api',
  session: (request) => {
    const user = userOf(request)
    return user && helpdesk.actingAs({ user })
  },
})
createServer((request, response) => {
  support(request, response, () => response.end('the shop'))
}).listen(process.env.PORT ?? 3000)
