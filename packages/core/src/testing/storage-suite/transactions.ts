import assert from 'node:assert/strict'
import type { Storage } from '../../storage/index.js'
import { at, makeDesk, makeStaff, makeUser } from './makers.js'
import type { Rule } from './rule.js'

class Stop extends Error {}

/** Runs work in a transaction that fails afterwards. */
const failing = (storage: Storage, work: (tx: Storage) => Promise<unknown>) =>
  assert.rejects(
    storage.transaction(async (tx) => {
      await work(tx)
      throw new Stop()
    }),
    Stop,
  )

/** A promise, and the function that resolves it. */
function signal() {
  let give: () => void = () => {}
  const given = new Promise<void>((resolve) => {
    give = resolve
  })
  return { give, given }
}

export function transactionRules(rule: Rule): void {
  rule('transactions: return the result of the work, and commit its writes', async (storage) => {
    const id = await storage.transaction(async (tx) => {
      const made = await makeUser(tx, 'Uma')
      await tx.users.addTickets(made, 1)
      assert.equal((await tx.users.byId(made))?.tickets, 1)
      return made
    })
    assert.equal((await storage.users.byId(id))?.tickets, 1)
  })

  rule('transactions: a failed one writes nothing', async (storage) => {
    await failing(storage, async (tx) => {
      const desk = await makeDesk(tx)
      const tag = (await tx.tags.insert({ name: 'red', color: '#f00' })) ?? 0
      const id = await desk.ticket({ ticketNumber: 5 }, { owner: desk.stan.id, tags: [tag] })
      await desk.event(id)
      await tx.staff.setDepartments(desk.stan.id, [desk.department])
      await tx.settings.install({ title: 'Desk' }, [{ code: 'en', allowed: true, supported: true }])
      await tx.outbox.add([{ template: 'X', to: 'a', language: 'en', variables: {}, createdAt: at(0) }])
      await tx.logs.add({ type: 'SIGNUP', to: null, date: at(0), authorName: '', author: null })
      await tx.bans.add('a@spam.example')
    })
    assert.equal(await storage.tickets.byNumber(5), undefined)
    assert.equal(await storage.users.byEmail('uma@customer.example'), undefined)
    assert.equal(await storage.staff.count(), 0)
    assert.deepEqual(await storage.departments.all(), [])
    assert.deepEqual(await storage.tags.all(), [])
    assert.deepEqual({ ...(await storage.settings.all()) }, {})
    assert.deepEqual(await storage.settings.languages(), [])
    assert.deepEqual(await storage.outbox.claim(at(1), at(2), 10), [])
    assert.deepEqual(await storage.logs.list({ offset: 0, limit: 10 }), [])
    assert.equal(await storage.bans.has('a@spam.example'), false)
    // Whether the ids are reused is up to the database.
    const desk = await makeDesk(storage)
    assert.ok((await desk.ticket({ ticketNumber: 5 })) > 0)
  })

  rule('transactions: changes and removals of a failed one are rolled back', async (storage) => {
    const { department, uma, stan, ticket, event, ids } = await makeDesk(storage)
    await storage.staff.setDepartments(stan.id, [department])
    const gus = await makeUser(storage, 'Gus')
    await storage.users.setSupervised(gus, [uma.id])
    const tag = (await storage.tags.insert({ name: 'red', color: '#f00' })) ?? 0
    await storage.tags.insert({ name: 'blue', color: '#00f' })
    await storage.departments.insert({ name: 'Sales', private: false })
    const first = await ticket({ ticketNumber: 5 }, { owner: stan.id, tags: [tag] })
    const second = await ticket({ ticketNumber: 6, author: stan })
    const comment = await event(first)
    await event(first)
    await event(second, { author: stan })
    const everything = async () => ({
      tickets: [await storage.tickets.detailsByNumber(5), await storage.tickets.detailsByNumber(6)],
      order: await ids({}),
      users: (await storage.users.list({ orderBy: 'id', desc: false, offset: 0, limit: 9 })).users,
      staff: await storage.staff.all(),
      departments: await storage.departments.all(),
      supervised: await storage.users.supervised(gus),
      tags: await storage.tags.all(),
      found: await ids({ text: 'comment' }),
    })
    const before = await everything()
    await failing(storage, async (tx) => {
      await tx.users.update(uma.id, { name: 'Other', email: 'other@customer.example' })
      await tx.tickets.editEvent(comment, 'edited')
      await tx.tickets.removeTag(first, tag)
      await tx.tags.remove(tag)
      await tx.staff.remove(stan.id)
      await tx.users.remove(uma.id)
      await tx.tickets.update(second, { title: 'Other' })
      await tx.tickets.remove(first)
      await tx.departments.remove(department)
    })
    assert.deepEqual(await everything(), before)
    assert.equal((await storage.users.byEmail('uma@customer.example'))?.id, uma.id)
    assert.equal(await storage.users.byEmail('other@customer.example'), undefined)
  })

  rule('transactions: a refused insert does not spoil the rest', async (storage) => {
    await makeUser(storage, 'Uma')
    await storage.transaction(async (tx) => {
      const user = {
        name: 'x',
        password: 'x',
        signupDate: at(0),
        verificationToken: null,
        notRegistered: false,
      }
      assert.equal(await tx.users.insert({ ...user, email: 'uma@customer.example' }), undefined)
      await makeUser(tx, 'Gus')
    })
    assert.equal((await storage.users.byEmail('gus@customer.example'))?.id, 2)
  })

  rule(
    'transactions: a part that fails is rolled back by itself, and parts of it with it',
    async (storage) => {
      await storage.transaction(async (tx) => {
        await makeUser(tx, 'Uma')
        await failing(tx, async (part) => {
          await makeUser(part, 'Gus')
          await part.transaction((inner) => makeUser(inner, 'Ina'))
        })
        await tx.transaction(async (part) => {
          await makeUser(part, 'Lea')
          await failing(part, (inner) => makeUser(inner, 'Max'))
        })
      })
      const { users } = await storage.users.list({ orderBy: 'id', desc: false, offset: 0, limit: 9 })
      assert.deepEqual(
        users.map(({ name }) => name),
        ['Uma', 'Lea'],
      )
    },
  )

  rule('transactions: one inside another is a part of it', async (storage) => {
    await failing(storage, (tx) => tx.transaction((inner) => makeUser(inner, 'Uma')))
    assert.equal(await storage.users.byEmail('uma@customer.example'), undefined)
    const id = await storage.transaction((tx) => tx.transaction((inner) => makeUser(inner, 'Uma')))
    assert.ok(await storage.users.byId(id))
  })

  rule('transactions: others see all of one or nothing', async (storage) => {
    const written = signal()
    const running = storage.transaction(async (tx) => {
      await makeUser(tx, 'Uma')
      written.give()
      for (let n = 0; n < 20; n++) await tx.users.byId(1)
      await makeUser(tx, 'Gus')
    })
    await written.given
    const { users } = await storage.users.list({ orderBy: 'id', desc: false, offset: 0, limit: 9 })
    await running
    assert.ok(users.length === 0 || users.length === 2, `${users.length} of 2 users were seen`)
  })

  rule('transactions: others never see the writes of a failed one', async (storage) => {
    const written = signal()
    const running = failing(storage, async (tx) => {
      await makeUser(tx, 'Uma')
      written.give()
      for (let n = 0; n < 20; n++) await tx.users.byId(1)
    })
    await written.given
    assert.equal(await storage.users.byEmail('uma@customer.example'), undefined)
    await running
  })

  rule('transactions: a write outside is not lost with a failed one', async (storage) => {
    const written = signal()
    const running = failing(storage, async (tx) => {
      await makeUser(tx, 'Uma')
      written.give()
      for (let n = 0; n < 20; n++) await tx.users.byId(1)
    })
    await written.given
    await makeStaff(storage, 'Stan')
    await running
    assert.equal((await storage.staff.byEmail('stan@helpdesk.example'))?.id, 1)
    assert.equal(await storage.users.byEmail('uma@customer.example'), undefined)
  })

  rule('transactions: of those that run at the same time no update is lost', async (storage) => {
    const uma = await makeUser(storage, 'Uma')
    const gus = await makeUser(storage, 'Gus')
    await storage.users.addTickets(gus, 15)
    await Promise.all(
      Array.from({ length: 10 }, () =>
        storage.transaction(async (tx) => {
          await tx.users.addTickets(uma, 1)
          await tx.users.addTickets(gus, -1)
        }),
      ),
    )
    assert.equal((await storage.users.byId(uma))?.tickets, 10)
    assert.equal((await storage.users.byId(gus))?.tickets, 5)
  })

  rule('transactions: after a failed one the next one runs', async (storage) => {
    const results = await Promise.allSettled([
      storage.transaction(() => Promise.reject(new Stop())),
      storage.transaction((tx) => makeUser(tx, 'Uma')),
    ])
    assert.deepEqual(
      results.map((result) => result.status),
      ['rejected', 'fulfilled'],
    )
    assert.ok(await storage.users.byId(1))
  })
}
