import assert from 'node:assert/strict'
import { found, makeUser } from './makers.js'
import type { Rule } from './rule.js'

export function supervisionRules(rule: Rule): void {
  rule('supervision: the list is stored as given, by id, and makes a supervisor', async (storage) => {
    const { users } = storage
    const [boss, uma, gus] = [
      await makeUser(storage, 'Boss'),
      await makeUser(storage, 'Uma'),
      await makeUser(storage, 'Gus'),
    ]
    assert.deepEqual(await users.supervised(boss), [])
    assert.equal(await users.supervises(boss, uma), false)
    await users.setSupervised(boss, [gus, uma, gus])
    assert.deepEqual(
      (await users.supervised(boss)).map((user) => user.id),
      [uma, gus],
    )
    assert.equal(await users.supervises(boss, uma), true)
    assert.equal(await users.supervises(uma, boss), false)
    assert.equal((await users.byId(boss))?.supervisor, true)
    assert.equal((await users.byId(uma))?.supervisor, false)
  })

  rule(
    'supervision: a new list replaces the old one, and an empty one leaves a supervisor of nobody',
    async (storage) => {
      const { users } = storage
      const [boss, uma, gus] = [
        await makeUser(storage, 'Boss'),
        await makeUser(storage, 'Uma'),
        await makeUser(storage, 'Gus'),
      ]
      await users.setSupervised(boss, [uma])
      await users.setSupervised(gus, [uma, boss])
      await users.setSupervised(boss, [gus])
      assert.equal(await users.supervises(boss, uma), false)
      assert.equal(await users.supervises(boss, gus), true)
      assert.equal(await users.supervises(gus, uma), true)
      await users.setSupervised(boss, [])
      assert.deepEqual(await users.supervised(boss), [])
      assert.equal((await users.byId(boss))?.supervisor, true)
    },
  )

  rule('supervision: supervised users are returned with all their data', async (storage) => {
    const { users } = storage
    const [boss, uma] = [await makeUser(storage, 'Boss'), await makeUser(storage, 'Uma')]
    const fieldId = found(
      await storage.customFields.insert({ name: 'City', description: '', type: 'text', options: [] }),
    )
    await users.setCustomFieldValues(uma, [{ fieldId, value: 'Bern', optionId: null }])
    await users.setSupervised(boss, [uma])
    assert.deepEqual(await users.supervised(boss), [
      { ...found(await users.byId(uma)), customfields: await users.customFieldValues(uma) },
    ])
  })

  rule('supervision: ends when either of the two is removed', async (storage) => {
    const { users } = storage
    const [boss, uma, gus] = [
      await makeUser(storage, 'Boss'),
      await makeUser(storage, 'Uma'),
      await makeUser(storage, 'Gus'),
    ]
    await users.setSupervised(boss, [uma, gus])
    await users.remove(uma)
    assert.equal(await users.supervises(boss, uma), false)
    assert.deepEqual(
      (await users.supervised(boss)).map((user) => user.name),
      ['Gus'],
    )
    await users.remove(boss)
    assert.deepEqual(await users.supervised(boss), [])
    assert.equal(await users.supervises(boss, gus), false)
    assert.ok(await users.byId(gus))
  })
}
