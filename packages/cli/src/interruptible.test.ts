import { expect, test } from 'vitest'
import { InterruptedError, interruptible } from './interruptible.js'

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('some storage error')))
  })

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s aborts the work, whose error then says what is left',
  async (name) => {
    const work = interruptible('nothing was restored.', aborted)
    process.emit(name)
    const error = await work.catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(InterruptedError)
    expect(error).toMatchObject({ message: 'Interrupted: nothing was restored.' })
  },
)

test('work that ends by itself leaves no listener', async () => {
  const before = process.listenerCount('SIGTERM')
  expect(await interruptible('nothing.', async () => 7)).toBe(7)
  const failing = interruptible('nothing.', async () => {
    throw new Error('its own')
  })
  await expect(failing).rejects.toThrow('its own')
  expect(process.listenerCount('SIGTERM')).toBe(before)
})
