import { expect, test, vi } from 'vitest'
import { createTestHelpdesk } from '../testing/index.js'
import { waitingSignal } from './scope.js'

const jane = { name: 'Jane', email: 'jane@customer.example', password: 'correct horse' }

test('the signal of a call is made when the call asks for it, and only then', async () => {
  const { helpdesk } = await createTestHelpdesk()
  const { signal } = new AbortController()
  const make = vi.fn(() => signal)
  const call = (path: string, fields: object) => {
    const operation = helpdesk.operations.get(path)
    if (!operation) throw new Error(`there is no ${path}`)
    return helpdesk.call(operation, {}, { ...fields }, { waitingSignal: make })
  }
  let afterCommit: AbortSignal | undefined = signal
  helpdesk.on('user.created', () => {
    afterCommit = waitingSignal()
  })
  await call('/system/get-settings', {})
  await call('/user/signup', jane)
  expect(make).not.toHaveBeenCalled()
  expect(afterCommit).toBeUndefined()

  const found: unknown[] = []
  helpdesk.prepare('user.signup', () => void found.push(waitingSignal()))
  helpdesk.before('user.signup', () => void found.push(waitingSignal()))
  await call('/user/signup', { ...jane, email: 'joe@customer.example' })
  expect(found).toEqual([signal, signal])
})
