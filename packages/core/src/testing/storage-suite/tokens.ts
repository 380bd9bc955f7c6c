import assert from 'node:assert/strict'
import type { StoredPasswordToken } from '../../storage/index.js'
import { at } from './makers.js'
import type { Rule } from './rule.js'

const token = (
  tokenHash: string,
  more: Partial<StoredPasswordToken> = {},
): Omit<StoredPasswordToken, 'id'> => ({
  tokenHash,
  email: 'uma@customer.example',
  kind: 'user',
  purpose: 'recovery',
  expiresAt: new Date(at(60).getTime() + 7000),
  ...more,
})

export function tokenRules(rule: Rule): void {
  rule('password tokens: found by hash, and as the open one', async ({ passwordTokens }) => {
    await passwordTokens.insert(token('aa'))
    const stored = { id: 1, ...token('aa') }
    assert.deepEqual(await passwordTokens.byTokenHash('aa'), stored)
    assert.deepEqual(await passwordTokens.open('UMA@customer.example', 'user', 'recovery'), stored)
    assert.equal(await passwordTokens.byTokenHash('bb'), undefined)
    assert.equal(await passwordTokens.open('uma@customer.example', 'staff', 'recovery'), undefined)
    assert.equal(await passwordTokens.open('uma@customer.example', 'user', 'invitation'), undefined)
    assert.equal(await passwordTokens.open('gus@customer.example', 'user', 'recovery'), undefined)
  })

  rule(
    'password tokens: a new one replaces that of the same account and purpose',
    async ({ passwordTokens }) => {
      await passwordTokens.insert(token('old'))
      await passwordTokens.insert(token('staff', { kind: 'staff' }))
      await passwordTokens.insert(token('invited', { purpose: 'invitation' }))
      await passwordTokens.insert(token('gus', { email: 'gus@customer.example' }))
      await passwordTokens.insert(token('new'))
      assert.equal(await passwordTokens.byTokenHash('old'), undefined)
      for (const hash of ['staff', 'invited', 'gus', 'new']) {
        assert.ok(await passwordTokens.byTokenHash(hash), hash)
      }
      assert.equal((await passwordTokens.open('uma@customer.example', 'user', 'recovery'))?.tokenHash, 'new')
    },
  )

  rule('password tokens: used once', async ({ passwordTokens }) => {
    await passwordTokens.insert(token('aa'))
    const results = await Promise.all([passwordTokens.remove(1), passwordTokens.remove(1)])
    assert.deepEqual(results.toSorted(), [false, true])
    assert.equal(await passwordTokens.byTokenHash('aa'), undefined)
  })

  rule('password tokens: all of an account are removed, others stay', async ({ passwordTokens }) => {
    await passwordTokens.insert(token('aa'))
    await passwordTokens.insert(token('bb', { purpose: 'invitation' }))
    await passwordTokens.insert(token('staff', { kind: 'staff' }))
    await passwordTokens.insert(token('gus', { email: 'gus@customer.example' }))
    await passwordTokens.removeOf('Uma@customer.example', 'user')
    const left = []
    for (const hash of ['aa', 'bb', 'staff', 'gus']) {
      if (await passwordTokens.byTokenHash(hash)) left.push(hash)
    }
    assert.deepEqual(left, ['staff', 'gus'])
  })
}
