import { createTestHelpdesk } from '@opensupports/core/testing'
import { describe, expect, test } from 'vitest'
import { hosts, json, signed } from './both-handlers.test-support.js'

describe.each(hosts.map((host) => [host.name, host] as const))('%s', (_, { serve }) => {
  test('answers a repeated request with a key as the first time, on both wires', async () => {
    const desk = await createTestHelpdesk()
    const jane = await desk.user()
    const bearer = { authorization: `Bearer ${jane.id}.${jane.token}` }
    await serve(desk.helpdesk, {}, async (send) => {
      const create = async (title: string, key = 'one') => {
        const headers = { ...bearer, 'idempotency-key': key }
        const response = await send('/api/ticket/create', json({ title, content: 'B' }, headers))
        return [response.status, await response.json()] as const
      }
      const first = await create('A')
      expect(first).toMatchObject([200, { status: 'success' }])
      expect(await create('A')).toEqual(first)
      expect(await create('B')).toMatchObject([422, { message: 'IDEMPOTENCY_KEY_REUSED' }])
      expect(await create('A', 'a b')).toMatchObject([400, { message: 'INVALID_IDEMPOTENCY_KEY' }])

      const old = async () => {
        const body = new FormData()
        const fields = { title: 'C', content: 'D', ...signed(jane) }
        for (const [name, value] of Object.entries(fields)) body.append(name, value)
        body.append('file', new File(['a log'], 'log.txt'))
        const request = { method: 'POST', body, headers: { 'idempotency-key': 'form' } }
        return (await send('/api/ticket/create', request)).json()
      }
      expect([await old(), await old()]).toEqual(Array(2).fill({ status: 'success', data: null }))
    })
    expect((await desk.helpdesk.user.getTickets(jane)).total).toBe(2)
  })
})
