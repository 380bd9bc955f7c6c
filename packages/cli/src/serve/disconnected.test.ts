import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type OpenSupports, type Storage, waitingSignal } from '@opensupports/core'
import { createTestHelpdesk } from '@opensupports/core/testing'
import { sqlite } from '@opensupports/kysely/sqlite'
import { type AccessEntry, fetchHandler, type HandlerOptions, nodeHandler } from '@opensupports/server'
import { afterEach, describe, expect, test, vi } from 'vitest'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** Sends a request; calls `arrived` when the handler has it. */
type Ask = (path: string, fields: object, signal: AbortSignal, arrived?: () => void) => Promise<Response>

const hosts: Record<string, (helpdesk: OpenSupports, options: HandlerOptions) => Promise<Ask>> = {
  async nodeHandler(helpdesk, options) {
    const server = createServer(nodeHandler(helpdesk, options))
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    ends.push(() => server.close())
    const { port } = server.address() as AddressInfo
    return (path, fields, signal, arrived = () => {}) => {
      server.once('request', arrived)
      return fetch(`http://127.0.0.1:${port}/api${path}`, json(fields, signal))
    }
  },
  async fetchHandler(helpdesk, options) {
    const handle = fetchHandler(helpdesk, options)
    return (path, fields, signal, arrived) => {
      const answer = handle(new Request(`http://localhost/api${path}`, json(fields, signal)))
      arrived?.()
      return answer
    }
  },
}

const json = (fields: object, signal: AbortSignal): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(fields),
  signal,
})

/** Takes the only connection. Returns a function that gives it back. */
async function held(storage: Storage): Promise<() => Promise<void>> {
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  let holding: Promise<void> = Promise.resolve()
  await new Promise<void>((taken) => {
    holding = storage.transaction(async () => {
      taken()
      await released
    })
  })
  return () => {
    release()
    return holding
  }
}

const jane = { name: 'Jane', email: 'jane@example.com', password: 'correct horse' }

describe.each(Object.entries(hosts))('%s', (_, host) => {
  async function served() {
    const storage = await sqlite(':memory:')
    ends.push(() => storage.close())
    const desk = await createTestHelpdesk({ storage })
    const entries: AccessEntry[] = []
    const ask = await host(desk.helpdesk, { log: (entry) => void entries.push(entry) })
    return { ...desk, storage, entries, ask }
  }

  test('a call whose client disconnects leaves the queue of the database', async () => {
    const { helpdesk, storage, entries, ask } = await served()
    const release = await held(storage)
    const client = new AbortController()
    const asked = ask('/user/signup', jane, client.signal, () => client.abort()).catch(() => {})
    // It leaves while the connection is still held.
    await vi.waitFor(() => expect(entries).toMatchObject([{ code: 'INTERRUPTED' }]), 10_000)
    await release()
    await asked
    expect(await helpdesk.storage.users.byEmail(jane.email)).toBeUndefined()
  })

  test('a write that runs already is completed, with the work after its commit', async () => {
    const { helpdesk, storage, entries, ask } = await served()
    const client = new AbortController()
    helpdesk.before('user.signup', async () => {
      const leaving = new Promise((left) => waitingSignal()?.addEventListener('abort', left))
      client.abort()
      await leaving
    })
    let afterwards: Promise<unknown> | undefined
    helpdesk.on('user.created', async ({ userId }) => {
      const release = await held(storage)
      afterwards = helpdesk.storage.users.byId(userId)
      await release()
    })
    await ask('/user/signup', jane, client.signal).catch(() => {})
    await vi.waitFor(() => expect(entries).toHaveLength(1), 10_000)
    await vi.waitFor(() => expect(afterwards).toBeDefined(), 10_000)
    expect(await afterwards).toMatchObject({ email: jane.email })
  })
})
