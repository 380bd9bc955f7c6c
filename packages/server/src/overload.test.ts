import { databaseFault, guest, OpenSupports, type Storage } from '@opensupports/core'
import { createTestHelpdesk } from '@opensupports/core/testing'
import { describe, expect, test, vi } from 'vitest'
import { form, hosts, json } from './both-handlers.test-support.js'

const silent = { info: () => {}, warn: () => {}, error: () => {} }

/** Returns a helpdesk whose calls hang until they are let go. */
async function hanging() {
  const { storage } = await createTestHelpdesk()
  let isStuck = false
  const waiting: (() => void)[] = []
  const stuck: Storage = {
    ...storage,
    settings: {
      ...storage.settings,
      async all() {
        if (isStuck) await new Promise<void>((go) => waiting.push(go))
        return storage.settings.all()
      },
    },
  }
  const helpdesk = new OpenSupports({ storage: stuck, log: silent })
  await helpdesk.system.getSettings(guest)
  isStuck = true
  return {
    helpdesk,
    waiting,
    /** Resolves when as many calls hang. */
    async untilWaiting(count: number) {
      while (waiting.length < count) await new Promise((turn) => setImmediate(turn))
    },
    letGo() {
      isStuck = false
      for (const go of waiting.splice(0)) go()
    },
  }
}

describe.each(hosts.map((host) => [host.name, host] as const))('%s', (_, { serve }) => {
  const path = '/api/system/get-settings'

  test('refuses calls beyond its bound at once, and answers again as soon as there is room', async () => {
    const { helpdesk, untilWaiting, letGo } = await hanging()
    await serve(helpdesk, { limits: { calls: 2 } }, async (send) => {
      const two = [send(path, json({})), send(path, form({}))]
      await untilWaiting(2)
      const refused = await send(path, json({}))
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
      expect(await refused.json()).toMatchObject({ message: 'SERVER_BUSY', data: { retryAfter: 1 } })
      const old = await send(path, form({}))
      expect([old.status, old.headers.get('retry-after')]).toEqual([200, '1'])
      expect(await old.json()).toEqual({ status: 'fail', message: 'SERVER_BUSY', data: { retryAfter: 1 } })
      letGo()
      expect((await Promise.all(two)).map(({ status }) => status)).toEqual([200, 200])
      expect((await send(path, json({}))).status).toBe(200)
    })
  })

  test('gives a read that is alone no signal to stop waiting by, since it waits for nobody', async () => {
    const { helpdesk, untilWaiting, letGo } = await hanging()
    const call = vi.spyOn(helpdesk, 'call')
    const isSignalled = () => call.mock.lastCall?.[3]?.waitingSignal !== undefined
    await serve(helpdesk, {}, async (send) => {
      const alone = send(path, json({}))
      await untilWaiting(1)
      expect(isSignalled()).toBe(false)
      const beside = send(path, json({}))
      await untilWaiting(2)
      expect(isSignalled()).toBe(true)
      letGo()
      await Promise.all([alone, beside])
      await send('/api/user/check-session', json({}))
      expect(isSignalled()).toBe(false)
      await send('/api/user/logout', json({}))
      expect(isSignalled()).toBe(true)
    })
  })

  test('answers 503 with Retry-After if the database fails, and keeps the envelope of 4.11', async () => {
    const { storage } = await createTestHelpdesk()
    const cause = new Error('connect ECONNREFUSED of the secret host')
    const fault = databaseFault('DATABASE_UNAVAILABLE', cause)
    const failing = { ...storage, settings: { ...storage.settings, all: () => Promise.reject(fault) } }
    const logged: object[] = []
    const log = { ...silent, error: (entry: object) => void logged.push(entry) }
    const helpdesk = new OpenSupports({ storage: failing, log })
    await serve(helpdesk, {}, async (send) => {
      const native = await send(path, json({}))
      expect([native.status, native.headers.get('retry-after')]).toEqual([503, '5'])
      const text = await native.text()
      expect(JSON.parse(text)).toMatchObject({ status: 'fail', message: 'DATABASE_UNAVAILABLE' })
      expect(text).not.toContain('secret')
      const old = await send(path, form({}))
      expect([old.status, old.headers.get('retry-after')]).toEqual([200, '5'])
      expect(await old.json()).toMatchObject({ status: 'fail', message: 'DATABASE_UNAVAILABLE' })
    })
    const entry = { err: cause, path: '/system/get-settings', requestId: expect.any(String) }
    expect(logged).toEqual([entry, entry])
  })
})
