import assert from 'node:assert/strict'
import { makeAccounts } from './makers.js'
import type { Rule } from './rule.js'

export function identityRules(rule: Rule): void {
  rule('identities: are found by their hash and by their account', async ({ identities }) => {
    const account = { kind: 'user', id: 1 } as const
    const identity = { identityHash: 'aa', externalId: 'Über/1 ', account }
    assert.equal(await identities.insert(identity), true)
    assert.deepEqual(await identities.byHash('aa'), identity)
    assert.deepEqual(await identities.byAccount(account), identity)
    assert.equal(await identities.byHash('bb'), undefined)
    assert.equal(await identities.byAccount({ kind: 'staff', id: 1 }), undefined)
  })

  rule('identities: link an account once, and a person once', async ({ identities }) => {
    const account = { kind: 'user', id: 1 } as const
    await identities.insert({ identityHash: 'aa', externalId: 'a', account })
    const other = { kind: 'user', id: 2 } as const
    assert.equal(await identities.insert({ identityHash: 'bb', externalId: 'b', account }), false)
    assert.equal(await identities.insert({ identityHash: 'aa', externalId: 'a', account: other }), false)
    const staff = { kind: 'staff', id: 1 } as const
    assert.equal(await identities.insert({ identityHash: 'cc', externalId: 'a', account: staff }), true)
    assert.deepEqual((await identities.byHash('aa'))?.account, account)
    await identities.remove('aa')
    assert.equal(await identities.byHash('aa'), undefined)
    assert.equal(await identities.insert({ identityHash: 'bb', externalId: 'b', account }), true)
  })

  rule('identities: are removed with their account only', async (storage) => {
    const { identities } = storage
    const { uma, gus, stan } = await makeAccounts(storage, (account) =>
      identities.insert({ identityHash: `${account.kind} ${account.id}`, externalId: 'x', account }),
    )
    const left = async () => {
      const hashes = [`user ${uma}`, `user ${gus}`, `staff ${stan}`]
      return Promise.all(hashes.map(async (hash) => (await identities.byHash(hash)) !== undefined))
    }
    await storage.users.remove(uma)
    assert.deepEqual(await left(), [false, true, true])
    assert.deepEqual(await storage.users.removeFirst(5), [gus])
    assert.deepEqual(await left(), [false, false, true])
    await storage.staff.remove(stan)
    assert.deepEqual(await left(), [false, false, false])
  })
}
