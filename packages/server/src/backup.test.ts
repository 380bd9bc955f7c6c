import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { memoryStorage, restoreBackup, type Storage } from '@opensupports/core'
import { createTestHelpdesk } from '@opensupports/core/testing'
import { describe, expect, test } from 'vitest'
import { dataOf, form, hosts, json, signed } from './both-handlers.test-support.js'
import { nodeHandler } from './index.js'

const path = '/api/system/backup-database'

/** A storage with an endless backup, and whether somebody is reading it. */
function endless() {
  const storage = memoryStorage()
  const state = { reading: false, parts: 0 }
  const backup: Storage['backup'] = {
    ...storage.backup,
    async *parts() {
      state.reading = true
      try {
        for (;;) {
          state.parts++
          await nextTurn()
          yield { table: 'tag', columns: ['name'], rows: [['x'.repeat(100_000)]], lastId: null }
        }
      } finally {
        state.reading = false
      }
    },
  }
  return { state, storage: { ...storage, backup } }
}

const until = async (holds: () => boolean) => {
  while (!holds()) await nextTurn()
}

describe.each(hosts.map((host) => [host.name, host] as const))('%s', (_, { serve }) => {
  test.each([
    ['a form', form],
    ['JSON', json],
  ])('streams a backup for %s', async (_kind, request) => {
    const desk = await createTestHelpdesk()
    await desk.ticket({ author: desk.admin, title: 'Ünal 🖨️' })
    await serve(desk.helpdesk, {}, async (send) => {
      const response = await send(path, request(signed(desk.admin)))
      const { headers } = response
      expect(response.status).toBe(200)
      expect(headers.get('content-type')).toBe('application/octet-stream')
      expect(headers.get('content-disposition')).toBe('attachment; filename="backup.jsonl"')
      expect(headers.get('cache-control')).toBe('private, no-store')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-length')).toBeNull()
      const storage = memoryStorage()
      await restoreBackup(storage, response.body ?? new ReadableStream())
      expect(
        (await storage.tickets.list({ filter: {}, order: [], events: false, offset: 0, limit: 9 })).total,
      ).toBe(1)
    })
  })

  test('returns an error in the envelope', async () => {
    const desk = await createTestHelpdesk()
    const jane = await desk.user()
    await serve(desk.helpdesk, {}, async (send) => {
      const answers = [
        await send(path, form(signed(jane))),
        await send(path, form({ ...signed(desk.admin), password: 'wrong horse' })),
      ]
      expect(await Promise.all(answers.map((answer) => answer.json()))).toEqual([
        { status: 'fail', message: 'NO_PERMISSION', data: null },
        { status: 'fail', message: 'INVALID_PASSWORD', data: null },
      ])
      expect((await send(path, { method: 'GET' })).status).toBe(404)
      expect(await dataOf(await send(path, json({})))).toBeNull()
    })
  })

  test('stops reading the storage when the reader disconnects', async () => {
    const { state, storage } = endless()
    const desk = await createTestHelpdesk({ storage })
    await serve(desk.helpdesk, {}, async (send) => {
      const response = await send(path, form(signed(desk.admin)))
      const reader = response.body?.getReader()
      await reader?.read()
      expect(state.reading).toBe(true)
      await reader?.cancel()
      await until(() => !state.reading)
    })
  })
})

test('nodeHandler waits for slow readers, and stops when the connection breaks', async () => {
  const { state, storage } = endless()
  const desk = await createTestHelpdesk({ storage })
  const server = createServer(nodeHandler(desk.helpdesk))
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.pause()
  const body = new URLSearchParams(signed(desk.admin)).toString()
  const type = 'application/x-www-form-urlencoded'
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: ${type}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  )
  await until(() => state.parts > 0)
  let before = -1
  // The backup pauses once the buffers in between are full.
  for (let still = 0; still < 200; still = state.parts === before ? still + 1 : 0) {
    before = state.parts
    await nextTurn()
  }
  expect(state.reading).toBe(true)
  expect(state.parts).toBeLessThan(300)
  socket.destroy()
  await until(() => !state.reading)
  server.close()
})
