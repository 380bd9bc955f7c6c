import assert from 'node:assert/strict'
import { assertSameSet, at, found, makeDesk, makeStaff, makeUser } from './makers.js'
import type { Rule } from './rule.js'

export function userRules(rule: Rule): void {
  rule('users: a new one has no tickets, no disabled flag and no supervised users', async (storage) => {
    const user = {
      name: 'Uma User',
      email: 'uma@customer.example',
      password: '$2a$10$hash',
      signupDate: at(3),
      verificationToken: 'abc',
      verificationExpiresAt: new Date(1234),
      notRegistered: true,
    }
    const id = found(await storage.users.insert(user))
    assert.equal(id, 1)
    const stored = { id, ...user, tickets: 0, disabled: null, supervisor: false }
    assert.deepEqual(await storage.users.byId(id), stored)
    assert.deepEqual(await storage.users.byEmail('uma@customer.example'), stored)
  })

  rule('users: an unknown id or e-mail finds none', async (storage) => {
    assert.equal(await storage.users.byId(1), undefined)
    assert.equal(await storage.users.byEmail('uma@customer.example'), undefined)
    assert.deepEqual(await storage.users.byIds([1, 2]), [])
  })

  rule('users: e-mails are unique without case, and a refused user uses up no id', async (storage) => {
    const uma = await makeUser(storage, 'Uma')
    const user = {
      name: 'Other',
      password: 'x',
      signupDate: at(0),
      verificationToken: null,
      notRegistered: false,
    }
    assert.equal(await storage.users.insert({ ...user, email: 'uma@customer.example' }), undefined)
    assert.equal(await storage.users.insert({ ...user, email: 'UMA@customer.example' }), undefined)
    assert.equal((await storage.users.byEmail('Uma@Customer.Example'))?.id, uma)
    assert.equal(await makeUser(storage, 'Gus'), uma + 1)
  })

  rule('users: an e-mail may belong to a user and to a staff member', async (storage) => {
    await makeStaff(storage, 'Uma', { email: 'uma@customer.example' })
    await makeUser(storage, 'Uma')
    assert.equal((await storage.users.byEmail('uma@customer.example'))?.name, 'Uma')
  })

  rule('users: by ids returns those that exist', async (storage) => {
    const [uma, gus] = [await makeUser(storage, 'Uma'), await makeUser(storage, 'Gus')]
    await makeUser(storage, 'Ida')
    assertSameSet(
      (await storage.users.byIds([gus, 99, uma, gus])).map((user) => user.name),
      ['Uma', 'Gus'],
    )
    assert.deepEqual(await storage.users.byIds([]), [])
  })

  rule('users: an update changes only what the patch names', async (storage) => {
    const id = await makeUser(storage, 'Uma', { verificationToken: 'abc', notRegistered: true })
    const before = found(await storage.users.byId(id))
    const patch = {
      name: 'Una',
      email: 'una@customer.example',
      password: 'new',
      verificationToken: null,
      disabled: true,
      notRegistered: false,
    }
    assert.equal(await storage.users.update(id, patch), true)
    assert.deepEqual(await storage.users.byId(id), { ...before, ...patch })
    assert.equal(await storage.users.update(id, { disabled: false }), true)
    assert.deepEqual(await storage.users.byId(id), { ...before, ...patch, disabled: false })
    assert.equal(await storage.users.byEmail('uma@customer.example'), undefined)
    assert.equal((await storage.users.byEmail('una@customer.example'))?.id, id)
  })

  rule('users: an update returns whether the user exists, also when it changes nothing', async (storage) => {
    const id = await makeUser(storage, 'Uma')
    assert.equal(await storage.users.update(id, { name: 'Uma' }), true)
    assert.equal(await storage.users.update(id, { email: 'uma@customer.example' }), true)
    assert.equal(await storage.users.update(id, {}), true)
    assert.equal(await storage.users.update(99, { name: 'x' }), false)
    assert.equal(await storage.users.update(99, {}), false)
  })

  rule('users: an update to a taken e-mail writes nothing', async (storage) => {
    await makeUser(storage, 'Uma')
    const id = await makeUser(storage, 'Gus')
    const before = await storage.users.byId(id)
    assert.equal(await storage.users.update(id, { name: 'New', email: 'uma@customer.example' }), false)
    assert.equal(await storage.users.update(id, { email: 'UMA@customer.example' }), false)
    assert.deepEqual(await storage.users.byId(id), before)
  })

  rule('users: the counter of tickets is raised and lowered', async (storage) => {
    const [uma, gus] = [await makeUser(storage, 'Uma'), await makeUser(storage, 'Gus')]
    await storage.users.addTickets(uma, 3)
    await storage.users.addTickets(uma, -1)
    await storage.users.addTickets(99, 1)
    assert.equal((await storage.users.byId(uma))?.tickets, 2)
    assert.equal((await storage.users.byId(gus))?.tickets, 0)
    await storage.users.addTickets(uma, -5)
    assert.equal((await storage.users.byId(uma))?.tickets, 0)
  })

  rule('users: concurrent changes of the counter are all counted', async (storage) => {
    const uma = await makeUser(storage, 'Uma')
    await Promise.all(Array.from({ length: 10 }, () => storage.users.addTickets(uma, 1)))
    assert.equal((await storage.users.byId(uma))?.tickets, 10)
  })

  rule('users: a sign-up date has minute precision', async (storage) => {
    const id = await makeUser(storage, 'Uma', { signupDate: new Date(at(1).getTime() + 59_999) })
    assert.deepEqual((await storage.users.byId(id))?.signupDate, at(1))
  })

  rule(
    'users: a removed one takes sessions and fields along, what was written stays without author',
    async (storage) => {
      const { stan, ticket, event } = await makeDesk(storage)
      const gus = await makeUser(storage, 'Gus')
      // A staff member with the same id.
      assert.equal(await makeStaff(storage, 'Sam'), gus)
      const ref = { kind: 'user', id: gus } as const
      const fieldId = found(
        await storage.customFields.insert({ name: 'City', description: '', type: 'text', options: [] }),
      )
      await storage.users.setCustomFieldValues(gus, [{ fieldId, value: 'Bern', optionId: null }])
      await ticket({ ticketNumber: 5, author: ref, authorName: 'Gus' }, { owner: stan.id })
      const comment = await event(1, { author: ref })
      await storage.logs.add({ type: 'COMMENT', to: '5', date: at(0), authorName: 'Gus', author: ref })
      for (const account of [ref, { kind: 'staff', id: gus } as const]) {
        const hash = `${account.kind}-${gus}`
        await storage.sessions.insert({ tokenHash: hash, account, ticketNumber: null, expiresAt: at(60) })
        await storage.rememberTokens.insert({
          tokenHash: hash,
          account,
          ip: null,
          createdAt: at(0),
          expiresAt: at(60),
        })
      }
      assert.equal(await storage.users.remove(gus), true)
      assert.equal(await storage.users.byId(gus), undefined)
      assert.deepEqual(await storage.users.customFieldValues(gus), [])
      assert.equal(await storage.sessions.byTokenHash(`user-${gus}`), undefined)
      assert.equal(await storage.rememberTokens.byTokenHash(`user-${gus}`), undefined)
      assert.ok(await storage.sessions.byTokenHash(`staff-${gus}`))
      assert.ok(await storage.rememberTokens.byTokenHash(`staff-${gus}`))
      const details = found(await storage.tickets.detailsByNumber(5))
      assert.deepEqual([details.author, details.authorName, details.owner?.id], [null, 'Gus', stan.id])
      assert.deepEqual(details.authorCustomFields, [])
      assert.equal((await storage.tickets.eventById(comment))?.author, null)
      assert.equal((await storage.tickets.eventById(comment))?.ticketAuthor, null)
      const [entry] = await storage.logs.list({ offset: 0, limit: 1 })
      assert.deepEqual([entry?.author, entry?.authorName], [null, 'Gus'])
      assert.equal(await storage.users.remove(gus), false)
      assert.equal(await makeUser(storage, 'Gus'), gus + 1)
    },
  )
}
