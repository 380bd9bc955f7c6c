import type { GetTicketParams } from '@opensupports/core'
import { Window } from 'happy-dom'
import type { ReactNode } from 'react'
import { afterAll, beforeAll, describe, expect, expectTypeOf, onTestFinished, test, vi } from 'vitest'
import type { Client, DownloadedFile, OpenSupportsClientError } from '../index.js'
import { serveDesk } from '../serving.test-support.js'
import type { AnswerOf, HelpdeskHooks, ParamsOf, ReadName, WriteName } from './index.js'

/** React and the query library look for a browser when they are loaded. */
async function load() {
  const { createElement, useReducer } = await import('react')
  const { createRoot } = await import('react-dom/client')
  const { QueryClient, QueryClientProvider } = await import('@tanstack/react-query')
  const { helpdeskHooks } = await import('./index.js')
  return { createElement, useReducer, createRoot, QueryClient, QueryClientProvider, helpdeskHooks }
}

let loaded: Awaited<ReturnType<typeof load>>
const window = new Window()

beforeAll(async () => {
  vi.stubGlobal('window', window)
  vi.stubGlobal('document', window.document)
  vi.stubGlobal('navigator', window.navigator)
  loaded = await load()
})
afterAll(() => window.happyDOM.close())

/** Renders a component that uses hooks. Returns what they returned last, and each time. */
function rendered<T>(use: () => T) {
  const { createElement, createRoot, QueryClient, QueryClientProvider } = loaded
  const seen: T[] = []
  const Probe = (): ReactNode => {
    seen.push(use())
    return null
  }
  const root = createRoot(window.document.createElement('div') as unknown as Element)
  const cache = new QueryClient()
  root.render(createElement(QueryClientProvider, { client: cache }, createElement(Probe)))
  onTestFinished(() => {
    root.unmount()
    cache.clear()
  })
  return {
    seen,
    now: () => seen.at(-1) as T,
    until: (isReached: (now: T) => unknown) =>
      expect
        .poll(() => seen.length > 0 && Boolean(isReached(seen.at(-1) as T)), { timeout: 20_000 })
        .toBe(true),
  }
}

test('a ticket is read, and read again after a reply', async () => {
  const { customer } = await serveDesk()
  const client = await customer()
  const { ticketNumber } = await client.ticket.create({ title: 'Printer', content: 'It smokes.' })
  const { useTicket, useReply } = loaded.helpdeskHooks(client)
  const { now, until } = rendered(() => ({ ticket: useTicket(ticketNumber), reply: useReply(ticketNumber) }))
  await until(({ ticket }) => ticket.isSuccess)
  expect(now().ticket.data).toMatchObject({ title: 'Printer', events: [] })
  await now().reply.mutateAsync({ content: 'Still.' })
  await until(({ ticket }) => ticket.data?.events.length === 1)
  expect(now().ticket.data?.events).toMatchObject([{ content: 'Still.', date: expect.any(Date) }])
})

test('a reply shows how much of its file has been sent', async () => {
  const { customer } = await serveDesk()
  const client = await customer()
  const { ticketNumber } = await client.ticket.create({ title: 'Printer', content: 'It smokes.' })
  const { useReply } = loaded.helpdeskHooks(client)
  const { seen, now, until } = rendered(() => useReply(ticketNumber))
  await until((reply) => reply.isIdle)
  await now().mutateAsync({ content: 'See there.', file: new File(['x'.repeat(100_000)], 'a.txt') })
  await until((reply) => reply.isSuccess && reply.progress === undefined)
  const sent = seen.flatMap(({ progress }) => progress ?? [])
  expect(sent.length).toBeGreaterThan(0)
  expect(sent.every(({ loaded, total }) => loaded <= total && total > 100_000)).toBe(true)
})

