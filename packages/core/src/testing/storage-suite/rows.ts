import assert from 'node:assert/strict'
import { at } from './makers.js'
import type { Rule } from './rule.js'

export function rowRules(rule: Rule): void {
  const entry = { type: 'INVITE', date: at(0), author: null }

  rule('rows: are read by key, in pages, by the names of the schema', async ({ rows, logs }) => {
    for (const to of ['a', 'b', 'c']) await logs.add({ ...entry, to, authorName: to.toUpperCase() })
    const page = await rows.page('log', { columns: ['to', 'author_name'], limit: 2 })
    assert.deepEqual(page, [
      { id: 1, to: 'a', author_name: 'A' },
      { id: 2, to: 'b', author_name: 'B' },
    ])
    const next = await rows.page('log', { columns: ['to'], limit: 2, after: 2 })
    assert.deepEqual(next, [{ id: 3, to: 'c' }])
    const whole = await rows.page('log', { limit: 1 })
    assert.equal(whole[0]?.type, 'INVITE')
    assert.equal(whole[0]?.author_user_id, null)
  })

  rule('rows: are found by values and by null', async ({ rows, logs }) => {
    for (const to of ['a', null, 'a']) await logs.add({ ...entry, to, authorName: '' })
    const ids = async (to: string | null) =>
      (await rows.page('log', { where: { to, type: 'INVITE' }, limit: 9 })).map((row) => row.id)
    assert.deepEqual(await ids('a'), [1, 3])
    assert.deepEqual(await ids(null), [2])
    assert.deepEqual(await ids('b'), [])
  })

  rule('rows: are changed and removed', async ({ rows, logs }) => {
    for (const to of ['a', 'b', 'c']) await logs.add({ ...entry, to, authorName: 'Ada' })
    await rows.update('log', 2, { to: null, author_name: '' })
    await rows.remove('log', [1, 77])
    await rows.remove('log', [])
    await rows.update('log', 77, { to: 'x' })
    const left = (await logs.list({ offset: 0, limit: 9 })).map(({ to, authorName }) => [to, authorName])
    assert.deepEqual(left, [
      ['c', 'Ada'],
      [null, ''],
    ])
  })

  rule('rows: of tables with another key are read by it', async ({ rows, fileNames }) => {
    await fileNames.add([
      { stored: 't1_b', name: 'B' },
      { stored: 't1_a', name: 'A' },
    ])
    const names = async (after?: string) =>
      (await rows.page('os_file_name', { limit: 1, after })).map((row) => row.name)
    assert.deepEqual(await names(), ['A'])
    assert.deepEqual(await names('t1_a'), ['B'])
    await rows.update('os_file_name', 't1_a', { name: '' })
    await rows.remove('os_file_name', ['t1_b'])
    assert.equal(await fileNames.of('t1_a'), '')
    assert.equal(await fileNames.of('t1_b'), undefined)
  })

  rule('rows: changes of a transaction that fails are undone', async (storage) => {
    await storage.logs.add({ ...entry, to: 'a', authorName: '' })
    const failing = storage.transaction(async (tx) => {
      await tx.rows.update('log', 1, { to: 'b' })
      await tx.rows.remove('log', [1])
      throw new Error('undone')
    })
    await assert.rejects(failing, /undone/)
    assert.equal((await storage.logs.list({ offset: 0, limit: 1 }))[0]?.to, 'a')
  })

  rule('rows: removed comments are found by no search', async ({ rows, tickets, departments, users }) => {
    const departmentId = await departments.insert({ name: 'Help', private: false })
    const user = {
      email: 'a@example.com',
      password: '',
      name: 'A',
      signupDate: at(0),
      verificationToken: null,
      notRegistered: false,
    }
    const author = { kind: 'user', id: (await users.insert(user)) ?? 0 } as const
    const ticket = { title: 'A', content: 'B', language: 'en', file: null, date: at(0), departmentId, author }
    const sent = { ticketNumber: 100000, authorName: null, authorEmail: null, unproved: false }
    const id = (await tickets.insert({ ...ticket, ...sent })) ?? 0
    const comment = {
      type: 'COMMENT',
      content: 'a zebrafish',
      author,
      date: at(0),
      file: null,
      private: false,
    } as const
    const eventId = (await tickets.addEvent(id, comment)) ?? 0
    const find = async () => {
      const query = { order: [], events: false, offset: 0, limit: 9 }
      return (await tickets.list({ ...query, filter: { text: 'zebrafish' } })).tickets.length
    }
    assert.equal(await find(), 1)
    await rows.remove('ticketevent', [eventId])
    assert.equal(await find(), 0)
  })
}
