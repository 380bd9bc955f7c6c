import assert from 'node:assert/strict'
import type { StoredSession } from '../../storage/index.js'
import { at, makeStaff, makeUser } from './makers.js'
import type { Rule } from './rule.js'

const seconds = (n: number) => new Date(at(0).getTime() + n * 1000)

const uma = { kind: 'user', id: 1 } as const
const stan = { kind: 'staff', id: 1 } as const
const gus = { kind: 'user', id: 2 } as const

export function sessionRules(rule: Rule): void {
  const withAccounts: Rule = (name, check) =>
    rule(name, async (storage, another) => {
      for (const user of ['Uma', 'Gus']) await makeUser(storage, user)
      await makeStaff(storage, 'Stan')
      await check(storage, another)
    })

  const session = (tokenHash: string, more: Partial<StoredSession> = {}): StoredSession => ({
    tokenHash,
    account: uma,
    ticketNumber: null,
    expiresAt: at(60),
    ...more,
  })

  withAccounts(
    'sessions: found by the hash of the token, expiry kept to the second',
    async ({ sessions }) => {
      const stored = [
        session('aa', { expiresAt: seconds(61) }),
        session('bb', { account: stan }),
        session('cc', { ticketNumber: 123_456 }),
        session('ee', { rememberHash: 'ff' }),
      ]
      for (const one of stored) await sessions.insert(one)
      for (const one of stored) assert.deepEqual((await sessions.byTokenHash(one.tokenHash))?.session, one)
      assert.equal(await sessions.byTokenHash('dd'), undefined)
    },
  )

  rule('sessions: come with their account as it is now', async (storage) => {
    const { sessions, users, staff, departments } = storage
    const userId = await makeUser(storage, 'Uma')
    const staffId = await makeStaff(storage, 'Stan')
    const served = []
    for (const name of ['Sales', 'Billing', 'Returns'])
      served.push(await departments.insert({ name, private: false }))
    await staff.setDepartments(staffId, served.toReversed())
    await sessions.insert(session('aa', { account: { kind: 'user', id: userId } }))
    await sessions.insert(session('bb', { account: { kind: 'staff', id: staffId } }))
    await users.update(userId, { name: 'Uma Thor', disabled: true })
    await staff.update(staffId, { level: 2, lastLogin: at(5) })
    const ofUser = await sessions.byTokenHash('aa')
    assert.deepEqual(ofUser?.user, await users.byId(userId))
    assert.equal(ofUser?.user?.name, 'Uma Thor')
    assert.deepEqual([ofUser?.staff, ofUser?.departmentIds], [undefined, []])
    const ofStaff = await sessions.byTokenHash('bb')
    assert.deepEqual(ofStaff?.staff, await staff.byId(staffId))
    assert.deepEqual([ofStaff?.user, ofStaff?.departmentIds], [undefined, served])
    await staff.setDepartments(staffId, [])
    assert.deepEqual((await sessions.byTokenHash('bb'))?.departmentIds, [])
  })

  withAccounts('sessions: are extended and removed one by one', async ({ sessions }) => {
    for (const hash of ['aa', 'bb']) await sessions.insert(session(hash))
    await sessions.extend('aa', seconds(7))
    await sessions.extend('zz', seconds(7))
    await sessions.remove('bb')
    await sessions.remove('zz')
    assert.deepEqual((await sessions.byTokenHash('aa'))?.session, session('aa', { expiresAt: seconds(7) }))
    assert.equal(await sessions.byTokenHash('bb'), undefined)
    assert.equal(await sessions.byTokenHash('zz'), undefined)
  })

  withAccounts('sessions: those of an account end, but the one named', async ({ sessions }) => {
    for (const hash of ['a1', 'a2', 'a3']) await sessions.insert(session(hash))
    await sessions.insert(session('other', { account: gus }))
    await sessions.insert(session('staff', { account: stan }))
    const left = async () => {
      const all = await Promise.all(['a1', 'a2', 'a3', 'other', 'staff'].map((h) => sessions.byTokenHash(h)))
      return all.flatMap((one) => one?.session.tokenHash ?? [])
    }
    await sessions.removeOf(uma, 'a2')
    assert.deepEqual(await left(), ['a2', 'other', 'staff'])
    await sessions.removeOf(uma)
    assert.deepEqual(await left(), ['other', 'staff'])
  })

  withAccounts('sessions: any number of expired ones is removed', async ({ sessions }) => {
    for (let each = 0; each < 501; each++)
      await sessions.insert(session(`over${each}`, { expiresAt: seconds(29) }))
    await sessions.insert(session('live', { expiresAt: seconds(31) }))
    await sessions.removeExpired(seconds(30))
    for (const each of [0, 250, 499, 500]) assert.equal(await sessions.byTokenHash(`over${each}`), undefined)
    assert.notEqual(await sessions.byTokenHash('live'), undefined)
  })

  withAccounts('sessions: those that expired are removed, to the second', async ({ sessions }) => {
    await sessions.insert(session('over', { expiresAt: seconds(29) }))
    await sessions.insert(session('live', { expiresAt: seconds(31) }))
    await sessions.removeExpired(seconds(30))
    assert.equal(await sessions.byTokenHash('over'), undefined)
    assert.ok(await sessions.byTokenHash('live'))
  })

  withAccounts('remember tokens: found by hash, used once', async ({ rememberTokens }) => {
    const token = {
      tokenHash: 'aa',
      account: uma,
      ip: '2001:db8::1',
      createdAt: at(1),
      expiresAt: seconds(99),
    }
    await rememberTokens.insert(token)
    await rememberTokens.insert({ ...token, tokenHash: 'bb', account: stan, ip: null })
    assert.deepEqual(await rememberTokens.byTokenHash('aa'), { id: 1, ...token })
    assert.deepEqual(await rememberTokens.byTokenHash('bb'), {
      id: 2,
      ...token,
      tokenHash: 'bb',
      account: stan,
      ip: null,
    })
    assert.deepEqual((await Promise.all([rememberTokens.remove(1), rememberTokens.remove(1)])).toSorted(), [
      false,
      true,
    ])
    assert.equal(await rememberTokens.byTokenHash('aa'), undefined)
    assert.ok(await rememberTokens.byTokenHash('bb'))
  })

  withAccounts('remember tokens: removed by account, and when expired', async ({ rememberTokens }) => {
    const add = (tokenHash: string, account: typeof uma | typeof gus | typeof stan, expiresAt: Date) =>
      rememberTokens.insert({ tokenHash, account, ip: null, createdAt: at(0), expiresAt })
    await add('uma', uma, at(60))
    await add('stan', stan, at(60))
    await add('over', gus, seconds(29))
    await add('live', gus, seconds(31))
    await rememberTokens.removeOf(uma)
    await rememberTokens.removeExpired(seconds(30))
    const left = []
    for (const hash of ['uma', 'stan', 'over', 'live']) {
      if (await rememberTokens.byTokenHash(hash)) left.push(hash)
    }
    assert.deepEqual(left, ['stan', 'live'])
  })
}
