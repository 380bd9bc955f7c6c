import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient } from '@opensupports/client'
import { openApi } from '@opensupports/core/openapi'
import { createTestHelpdesk, testPassword } from '@opensupports/core/testing'
import { sqlite } from '@opensupports/kysely/sqlite'
import { nodeHandler } from '@opensupports/server'
import { expect, onTestFinished, test } from 'vitest'
import { createShop, refund, type Shop } from './billing.js'
import { openHelpdesk } from './helpdesk.js'

const refusal = (code: string) => expect.objectContaining({ code })

async function open() {
  const storage = await sqlite(':memory:')
  onTestFinished(() => storage.close())
  const desk = await createTestHelpdesk({ storage, extend: { billing: { refund } } })
  await desk.helpdesk.transaction((_, trx) => createShop(trx))
  const jane = await desk.user()
  const ticketNumber = await desk.ticket({ author: jane })
  const refunds = () =>
    storage.transaction(async ({ trx }) => trx?.kysely<Shop>().selectFrom('refund').selectAll().execute())
  return { ...desk, jane, ticketNumber, refunds }
}

test('a refund writes its row and closes the ticket', async () => {
  const { helpdesk, admin, jane, ticketNumber, refunds } = await open()
  expect(await helpdesk.billing.refund(admin, { ticketNumber, cents: 500 })).toEqual({ totalCents: 500 })
  expect(await refunds()).toEqual([{ ticket_number: ticketNumber, cents: 500 }])
  expect((await helpdesk.ticket.get(jane, { ticketNumber })).closed).toBe(true)
})

test('a failure rolls back the row of the shop and the change of the ticket', async () => {
  const { helpdesk, admin, jane, ticketNumber, refunds } = await open()
  const work = helpdesk.transaction(async (desk) => {
    await desk.billing.refund(admin, { ticketNumber, cents: 500 })
    throw new Error('the bank is closed')
  })
  await expect(work).rejects.toThrow('the bank is closed')
  expect(await refunds()).toEqual([])
  expect((await helpdesk.ticket.get(jane, { ticketNumber })).closed).toBe(false)
})

test('a second refund is refused with the code of the shop', async () => {
  const { helpdesk, admin, ticketNumber } = await open()
  await helpdesk.billing.refund(admin, { ticketNumber, cents: 500 })
  const again = helpdesk.billing.refund(admin, { ticketNumber, cents: 500 })
  await expect(again).rejects.toMatchObject({
    code: 'REFUNDED_ALREADY',
    status: 409,
    detail: 'The ticket has its refund already.',
  })
})

test('staff of level 2 may refund, if they may manage the ticket', async () => {
  const { helpdesk, jane, staff, department, ticketNumber } = await open()
  const elsewhere = await staff({ level: 2, departments: [await department()] })
  const [low, high] = [await staff({ level: 1 }), await staff({ level: 2 })]
  const params = { ticketNumber, cents: 500 }
  for (const refused of [{}, jane, low, elsewhere]) {
    expect(await helpdesk.can(refused, 'billing.refund', params)).toBe(false)
    await expect(helpdesk.billing.refund(refused, params)).rejects.toEqual(refusal('NO_PERMISSION'))
  }
  expect(await helpdesk.can(high, 'billing.refund', { ticketNumber })).toBe(true)
  expect((await helpdesk.ticket.get(high, { ticketNumber })).allowed).toContain('billing.refund')
  await helpdesk.billing.refund(high, params)
})

test('an invalid amount is refused with the code of the shop, which names the field', async () => {
  const { helpdesk, admin, ticketNumber } = await open()
  const call = helpdesk.billing.refund(admin, { ticketNumber, cents: 0 })
  await expect(call).rejects.toMatchObject({ code: 'INVALID_CENTS', field: 'cents' })
})

test('the OpenAPI document has the operation, with its codes', async () => {
  const { helpdesk } = await open()
  const { paths, tags, components } = openApi(helpdesk)
  const { post } = paths['/billing/refund'] as { post: Record<string, unknown> }
  expect(post).toMatchObject({
    operationId: 'billing.refund',
    tags: ['billing'],
    summary: 'Refunds the author of a ticket, and closes the ticket.',
    responses: { 409: { description: '- `REFUNDED_ALREADY`: The ticket has its refund already.' } },
  })
  expect(tags).toContainEqual({ name: 'billing', description: 'Operations of the host.' })
  expect(JSON.stringify(components.schemas?.ErrorCode)).toContain('REFUNDED_ALREADY')
})

test('the client calls it over HTTP', async () => {
  const { helpdesk, admin, ticketNumber } = await open()
  const server = createServer(nodeHandler(helpdesk))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`
  const client = createClient<typeof helpdesk>({ url })
  await client.user.login({ email: admin.email, password: testPassword, staff: true })
  const { totalCents } = await client.billing.refund({ ticketNumber, cents: 500 })
  expect(totalCents).toBe(500)
  await expect(client.billing.refund({ ticketNumber, cents: 500 })).rejects.toMatchObject({
    code: 'REFUNDED_ALREADY',
    status: 409,
    detail: 'The ticket has its refund already.',
  })
})

test('the helpdesk of the shop opens', async () => {
  const helpdesk = await openHelpdesk(':memory:')
  expect(helpdesk.operations.has('/billing/refund')).toBe(true)
  await helpdesk.storage.close()
})
