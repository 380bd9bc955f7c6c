import { memoryStorage } from '@opensupports/core'
import { createTestHelpdesk } from '@opensupports/core/testing'
import { describe, expect, onTestFinished, test } from 'vitest'
import { sqlite } from './sqlite.js'

describe.each([
  ['in memory', async () => memoryStorage()],
  ['on SQLite', () => sqlite(':memory:')],
])('the hourly limits of an account, %s', (_, open) => {
  test.each(['tickets', 'comments'])('of %s end in time after the clock was set back', async (what) => {
    const storage = await open()
    onTestFinished(() => storage.close())
    const desk = await createTestHelpdesk({ storage, settings: { 'attempt-limit': '1' } })
    const { helpdesk, clock } = desk
    const jane = await desk.user()
    const { ticketNumber } = await helpdesk.ticket.create(jane, { title: 'Help', content: 'Please' })
    const write = () =>
      what === 'tickets'
        ? helpdesk.ticket.create(jane, { title: 'Help', content: 'Please' })
        : helpdesk.ticket.comment(jane, { ticketNumber, content: 'Please' })
    for (let count = what === 'tickets' ? 1 : 0; count < 50; count++) await write()
    await expect(write()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
    clock.advance({ days: -1 })
    for (let tries = 0; tries < 2; tries++)
      await expect(write()).rejects.toMatchObject({ details: { retryAfter: 3600 } })
    clock.advance({ minutes: 61 })
    await write()
  })
})
