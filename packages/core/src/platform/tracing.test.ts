import { tracingChannel } from 'node:diagnostics_channel'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Context, type Span, trace } from '@opentelemetry/api'
import { expect, onTestFinished, test } from 'vitest'
import { createTestHelpdesk } from '../testing/index.js'
import { refusal } from '../testing/refusal.test-support.js'

/** Collects what a channel publishes. */
function heard(name: string): { readonly event: string; readonly message: unknown }[] {
  const seen: { readonly event: string; readonly message: unknown }[] = []
  const note = (event: string) => (message: unknown) => void seen.push({ event, message })
  const channel = tracingChannel(name)
  const handlers = {
    start: note('start'),
    end: note('end'),
    asyncStart: note('asyncStart'),
    asyncEnd: note('asyncEnd'),
    error: note('error'),
  }
  channel.subscribe(handlers)
  onTestFinished(() => void channel.unsubscribe(handlers))
  return seen
}

test('a call and its transaction are published, with their outcomes', async () => {
  const desk = await createTestHelpdesk()
  const jane = await desk.user()
  const calls = heard('opensupports:call')
  const transactions = heard('opensupports:transaction')
  const session = { ...jane, requestId: 'r1' }
  const { ticketNumber } = await desk.helpdesk.ticket.create(session, {
    title: 'Printer',
    content: 'It smokes.',
  })
  expect(calls.map(({ event }) => event)).toEqual(['start', 'end', 'asyncStart', 'asyncEnd'])
  expect(calls[0]?.message).toMatchObject({ path: '/ticket/create', wire: 'native', requestId: 'r1' })
  expect(transactions.find(({ event }) => event === 'asyncEnd')?.message).toMatchObject({ tries: 1 })

  calls.length = 0
  const other = await desk.user()
  await expect(desk.helpdesk.ticket.close(other, { ticketNumber })).rejects.toEqual(refusal('NO_PERMISSION'))
  expect(calls.find(({ event }) => event === 'error')?.message).toMatchObject({
    path: '/ticket/close',
    error: { code: 'NO_PERMISSION' },
  })
})

test('the file of the documentation makes spans of OpenTelemetry, each inside that of its caller', async () => {
  const page = readFileSync(new URL('../../../../docs/operations/monitoring.md', import.meta.url), 'utf8')
  const [, code = ''] = /```js in \S+\n([\s\S]*?)```/.exec(page) ?? []
  const folder = mkdtempSync(join(import.meta.dirname, 'tracing-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'tracing.mjs')
  writeFileSync(file, code)

  const ended: { name: string; parent: string | undefined; attributes: Record<string, unknown> }[] = []
  const startSpan = (name: string, _: unknown, around: Context) => {
    const parent = trace.getSpan(around) as unknown as { readonly name: string } | undefined
    const attributes: Record<string, unknown> = {}
    const span = {
      name,
      setAttribute(key: string, value: unknown) {
        attributes[key] = value
        return span
      },
      setStatus: () => span,
      end: () => void ended.push({ name, parent: parent?.name, attributes }),
    }
    return span as unknown as Span
  }
  trace.setGlobalTracerProvider({ getTracer: () => ({ startSpan }) as never })
  onTestFinished(() => trace.disable())
  await import(pathToFileURL(file).href)

  const desk = await createTestHelpdesk()
  ended.length = 0
  const jane = { ...(await desk.user()), requestId: 'r2' }
  const ticketNumber = await desk.ticket({ author: jane })
  expect(ended).toContainEqual({
    name: 'transaction',
    parent: 'call /ticket/create',
    attributes: { 'opensupports.tries': 1 },
  })
  expect(ended.at(-1)).toEqual({
    name: 'call /ticket/create',
    parent: undefined,
    attributes: { 'opensupports.request_id': 'r2' },
  })
  await desk.helpdesk.ticket.close(await desk.user(), { ticketNumber }).catch(() => {})
  expect(ended.at(-1)).toMatchObject({
    name: 'call /ticket/close',
    attributes: { 'error.type': 'NO_PERMISSION' },
  })
})
