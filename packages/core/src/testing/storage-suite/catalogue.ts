import assert from 'node:assert/strict'
import type { StoredApiKey } from '../../storage/index.js'
import { assertSameSet, found, makeDesk } from './makers.js'
import type { Rule } from './rule.js'

const apiKey = (name: string, token: string): Omit<StoredApiKey, 'id'> => ({
  name,
  token,
  ending: 'wxyz',
  canCreateUsers: true,
  canCreateTickets: false,
  canCheckTickets: true,
  shouldReturnTicketNumber: false,
})

export function catalogueRules(rule: Rule): void {
  rule('tags: stored with colour, all by id', async ({ tags }) => {
    assert.deepEqual(await tags.all(), [])
    const red = found(await tags.insert({ name: 'red', color: '#f00' }))
    const blue = found(await tags.insert({ name: 'blue', color: '#0000ff' }))
    assert.deepEqual(await tags.all(), [
      { id: red, name: 'red', color: '#f00' },
      { id: blue, name: 'blue', color: '#0000ff' },
    ])
    assert.deepEqual(await tags.byId(blue), { id: blue, name: 'blue', color: '#0000ff' })
    assert.equal(await tags.byId(99), undefined)
    assertSameSet(await tags.existing([blue, 99, red, red]), [red, blue])
    assert.deepEqual(await tags.existing([]), [])
  })

  rule('tags: names are unique without case, and a refused tag uses up no id', async ({ tags }) => {
    const red = found(await tags.insert({ name: 'red', color: '#f00' }))
    assert.equal(await tags.insert({ name: 'RED', color: '#000' }), undefined)
    const blue = found(await tags.insert({ name: 'blue', color: '#00f' }))
    assert.equal(blue, red + 1)
    assert.equal(await tags.update(blue, { name: 'Red', color: '#00f' }), false)
    assert.deepEqual(await tags.byId(blue), { id: blue, name: 'blue', color: '#00f' })
  })

  rule('tags: a new name shows on the tickets, and may differ from the old one by case', async (storage) => {
    const { ticket } = await makeDesk(storage)
    const id = found(await storage.tags.insert({ name: 'red', color: '#f00' }))
    await ticket({ ticketNumber: 5 }, { tags: [id] })
    assert.equal(await storage.tags.update(id, { name: 'RED', color: '#f11' }), true)
    assert.equal(await storage.tags.update(id, { name: 'RED', color: '#f11' }), true)
    assert.deepEqual((await storage.tickets.detailsByNumber(5))?.tags, ['RED'])
    assert.equal(await storage.tags.update(99, { name: 'x', color: '#f11' }), false)
  })

  rule('tags: a removed one is removed from the tickets', async (storage) => {
    const { ticket, ids } = await makeDesk(storage)
    const red = found(await storage.tags.insert({ name: 'red', color: '#f00' }))
    const blue = found(await storage.tags.insert({ name: 'blue', color: '#00f' }))
    await ticket({ ticketNumber: 5 }, { tags: [red, blue] })
    assert.equal(await storage.tags.remove(red), true)
    assert.equal(await storage.tags.remove(red), false)
    assert.deepEqual((await storage.tickets.detailsByNumber(5))?.tags, ['blue'])
    assert.deepEqual(await ids({ tags: [red] }), [])
    assert.equal(await storage.tags.insert({ name: 'red', color: '#f00' }), blue + 1)
  })

  rule('custom responses: kept, changed and removed, names need not differ', async ({ customResponses }) => {
    const hello = { name: 'Hello', language: 'en', content: '<p>Hello</p>' }
    const first = await customResponses.insert(hello)
    const second = await customResponses.insert(hello)
    assert.deepEqual(await customResponses.all(), [
      { id: first, ...hello },
      { id: second, ...hello },
    ])
    const hallo = { name: 'Hallo', language: 'de', content: '<p>Hallo</p>' }
    assert.equal(await customResponses.update(second, hallo), true)
    assert.equal(await customResponses.update(second, hallo), true)
    assert.deepEqual(await customResponses.byId(second), { id: second, ...hallo })
    assert.deepEqual(await customResponses.byId(first), { id: first, ...hello })
    assert.equal(await customResponses.remove(second), true)
    assert.equal(await customResponses.remove(second), false)
    assert.equal(await customResponses.update(second, hallo), false)
    assert.equal(await customResponses.byId(second), undefined)
    assert.equal(await customResponses.insert(hello), second + 1)
  })

  rule('API keys: found by token exactly, all by id', async ({ apiKeys }) => {
    const shop = { id: found(await apiKeys.insert(apiKey('shop', 'aa11'))), ...apiKey('shop', 'aa11') }
    const blog = {
      id: shop.id + 1,
      ...apiKey('blog', 'bb22'),
      canCreateUsers: false,
      canCheckTickets: false,
      canCreateTickets: true,
      shouldReturnTicketNumber: true,
    }
    const { id: _, ...rest } = blog
    assert.equal(await apiKeys.insert(rest), blog.id)
    assert.deepEqual(await apiKeys.all(), [shop, blog])
    assert.deepEqual(await apiKeys.byToken('bb22'), blog)
    assert.equal(await apiKeys.byToken('BB2'), undefined)
    assert.equal(await apiKeys.byToken(''), undefined)
  })

  rule('API keys: names are unique without case, also to remove by', async ({ apiKeys }) => {
    const id = found(await apiKeys.insert(apiKey('Shop', 'aa11')))
    assert.equal(await apiKeys.insert(apiKey('SHOP', 'bb22')), undefined)
    assert.equal(await apiKeys.byToken('bb22'), undefined)
    assert.equal(await apiKeys.removeByName('shop'), true)
    assert.equal(await apiKeys.removeByName('shop'), false)
    assert.equal(await apiKeys.byToken('aa11'), undefined)
    assert.equal(await apiKeys.insert(apiKey('Shop', 'cc33')), id + 1)
  })

  rule('bans: each address once, without case, in the order of the bans', async ({ bans }) => {
    assert.deepEqual(await bans.all(), [])
    assert.equal(await bans.add('z@spam.example'), true)
    assert.equal(await bans.add('a@spam.example'), true)
    assert.equal(await bans.add('Z@spam.example'), false)
    assert.deepEqual(await bans.all(), ['z@spam.example', 'a@spam.example'])
    assert.equal(await bans.has('Z@SPAM.example'), true)
    assert.equal(await bans.has('b@spam.example'), false)
    assert.equal(await bans.has('_@spam.example'), false)
    assert.equal(await bans.remove('Z@spam.example'), true)
    assert.equal(await bans.remove('z@spam.example'), false)
    assert.equal(await bans.has('z@spam.example'), false)
    assert.equal(await bans.add('z@spam.example'), true)
    assert.deepEqual(await bans.all(), ['a@spam.example', 'z@spam.example'])
  })
}
