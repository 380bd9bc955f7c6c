import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTestHelpdesk, type TestHelpdeskOptions, testPassword } from '@opensupports/core/testing'
import { type HandlerOptions, nodeHandler } from '@opensupports/server'
import { onTestFinished } from 'vitest'
import { checkedFetch } from './checked-fetch.test-support.js'
import { type ClientOptions, createClient, type RequestOptions } from './index.js'

/** Serves until the test ends. Returns the address. */
export async function listen(handler: RequestListener): Promise<string> {
  // On a slow machine, the server would close idle connections while a request is on its way.
  const server = createServer({ keepAliveTimeout: 0 }, handler)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Serves a new helpdesk until the test ends. */
export async function serveDesk({ helpdesk = {}, handler = {} }: Partial<Options> = {}) {
  const desk = await createTestHelpdesk(helpdesk)
  const url = `${await listen(nodeHandler(desk.helpdesk, handler))}/api`
  const client = (options: Partial<ClientOptions> = {}) =>
    createClient({ url, fetch: checkedFetch, ...options })
  return {
    desk,
    url,
    client,
    /** Returns the client of a user who has signed in. */
    async customer(options: Partial<ClientOptions> = {}) {
      const jane = await desk.user({ name: 'Jane' })
      const signedIn = client(options)
      await signedIn.user.login({ email: jane.email, password: testPassword })
      return signedIn
    },
    /** Returns the client of a staff member of level 3 who has signed in. */
    async admin(options: Partial<ClientOptions> = {}) {
      const signedIn = client(options)
      await signedIn.user.login({ email: desk.admin.email, password: testPassword, staff: true })
      return signedIn
    },
  }
}

interface Options {
  readonly helpdesk: TestHelpdeskOptions
  readonly handler: HandlerOptions
}

/** A method of a client, for tests of all of them. */
export type AnyMethod = (params?: unknown, options?: RequestOptions) => Promise<unknown>
