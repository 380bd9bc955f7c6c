import { OpenSupports } from '@opensupports/core'
import { localFiles } from '@opensupports/files'
import { sqlite } from '@opensupports/kysely/sqlite'
import { fetchHandler } from '@opensupports/server'

// The sign-in of the app: here a cookie of one of two people. Yours asks its session store.
const people = new Map([
  ['jane', { id: 'u1', name: 'Jane', email: 'jane@post.example' }],
  ['bob', { id: 'u2', name: 'Bob', email: 'bob@post.example' }],
])
const userOf = (request: Request) =>
  people.get(/\bsession=(\w+)/.exec(request.headers.get('cookie') ?? '')?.[1] ?? '')

async function open() {
  const helpdesk = new OpenSupports({ storage: await sqlite('helpdesk.db'), files: localFiles('files') })
  const password = process.env.ADMIN_PASSWORD ?? ''
  await helpdesk.install({ admin: { name: 'Ada', email: 'ada@shop.example', password } })
  return fetchHandler(helpdesk, {
    basePath: '/support/api',
    session: (request) => {
      const user = userOf(request)
      return user && helpdesk.actingAs({ user })
    },
  })
}

// `next build` loads this file too, so the database is opened only when the first request arrives.
let support: ReturnType<typeof open> | undefined

async function answer(request: Request) {
  support ??= open().catch((error: unknown) => {
    // The next request tries again.
    support = undefined
    throw error
  })
  return (await support)(request)
}

export { answer as GET, answer as POST }
