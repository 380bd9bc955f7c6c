import assert from 'node:assert/strict'
import type { Storage, UserQuery } from '../../storage/index.js'
import { makeUser } from './makers.js'
import type { Rule } from './rule.js'

const names = async (storage: Storage, query: Partial<UserQuery> = {}) => {
  const { users, total } = await storage.users.list({
    orderBy: 'id',
    desc: false,
    offset: 0,
    limit: 100,
    ...query,
  })
  if (query.limit === undefined) assert.equal(total, users.length)
  return users.map((user) => user.name)
}

export function userListRules(rule: Rule): void {
  rule('user list: by id, in both directions', async (storage) => {
    assert.deepEqual(await names(storage), [])
    for (const name of ['Uma', 'Gus', 'Ida']) await makeUser(storage, name)
    assert.deepEqual(await names(storage), ['Uma', 'Gus', 'Ida'])
    assert.deepEqual(await names(storage, { desc: true }), ['Ida', 'Gus', 'Uma'])
  })

  rule('user list: by tickets, ids breaking ties upwards whatever the direction', async (storage) => {
    for (const name of ['Uma', 'Gus', 'Ida', 'Eva']) await makeUser(storage, name)
    await storage.users.addTickets(2, 5)
    await storage.users.addTickets(3, 1)
    assert.deepEqual(await names(storage, { orderBy: 'tickets' }), ['Uma', 'Eva', 'Ida', 'Gus'])
    assert.deepEqual(await names(storage, { orderBy: 'tickets', desc: true }), ['Gus', 'Ida', 'Uma', 'Eva'])
  })

  rule(
    'user list: a search looks into name and e-mail, those that start with it come first',
    async (storage) => {
      await makeUser(storage, 'Carla Lang', { email: 'carla@customer.example' })
      await makeUser(storage, 'Lars', { email: 'mail@customer.example' })
      await makeUser(storage, 'Bob', { email: 'larry@customer.example' })
      await makeUser(storage, 'Zoe', { email: 'zoe@atlas.example' })
      await makeUser(storage, 'Gus', { email: 'gus@customer.example' })
      await storage.users.addTickets(3, 1)
      const search = 'LA'
      assert.deepEqual(await names(storage, { search }), ['Lars', 'Bob', 'Carla Lang', 'Zoe'])
      assert.deepEqual(await names(storage, { search, desc: true }), ['Bob', 'Lars', 'Zoe', 'Carla Lang'])
      assert.deepEqual(await names(storage, { search, orderBy: 'tickets', desc: true }), [
        'Bob',
        'Lars',
        'Carla Lang',
        'Zoe',
      ])
      assert.deepEqual(await names(storage, { search: 'nobody' }), [])
    },
  )

  rule('user list: characters that a database takes for wildcards mean themselves', async (storage) => {
    for (const name of ['plain', 'a%b', 'a_b', 'a\\b', "o'b"]) {
      await makeUser(storage, name, { email: `${name.length}${name.charCodeAt(1)}@customer.example` })
    }
    for (const [search, name] of [
      ['%', 'a%b'],
      ['_', 'a_b'],
      ['\\', 'a\\b'],
      ["'", "o'b"],
    ] as const) {
      assert.deepEqual(await names(storage, { search }), [name], search)
    }
  })

  rule('user list: a search is without case in every script', async (storage) => {
    await makeUser(storage, 'ÖZLEM', { email: 'oe@customer.example' })
    await makeUser(storage, 'Иван', { email: 'ivan@customer.example' })
    assert.deepEqual(await names(storage, { search: 'özl' }), ['ÖZLEM'])
    assert.deepEqual(await names(storage, { search: 'ИВАН' }), ['Иван'])
  })

  rule('user list: a page has its rows in order, and the total of all', async (storage) => {
    for (const name of ['Uma1', 'Gus', 'Uma2', 'Uma3', 'Ida']) await makeUser(storage, name)
    const page = async (offset: number, search?: string) => {
      const { users, total } = await storage.users.list({
        orderBy: 'id',
        desc: true,
        offset,
        limit: 2,
        ...(search === undefined ? {} : { search }),
      })
      return [users.map((user) => user.name), total]
    }
    assert.deepEqual(await page(0), [['Ida', 'Uma3'], 5])
    assert.deepEqual(await page(4), [['Uma1'], 5])
    assert.deepEqual(await page(6), [[], 5])
    assert.deepEqual(await page(2, 'uma'), [['Uma1'], 3])
  })
}
