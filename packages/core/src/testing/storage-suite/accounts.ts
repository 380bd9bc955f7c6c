import assert from 'node:assert/strict'
import type { AccountRef, PeopleSearch, Storage } from '../../storage/index.js'
import { assertSameSet, makeStaff, makeUser } from './makers.js'
import type { Rule } from './rule.js'

const names = async (storage: Storage, query: Partial<PeopleSearch> = {}) =>
  (await storage.people.search({ usersOnly: false, except: [], limit: 10, ...query })).map(
    (person) => person.name,
  )

export function accountRules(rule: Rule): void {
  rule('people: without a name all by id, staff before users', async (storage) => {
    for (const name of ['Uma', 'Gus', 'Ida']) await makeUser(storage, name)
    for (const name of ['Stan', 'Olga']) await makeStaff(storage, name, { profilePic: `p_${name}.png` })
    assert.deepEqual(await names(storage), ['Stan', 'Uma', 'Olga', 'Gus', 'Ida'])
    assert.deepEqual(await names(storage, { limit: 2 }), ['Stan', 'Uma'])
    assert.deepEqual(await storage.people.search({ usersOnly: false, except: [], limit: 2 }), [
      { kind: 'staff', id: 1, name: 'Stan', email: 'stan@helpdesk.example', profilePic: 'p_Stan.png' },
      { kind: 'user', id: 1, name: 'Uma', email: 'uma@customer.example', profilePic: null },
    ])
  })

  rule('people: by name, those that start with it first, then staff, then by id', async (storage) => {
    await makeUser(storage, 'Emilia')
    await makeUser(storage, 'eemilia')
    await makeUser(storage, 'EMIL', { email: 'b@customer.example' })
    await makeUser(storage, 'Gus', { email: 'emil@customer.example' })
    await makeStaff(storage, 'Tom Emil', { email: 'tom@helpdesk.example' })
    await makeStaff(storage, 'Emily', { email: 'emily@helpdesk.example' })
    assert.deepEqual(await names(storage, { name: 'emil' }), [
      'Emily',
      'Emilia',
      'EMIL',
      'Tom Emil',
      'eemilia',
    ])
    assert.deepEqual(await names(storage, { name: 'EMIL', limit: 2 }), ['Emily', 'Emilia'])
    assert.deepEqual(await names(storage, { name: 'nobody' }), [])
  })

  rule('people: users only, and without the excluded accounts', async (storage) => {
    for (const name of ['Uma', 'Gus']) await makeUser(storage, name)
    for (const name of ['Stan', 'Olga']) await makeStaff(storage, name)
    const except: AccountRef[] = [
      { kind: 'staff', id: 1 },
      { kind: 'user', id: 2 },
    ]
    assert.deepEqual(await names(storage, { usersOnly: true }), ['Uma', 'Gus'])
    assert.deepEqual(await names(storage, { except }), ['Uma', 'Olga'])
    assert.deepEqual(await names(storage, { except, limit: 1 }), ['Uma'])
    assert.deepEqual(await names(storage, { usersOnly: true, except }), ['Uma'])
  })

  rule('people: wildcards of a database are matched literally', async (storage) => {
    await makeUser(storage, 'plain')
    await makeUser(storage, '50% off', { email: 'a@customer.example' })
    await makeStaff(storage, 'a_b')
    await makeStaff(storage, 'c\\d', { email: 'c@helpdesk.example' })
    for (const [name, hit] of [
      ['%', '50% off'],
      ['_', 'a_b'],
      ['\\', 'c\\d'],
    ] as const) {
      assert.deepEqual(await names(storage, { name }), [hit], name)
    }
  })

  rule('people: by references returns those that exist', async (storage) => {
    await makeUser(storage, 'Uma')
    await makeUser(storage, 'Gus')
    await makeStaff(storage, 'Stan', { profilePic: 'p.png' })
    const uma: AccountRef = { kind: 'user', id: 1 }
    assertSameSet(
      await storage.people.byRefs([uma, { kind: 'staff', id: 1 }, { kind: 'staff', id: 2 }, uma]),
      [
        { kind: 'user', id: 1, name: 'Uma', email: 'uma@customer.example', profilePic: null },
        { kind: 'staff', id: 1, name: 'Stan', email: 'stan@helpdesk.example', profilePic: 'p.png' },
      ],
    )
    assert.deepEqual(await storage.people.byRefs([]), [])
  })
}
