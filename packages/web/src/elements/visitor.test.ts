import { createClient } from '@opensupports/client'
import { createTestHelpdesk } from '@opensupports/core/testing'
import { fetchHandler } from '@opensupports/server'
import { expect, test } from 'vitest'
import { visitorReader } from './visitor.js'

test('people who signed in at the host are found, the team too, with few refused calls', async () => {
  const { helpdesk } = await createTestHelpdesk()
  const jane = helpdesk.actingAs({ user: { id: 'u1', name: 'Jane', email: 'jane@shop.example' } })
  const grace = helpdesk.actingAs({
    staff: { id: 'u7', name: 'Grace', email: 'grace@shop.example', level: 2, departments: [1] },
  })
  let signedIn: typeof jane | undefined
  let refused = 0
  const handle = fetchHandler(helpdesk, { session: () => signedIn })
  const readVisitor = visitorReader(
    createClient({
      url: 'http://shop.example/api',
      fetch: async (address, init) => {
        const response = await handle(new Request(address, init))
        if (!response.ok) refused++
        return response
      },
      // As browsers do.
      headers: () => ({ 'sec-fetch-site': 'same-origin' }),
    }),
  )
  const found = async (session?: typeof jane) => {
    signedIn = session
    return { me: await readVisitor(), refused }
  }
  expect(await found()).toEqual({ me: { kind: 'guest' }, refused: 0 })
  expect(await found(jane)).toMatchObject({ me: { kind: 'user', user: { name: 'Jane' } }, refused: 0 })
  expect(await found(grace)).toMatchObject({ me: { kind: 'staff', staff: { level: 2 } }, refused: 1 })
  expect(await found(grace)).toMatchObject({ me: { kind: 'staff' }, refused: 1 })
  expect(await found(jane)).toMatchObject({ me: { kind: 'user' }, refused: 2 })
})
