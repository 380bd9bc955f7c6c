import { createTestHelpdesk } from '@opensupports/core/testing'
import { describe, expect, test } from 'vitest'
import { dataOf, form, hosts, json } from './both-handlers.test-support.js'

async function deskWithToken(scopes: readonly string[]) {
  const desk = await createTestHelpdesk()
  const made = await desk.helpdesk.system.createToken(desk.admin, { name: 'Shop', scopes })
  return { desk, made, bearer: { authorization: `Bearer ${made.token}` } }
}

describe.each(hosts.map((host) => [host.name, host] as const))('%s', (_, { serve }) => {
  test('takes an access token in the header, with mandatory login on', async () => {
    const { desk, bearer } = await deskWithToken(['ticket.create'])
    await desk.storage.settings.set({ 'mandatory-login': '1' })
    await serve(desk.helpdesk, {}, async (send) => {
      const response = await send('/api/ticket/create', json({ title: 'A', content: 'B' }, bearer))
      expect(response.status).toBe(200)
      expect(await dataOf(response)).toEqual({ ticketNumber: expect.any(Number) })
      const refused = await send('/api/ticket/get-tags', json({}, bearer))
      expect([refused.status, await refused.json()]).toMatchObject([403, { message: 'TOKEN_SCOPE' }])
    })
  })

  test('takes it with a file, and for a download', async () => {
    const { desk, bearer } = await deskWithToken(['ticket.*', 'system.download'])
    await desk.storage.settings.set({ 'allow-attachments': '1' })
    await serve(desk.helpdesk, {}, async (send) => {
      const body = new FormData()
      for (const [name, value] of Object.entries({ title: 'A', content: 'B' })) body.append(name, value)
      body.append('file', new File(['a log'], 'log.txt'))
      const sent = await send('/api/ticket/create', { method: 'POST', body, headers: bearer })
      expect(await sent.json()).toMatchObject({ status: 'success' })
      const { tickets } = await desk.helpdesk.ticket.search(desk.admin, { page: 1 })
      const path = `/api/system/download?file=${tickets[0]?.file}`
      const file = await send(path, { headers: bearer })
      expect(await file.text()).toBe('a log')
      expect((await send(path)).status).not.toBe(200)
    })
  })

  test('refuses a token that is no good, and tells why', async () => {
    const { desk, made, bearer } = await deskWithToken(['ticket.create'])
    await desk.helpdesk.system.revokeToken(desk.admin, { tokenId: made.id })
    await serve(desk.helpdesk, {}, async (send) => {
      const ticket = { title: 'A', content: 'B' }
      const answers = [
        [bearer, 'TOKEN_REVOKED'],
        [{ authorization: 'Bearer ost_x' }, 'UNKNOWN_TOKEN'],
      ] as const
      for (const [headers, message] of answers) {
        const response = await send('/api/ticket/create', json(ticket, headers))
        expect([response.status, await response.json()]).toMatchObject([401, { message }])
      }
      // Clients of 4.11 know one code for all of them.
      const old = await send('/api/ticket/create', { ...form(ticket), headers: bearer })
      expect([old.status, await old.json()]).toMatchObject([200, { message: 'NO_PERMISSION' }])
    })
  })
})
