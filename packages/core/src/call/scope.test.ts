import { expect, test, vi } from 'vitest'
import { memoryStorage } from '../index.js'
import { createTestHelpdesk } from '../testing/index.js'
import { innermostTransaction, inTransaction, waitingSignal, withWaitingSignal } from './scope.js'

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

test('a scope lasts as long as its work, whichever ends first', async () => {
  const storage = memoryStorage()
  const [first, second] = [new AbortController().signal, new AbortController().signal]
  const found: unknown[] = []
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  const long = withWaitingSignal(first, async () => {
    await ended
    found.push(waitingSignal())
    const transaction = { storage, around: undefined, isOpen: true }
    await inTransaction(transaction, async () => {
      await null
      found.push(waitingSignal(), innermostTransaction())
    })
    await null
    found.push(waitingSignal(), innermostTransaction())
  })
  await withWaitingSignal(second, async () => {
    await null
    found.push(waitingSignal())
  })
  await expect(withWaitingSignal(second, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  const thrown = () => {
    throw new Error('broken')
  }
  expect(() => withWaitingSignal(second, thrown)).toThrow('broken')
  expect(waitingSignal()).toBeUndefined()
  end()
  await long
  expect(waitingSignal()).toBeUndefined()
  expect(found).toEqual([second, first, first, expect.objectContaining({ isOpen: true }), first, undefined])
  expect(await withWaitingSignal(second, async () => waitingSignal())).toBe(second)
})