test('pages of tickets follow each other without a gap', async () => {
  const { customer } = await serveDesk()
  const client = await customer()
  for (let index = 0; index < 6; index++)
    await client.ticket.create({ title: `Ticket ${index}`, content: 'Please.' })
  const { useTickets } = loaded.helpdeskHooks(client)
  let page = 1
  const { now, until, seen } = rendered(() => ({
    list: useTickets({ page, pageSize: 5 }),
    again: loaded.useReducer((count: number) => count + 1, 0)[1],
  }))
  await until(({ list }) => list.data?.tickets.length === 5)
  page = 2
  now().again()
  await until(({ list }) => list.data?.tickets.length === 1)
  const first = seen.findIndex(({ list }) => list.data !== undefined)
  expect(seen.slice(first).every(({ list }) => list.data !== undefined)).toBe(true)
})

test('any method reads or changes, by its name', async () => {
  const { admin, desk } = await serveDesk()
  const client = await admin()
  const ticketNumber = await desk.ticket({ author: desk.admin })
  const { useRead, useWrite } = loaded.helpdeskHooks(client)
  const { now, until } = rendered(() => ({
    open: useRead('ticket.search', { page: 1, closed: false }),
    close: useWrite('ticket.close'),
  }))
  await until(({ open }) => open.data?.tickets.length === 1)
  await now().close.mutateAsync({ ticketNumber })
  await until(({ open }) => open.data?.tickets.length === 0)
})

test('what others change is read again, and nothing of other tickets', async () => {
  const { customer, desk } = await serveDesk({ helpdesk: { streams: { pollEvery: 1 } } })
  const client = await customer({ fetch })
  const [first, second] = [
    await client.ticket.create({ title: 'Printer', content: 'It smokes.' }),
    await client.ticket.create({ title: 'Screen', content: 'It is black.' }),
  ]
  const { useTicket, useTickets, useLive } = loaded.helpdeskHooks(client)
  const { now, until } = rendered(() => ({
    live: useLive({ pause: 0 }),
    first: useTicket(first.ticketNumber),
    second: useTicket(second.ticketNumber),
    list: useTickets({}),
  }))
  await until((shown) => shown.first.isSuccess && shown.second.isSuccess && shown.list.isSuccess)
  await until(({ live }) => live.isLive)
  const readAt = now().second.dataUpdatedAt
  const { ticketNumber } = first
  for (const content of ['On it.', 'Done.', 'Really.'])
    await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber, content })
  await until((shown) => shown.first.data?.events.length === 3)
  await until(({ list }) => list.data?.tickets.some(({ commentCount }) => commentCount > 0))
  expect(now().second.dataUpdatedAt).toBe(readAt)
  expect(now().live.error).toBeUndefined()
})

test('changes that come close together are read together, after the pause', async () => {
  let reads = 0
  const { customer, desk } = await serveDesk({
    helpdesk: { streams: { pollEvery: 1 } },
    handler: { log: ({ path }) => void (path.endsWith('/ticket/get') && reads++) },
  })
  const client = await customer({ fetch })
  const { ticketNumber } = await client.ticket.create({ title: 'Printer', content: 'It smokes.' })
  const { useTicket, useLive } = loaded.helpdeskHooks(client)
  const { now, until } = rendered(() => ({ live: useLive({ pause: 1e9 }), ticket: useTicket(ticketNumber) }))
  await until(({ live, ticket }) => live.isLive && ticket.isSuccess)
  const seen: string[] = []
  const ending = new AbortController()
  onTestFinished(() => ending.abort())
  const isOpen = new Promise<void>((resolve) => {
    const follow = async () => {
      for await (const { name } of client.events({ signal: ending.signal, onConnection: () => resolve() }))
        seen.push(name)
    }
    follow().catch(() => undefined)
  })
  await isOpen
  const comment = (content: string) => desk.helpdesk.ticket.comment(desk.admin, { ticketNumber, content })
  await comment('One.')
  await until(({ ticket }) => ticket.data?.events.length)
  const before = reads
  for (const content of ['Two.', 'Three.']) await comment(content)
  await expect.poll(() => seen.filter((name) => name === 'ticket.commented').length).toBe(3)
  // Takes as long as reading the ticket again, which would have begun before.
  for (let calls = 0; calls < 3; calls++) await client.user.get()
  expect(reads).toBe(before)
  expect(now().ticket.data?.events).toHaveLength(1)
})

