import assert from 'node:assert/strict'
import { at, makeStaff, makeUser } from './makers.js'
import type { Rule } from './rule.js'

export function logRules(rule: Rule): void {
  rule('log: newest first, in pages', async (storage) => {
    const entry = { type: 'LOGIN', date: at(0), authorName: '', author: null }
    for (let n = 1; n <= 5; n++) await storage.logs.add({ ...entry, to: String(n) })
    const page = async (offset: number, limit: number) =>
      (await storage.logs.list({ offset, limit })).map((log) => log.to)
    assert.deepEqual(await page(0, 3), ['5', '4', '3'])
    assert.deepEqual(await page(3, 3), ['2', '1'])
    assert.deepEqual(await page(6, 3), [])
  })

  rule('log: an entry keeps author, action, object and time', async (storage) => {
    const user = { kind: 'user', id: await makeUser(storage, 'Uma') } as const
    const staff = { kind: 'staff', id: await makeStaff(storage, 'Stan') } as const
    const date = new Date(at(1).getTime() + 30_000)
    await storage.logs.add({ type: 'CREATE_TICKET', to: '123456', date, authorName: 'Uma', author: user })
    await storage.logs.add({ type: 'EDIT_SETTINGS', to: null, date, authorName: 'Stan', author: staff })
    await storage.logs.add({ type: 'SIGNUP', to: '', date, authorName: '', author: null })
    assert.deepEqual(await storage.logs.list({ offset: 0, limit: 10 }), [
      { id: 3, type: 'SIGNUP', to: '', date: at(1), authorName: '', author: null },
      { id: 2, type: 'EDIT_SETTINGS', to: null, date: at(1), authorName: 'Stan', author: staff },
      { id: 1, type: 'CREATE_TICKET', to: '123456', date: at(1), authorName: 'Uma', author: user },
    ])
  })
  rule('journal: adds log entries, mails and events at once, each kind in order', async (storage) => {
    const log = { type: 'COMMENT', date: at(0), authorName: 'Stan', author: null }
    const mail = {
      template: 'TICKET_RESPONDED',
      language: 'en',
      variables: { name: "O'Neill" },
      createdAt: at(0),
    }
    const event = { by: null, at: at(0), payload: '{}' }
    await storage.journal.add({ logs: [], mails: [], events: [] })
    await storage.journal.add({
      logs: [
        { ...log, to: '1' },
        { ...log, to: null },
      ],
      mails: [
        { ...mail, to: 'uma@customer.example' },
        { ...mail, to: 'stan@helpdesk.example' },
      ],
      events: [
        { ...event, name: 'one' },
        { ...event, name: 'two' },
      ],
    })
    await storage.journal.add({
      logs: [{ ...log, to: '3' }],
      mails: [],
      events: [{ ...event, name: 'three' }],
    })
    const logs = await storage.logs.list({ offset: 0, limit: 10 })
    assert.deepEqual(
      logs.map(({ to }) => to),
      ['3', null, '1'],
    )
    const mails = await storage.outbox.claim(at(1), at(2), 10)
    assert.deepEqual(
      mails.map(({ to, variables }) => [to, variables.name]),
      [
        ['uma@customer.example', "O'Neill"],
        ['stan@helpdesk.example', "O'Neill"],
      ],
    )
    assert.equal(await storage.events.position(10), 3)
    const events = await storage.events.after(0, 10)
    assert.deepEqual(
      events.map(({ name }) => name),
      ['one', 'two', 'three'],
    )
  })

  rule('journal: writes nothing in a transaction that fails', async (storage) => {
    const failing = storage.transaction(async (tx) => {
      const log = { type: 'COMMENT', to: '1', date: at(0), authorName: '', author: null }
      await tx.journal.add({
        logs: [log],
        mails: [],
        events: [{ name: 'one', by: null, at: at(0), payload: '{}' }],
      })
      throw new Error('no')
    })
    await assert.rejects(failing)
    assert.deepEqual(await storage.logs.list({ offset: 0, limit: 10 }), [])
    assert.equal(await storage.events.position(10), 0)
  })
}
