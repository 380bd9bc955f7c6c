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
}
