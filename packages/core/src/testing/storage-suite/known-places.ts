import assert from 'node:assert/strict'
import { at, makeAccounts } from './makers.js'
import type { Rule } from './rule.js'

export function knownPlaceRules(rule: Rule): void {
  rule('known places: are found by their last use', async ({ knownPlaces }) => {
    const account = { kind: 'user', id: 1 } as const
    await knownPlaces.remember({ placeHash: 'aa', account, usedAt: at(1) })
    assert.equal(await knownPlaces.has('aa', at(1)), true)
    assert.equal(await knownPlaces.has('aa', at(2)), false)
    assert.equal(await knownPlaces.has('bb', at(0)), false)
    await knownPlaces.remember({ placeHash: 'aa', account, usedAt: at(5) })
    assert.equal(await knownPlaces.has('aa', at(5)), true)
    await knownPlaces.remember({ placeHash: 'bb', account, usedAt: at(4) })
    await knownPlaces.removeUnused(at(5))
    assert.equal(await knownPlaces.has('aa', at(0)), true)
    assert.equal(await knownPlaces.has('bb', at(0)), false)
  })

  rule('known places: are removed with their account only', async (storage) => {
    const { knownPlaces } = storage
    const { uma, gus, stan } = await makeAccounts(storage, (account) =>
      knownPlaces.remember({ placeHash: `${account.kind} ${account.id}`, account, usedAt: at(1) }),
    )
    const left = async () => {
      const hashes = [`user ${uma}`, `user ${gus}`, `staff ${stan}`]
      return Promise.all(hashes.map((hash) => knownPlaces.has(hash, at(0))))
    }
    await storage.users.remove(uma)
    assert.deepEqual(await left(), [false, true, true])
    await storage.users.removeAll()
    assert.deepEqual(await left(), [false, false, true])
    await storage.staff.remove(stan)
    assert.deepEqual(await left(), [false, false, false])
  })
}