test('a stream that is refused for now is no error, and says that nothing is live', async () => {
  let refused = 0
  const { customer } = await serveDesk({
    helpdesk: { streams: { total: 0 } },
    handler: { log: ({ code }) => void (code === 'TOO_MANY_STREAMS' && refused++) },
  })
  const { useLive } = loaded.helpdeskHooks(await customer({ fetch }))
  const { seen } = rendered(() => useLive())
  await expect.poll(() => refused).toBeGreaterThan(0)
  expect(seen.every(({ isLive, error }) => !isLive && error === undefined)).toBe(true)
})

test('live events end with the session, and begin only when enabled', async () => {
  const { client: clientOf } = await serveDesk()
  const client = clientOf({ fetch })
  const { useLive } = loaded.helpdeskHooks(client)
  let enabled = false
  const { seen, now, until } = rendered(() => ({
    live: useLive({ enabled }),
    again: loaded.useReducer((count: number) => count + 1, 0)[1],
  }))
  await until(() => true)
  expect(seen.every(({ live }) => live.error === undefined && !live.isLive)).toBe(true)
  enabled = true
  now().again()
  await until(({ live }) => live.error?.code === 'NO_PERMISSION')
})

test('an error is the one of the client, and is not tried again', async () => {
  let requests = 0
  const { customer } = await serveDesk({ handler: { log: () => void requests++ } })
  const client = await customer()
  const { useTicket } = loaded.helpdeskHooks(client)
  const before = requests
  const { now, until } = rendered(() => useTicket(123_456))
  await until((ticket) => ticket.isError)
  expect(now().error).toMatchObject({ code: 'NO_PERMISSION', status: 403 })
  // The client asks whether its session is alive.
  expect(requests - before).toBe(2)
})

test('what one person has read is gone when another signs in or nobody is', async () => {
  const { customer } = await serveDesk()
  const client = await customer()
  const { useRead, useWrite } = loaded.helpdeskHooks(client)
  const { now, until, seen } = rendered(() => ({
    self: useRead('user.get', {}),
    logout: useWrite('user.logout'),
  }))
  await until(({ self }) => self.data?.name === 'Jane')
  const count = seen.length
  await now().logout.mutateAsync({})
  await until(({ self }) => self.isError)
  expect(now().self.data).toBeUndefined()
  expect(seen.length).toBeGreaterThan(count)
})

describe('the compiler knows', () => {
  test('which methods read, and what they take and answer', () => {
    expectTypeOf<'ticket.get' | 'ticket.search' | 'user.listBan'>().toExtend<ReadName<Client>>()
    expectTypeOf<'ticket.create' | 'user.login'>().toExtend<WriteName<Client>>()
    expectTypeOf<Extract<ReadName<Client>, WriteName<Client>>>().toEqualTypeOf<never>()
    expectTypeOf<ParamsOf<Client, 'ticket.get'>>().toEqualTypeOf<GetTicketParams>()
    expectTypeOf<AnswerOf<Client, 'system.download'>>().toEqualTypeOf<DownloadedFile | null>()
  })

  test('mistakes', () => {
    const never = ({ useRead, useWrite, useTicket }: HelpdeskHooks<Client>) => {
      // @ts-expect-error a method that writes is not read
      useRead('ticket.close', { ticketNumber: 1 })
      // @ts-expect-error a parameter is missing
      useRead('ticket.get', {})
      // @ts-expect-error there is no such method
      useWrite('ticket.open')
      const { error } = useTicket(1)
      expectTypeOf(error).toEqualTypeOf<OpenSupportsClientError | null>()
    }
    expect(never).toBeTypeOf('function')
  })
})
