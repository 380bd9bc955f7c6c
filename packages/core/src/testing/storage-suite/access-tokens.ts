import assert from 'node:assert/strict'
import { at, makeStaff } from './makers.js'
import type { Rule } from './rule.js'

const token = {
  name: 'Web shop ü',
  tokenHash: 'aa',
  ending: '0a1b',
  level: 2,
  scopes: ['ticket.create', 'ticket.*'],
  departments: [2, 1],
  createdAt: at(0),
  expiresAt: at(60),
} as const
const unused = { revokedAt: null, lastUsedAt: null }

export function accessTokenRules(rule: Rule): void {
  rule('access tokens: are found by their hash, and listed by id', async (storage) => {
    const { accessTokens } = storage
    const staffId = await makeStaff(storage, 'Stan')
    const id = await accessTokens.insert({ ...token, staffId })
    const everywhere = { ...token, staffId, tokenHash: 'bb', departments: null }
    const otherId = await accessTokens.insert(everywhere)
    const first = { id, staffId, ...token, ...unused }
    assert.deepEqual(await accessTokens.byHash('aa'), first)
    assert.equal(await accessTokens.byHash('cc'), undefined)
    assert.deepEqual(await accessTokens.all(), [first, { id: otherId, ...everywhere, ...unused }])
  })

  rule('access tokens: are revoked once, and say when they were used', async (storage) => {
    const { accessTokens } = storage
    const id = await accessTokens.insert({ ...token, staffId: await makeStaff(storage, 'Stan') })
    await accessTokens.touch(id, at(3))
    assert.equal(await accessTokens.revoke(id, at(4)), true)
    assert.equal(await accessTokens.revoke(id, at(5)), false)
    assert.equal(await accessTokens.revoke(id + 1, at(5)), false)
    const kept = await accessTokens.byHash('aa')
    assert.deepEqual([kept?.lastUsedAt, kept?.revokedAt], [at(3), at(4)])
  })

  rule('access tokens: are removed once they have ended, and with their staff member', async (storage) => {
    const { accessTokens } = storage
    const [stan, mia] = [await makeStaff(storage, 'Stan'), await makeStaff(storage, 'Mia')]
    await accessTokens.insert({ ...token, staffId: stan, expiresAt: at(9) })
    const revoked = await accessTokens.insert({ ...token, tokenHash: 'bb', staffId: stan })
    await accessTokens.revoke(revoked, at(9))
    await accessTokens.insert({ ...token, tokenHash: 'cc', staffId: stan, expiresAt: at(10) })
    await accessTokens.insert({ ...token, tokenHash: 'dd', staffId: mia })
    const left = async () => (await accessTokens.all()).map(({ tokenHash }) => tokenHash)
    await accessTokens.removeEnded(at(9))
    assert.deepEqual(await left(), ['aa', 'bb', 'cc', 'dd'])
    await accessTokens.removeEnded(at(10))
    assert.deepEqual(await left(), ['cc', 'dd'])
    await storage.staff.remove(stan)
    assert.deepEqual(await left(), ['dd'])
  })
}
