import assert from 'node:assert/strict'
import { at, makeStaff, makeUser } from './makers.js'
import type { Rule } from './rule.js'

const kept = 'kim@shop.example'

/** Similar addresses, each of which some database considers equal. */
const lookalikes = [
  'k\u00edm@shop.example',
  'ki\u0301m@shop.example',
  '\u212aim@shop.example',
  'K\u0130M@shop.example',
  'k\u0131m@shop.example',
  '\uff4b\uff49\uff4d@shop.example',
  'kim\uff20shop.example',
  'kim@shop.example ',
  ' kim@shop.example',
  'kim@shop.example\t',
  'kim\u200b@shop.example',
  'kim\u00ad@shop.example',
  '\u{1d424}im@shop.example',
  'kim@\u015fhop.example',
  'kim@\u017fhop.example',
  'kim@shop.example\u0001',
  '%',
  'k_m@shop.example',
]

export function addressRules(rule: Rule): void {
  rule('addresses: letter case of A to Z makes no difference', async (storage) => {
    const id = await makeUser(storage, 'Kim', { email: 'Kim@Shop.EXAMPLE' })
    await makeStaff(storage, 'Kim', { email: 'KIM@shop.example' })
    assert.equal(await storage.bans.add('kiM@shop.example'), true)
    for (const email of [kept, 'KIM@SHOP.EXAMPLE', 'Kim@Shop.EXAMPLE']) {
      assert.equal((await storage.users.byEmail(email))?.email, kept)
      assert.equal((await storage.staff.byEmail(email))?.email, kept)
      assert.equal(await storage.bans.has(email), true)
    }
    await storage.users.update(id, { email: 'KIM@other.example' })
    assert.equal((await storage.users.byId(id))?.email, 'kim@other.example')
    assert.deepEqual(await storage.bans.all(), [kept])
  })

  rule('addresses: any other difference makes a different address', async (storage) => {
    await makeUser(storage, 'Kim', { email: kept })
    await makeStaff(storage, 'Kim', { email: kept })
    await storage.bans.add(kept)
    const token = { kind: 'user', purpose: 'recovery', expiresAt: at(60) } as const
    await storage.passwordTokens.insert({ ...token, email: kept, tokenHash: 'kim' })
    for (const email of lookalikes) {
      const name = JSON.stringify(email)
      assert.equal(await storage.users.byEmail(email), undefined, name)
      assert.equal(await storage.staff.byEmail(email), undefined, name)
      assert.equal(await storage.bans.has(email), false, name)
      assert.equal(await storage.bans.remove(email), false, name)
      assert.equal(await storage.passwordTokens.open(email, 'user', 'recovery'), undefined, name)
      await storage.passwordTokens.removeOf(email, 'user')
    }
    assert.ok(await storage.passwordTokens.byTokenHash('kim'))
  })

  rule('addresses: lookalikes may all have accounts', async (storage) => {
    const ids = new Map<string, number>()
    for (const email of [kept, ...lookalikes]) {
      ids.set(email, await makeUser(storage, 'Kim', { email }))
      await makeStaff(storage, 'Kim', { email })
      assert.equal(await storage.bans.add(email), true, JSON.stringify(email))
    }
    for (const [email, id] of ids) {
      assert.equal((await storage.users.byEmail(email))?.id, id, JSON.stringify(email))
      assert.equal((await storage.staff.byEmail(email))?.id, id, JSON.stringify(email))
    }
  })
}
