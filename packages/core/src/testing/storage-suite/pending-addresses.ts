import assert from 'node:assert/strict'
import type { StoredPendingAddress } from '../../storage/index.js'
import { at, makeStaff, makeUser } from './makers.js'
import type { Rule } from './rule.js'

const pending = (more: Partial<StoredPendingAddress> = {}): Omit<StoredPendingAddress, 'id'> => ({
  account: { kind: 'user', id: 1 },
  email: 'new@customer.example',
  tokenHash: 'aa',
  signUp: null,
  expiresAt: new Date(at(60).getTime() + 7),
  ...more,
})

export function pendingAddressRules(rule: Rule): void {
  rule('pending addresses: are returned as stored, oldest first', async (storage) => {
    const { pendingAddresses } = storage
    await makeUser(storage, 'Uma')
    await makeStaff(storage, 'Stan')
    const customFields = [{ fieldId: 1, value: 'Bërn', optionId: null }]
    const all = [
      pending(),
      pending({ account: { kind: 'staff', id: 1 }, tokenHash: 'bb' }),
      pending({ tokenHash: 'cc', signUp: { name: 'Ü "a"', password: '$2y$', customFields } }),
    ]
    const stored = []
    for (const one of all) stored.push({ id: await pendingAddresses.insert(one), ...one })
    assert.deepEqual(await pendingAddresses.byEmail('NEW@customer.example'), stored)
    assert.deepEqual(await pendingAddresses.byEmail('new@customer.example '), [])
    for (const one of stored) assert.deepEqual(await pendingAddresses.byId(one.id), one)
    assert.equal(await pendingAddresses.byId(99), undefined)
  })

  rule('pending addresses: get other tokens, and are used once', async ({ pendingAddresses }) => {
    const id = await pendingAddresses.insert(pending())
    assert.equal(await pendingAddresses.renew(id, 'bb', at(90)), true)
    assert.equal(await pendingAddresses.renew(id, 'bb', at(90)), true)
    assert.equal(await pendingAddresses.renew(99, 'bb', at(90)), false)
    assert.deepEqual(await pendingAddresses.byId(id), {
      id,
      ...pending({ tokenHash: 'bb', expiresAt: at(90) }),
    })
    const removed = await Promise.all([pendingAddresses.remove(id), pendingAddresses.remove(id)])
    assert.deepEqual(removed.toSorted(), [false, true])
    assert.deepEqual(await pendingAddresses.byEmail('new@customer.example'), [])
  })

  rule('pending addresses: are removed by account, by expiry, and with the account', async (storage) => {
    const { pendingAddresses } = storage
    const [uma, gus] = [await makeUser(storage, 'Uma'), await makeUser(storage, 'Gus')]
    const stan = await makeStaff(storage, 'Stan')
    const add = (kind: 'user' | 'staff', id: number, minutes: number) =>
      pendingAddresses.insert(pending({ account: { kind, id }, expiresAt: at(minutes) }))
    const ids = [
      await add('user', uma, 60),
      await add('staff', stan, 60),
      await add('user', gus, 60),
      await add('user', gus, 30),
    ]
    const left = async () => {
      const found = await Promise.all(ids.map((id) => pendingAddresses.byId(id)))
      return found.map((one) => one !== undefined)
    }
    await pendingAddresses.removeExpired(at(30))
    assert.deepEqual(await left(), [true, true, true, false])
    await pendingAddresses.removeOf({ kind: 'user', id: uma })
    assert.deepEqual(await left(), [false, true, true, false])
    await storage.users.remove(gus)
    assert.deepEqual(await left(), [false, true, false, false])
    await storage.staff.remove(stan)
    assert.deepEqual(await left(), [false, false, false, false])
  })
}
