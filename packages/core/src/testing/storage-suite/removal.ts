import assert from 'node:assert/strict'
import type { Storage } from '../../storage/index.js'
import { assertSameSet, at, found, makeDesk, makeStaff, makeUser } from './makers.js'
import type { Rule } from './rule.js'

/** A desk with two tickets, by Uma and by Stan, that have every kind of dependent row. */
async function makeBusyDesk(storage: Storage) {
  const desk = await makeDesk(storage)
  const { stan, ticket, event } = desk
  const tag = found(await storage.tags.insert({ name: 'urgent', color: '#f00' }))
  const tickets = [
    await ticket({ ticketNumber: 5, title: 'Broken printer' }, { owner: stan.id, tags: [tag] }),
    await ticket({ ticketNumber: 6, author: stan, content: 'Broken phone' }, { tags: [tag] }),
  ]
  const events = [await event(1, { content: 'A broken cable' }), await event(2, { author: stan })]
  return { ...desk, tag, tickets, events }
}

export function removalRules(rule: Rule): void {
  rule('tickets: all of them go, with events, tags and links', async (storage) => {
    const { ids, tag, tickets, events, stan, uma, ticket, event } = await makeBusyDesk(storage)
    await storage.tickets.removeAll()
    assert.deepEqual(await ids({}), [])
    assert.equal(await storage.tickets.byNumber(5), undefined)
    for (const id of tickets) assert.deepEqual(await storage.tickets.contentsAndFiles(id), [])
    for (const id of events) assert.equal(await storage.tickets.eventById(id), undefined)
    assert.deepEqual(await storage.tickets.eventsLinkedToStaff(stan.id, { offset: 0, limit: 10 }), [])
    const [member] = await storage.staff.all()
    assert.equal(member?.assignedTickets, 0)
    assert.equal((await storage.tags.all()).length, 1)
    assert.ok(await storage.users.byId(uma.id))
    // Neither the numbers nor the dependent rows come back.
    const next = await ticket({ ticketNumber: 5 })
    assert.ok(!tickets.includes(next))
    assert.ok(!events.includes(await event(next)))
    const details = found(await storage.tickets.detailsByNumber(5))
    assert.deepEqual([details.tags, details.events.length, details.owner], [[], 1, null])
    assert.equal(await storage.tickets.addTag(next, tag), true)
    await storage.tickets.removeAll()
    await storage.tickets.removeAll()
  })

  rule('tickets: after all are removed, no text finds them, and new ones are found', async (storage) => {
    const { ids, ticket, event } = await makeBusyDesk(storage)
    assert.equal((await ids({ text: 'broken' })).length, 2)
    await storage.tickets.removeAll()
    assert.deepEqual(await ids({ text: 'broken' }), [])
    const id = await ticket({ title: 'Another', content: 'Nothing' })
    assert.deepEqual(await ids({ text: 'broken' }), [])
    await event(id, { content: 'It is broken' })
    assert.deepEqual(await ids({ text: 'broken' }), [id])
    assert.deepEqual(await ids({ text: 'another' }), [id])
  })

  rule('tickets: some of them go, with events, tags and links, and the others stay', async (storage) => {
    const { ids, tickets, events, stan } = await makeBusyDesk(storage)
    const [first = 0, second = 0] = tickets
    await storage.tickets.removeThese([])
    await storage.tickets.removeThese([first, 99])
    assert.deepEqual(await ids({}), [second])
    assert.deepEqual(await storage.tickets.contentsAndFiles(first), [])
    assert.equal(await storage.tickets.eventById(found(events[0])), undefined)
    assert.ok(await storage.tickets.eventById(found(events[1])))
    assert.deepEqual(await ids({ text: 'broken' }), [second])
    const linked = await storage.tickets.eventsLinkedToStaff(stan.id, { offset: 0, limit: 10 })
    assert.deepEqual(
      linked.map(({ ticketId }) => ticketId),
      [second],
    )
    assert.deepEqual((await storage.tickets.detailsByNumber(6))?.tags, ['urgent'])
    await storage.tickets.removeThese(tickets)
    assert.deepEqual(await ids({}), [])
  })

  rule('staff: a member leaves some tickets and events at a time', async (storage) => {
    const { stan, uma, ticket, event, ids } = await makeDesk(storage)
    const olga = await makeStaff(storage, 'Olga')
    const read = { unreadStaff: false }
    for (const ticketNumber of [5, 6, 7]) await ticket({ ticketNumber }, { owner: stan.id, ...read })
    await ticket({ ticketNumber: 8 }, { owner: olga, ...read })
    assert.deepEqual(await storage.staff.releaseOwned(stan.id, 2), [5, 6])
    assert.deepEqual(await storage.staff.releaseOwned(stan.id, 2), [7])
    assert.deepEqual(await storage.staff.releaseOwned(stan.id, 2), [])
    const heads = [5, 8].map(async (number) => found(await storage.tickets.byNumber(number)))
    const [released, other] = await Promise.all(heads)
    assert.deepEqual([released?.owner, released?.unreadStaff], [null, true])
    assert.deepEqual([other?.owner?.id, other?.unreadStaff], [olga, false])

    const id = await ticket({ ticketNumber: 9, author: stan, authorName: 'Stan' })
    for (const author of [stan, stan, stan, uma]) await event(id, { author })
    for (const author of [stan, uma])
      await storage.logs.add({ type: 'COMMENT', to: '9', date: at(0), authorName: 'Someone', author })
    const authors = async () =>
      (await storage.tickets.detailsByNumber(9))?.events.map(({ author }) => author?.kind ?? null)
    assert.equal(await storage.staff.leaveAuthored(stan.id, 2), false)
    assert.deepEqual(
      (await authors())?.filter((kind) => kind === 'staff'),
      ['staff'],
    )
    assert.equal(await storage.staff.leaveAuthored(stan.id, 3), true)
    assert.deepEqual(await authors(), [null, null, null, 'user'])
    const left = found(await storage.tickets.byNumber(9))
    assert.deepEqual([left.author, left.authorName], [null, 'Stan'])
    assert.deepEqual(await ids({ linkedToStaff: stan.id }), [])
    const logged = (await storage.logs.list({ offset: 0, limit: 2 })).map(
      ({ author }) => author?.kind ?? null,
    )
    assert.deepEqual(logged.sort(), [null, 'user'].sort())
    assert.ok(await storage.staff.byId(stan.id))
    assert.equal(await storage.staff.remove(stan.id), true)
  })

  rule('users: the first ones are removed with their rows, and the others stay', async (storage) => {
    const { uma, ticket } = await makeDesk(storage)
    const [ann, bob] = [await makeUser(storage, 'Ann'), await makeUser(storage, 'Bob')]
    await storage.users.setSupervised(uma.id, [ann, bob])
    await storage.users.setSupervised(bob, [bob])
    await ticket({ ticketNumber: 5 })
    const expiresAt = at(60)
    for (const [id, email] of [
      [uma.id, 'uma@customer.example'],
      [bob, 'bob@customer.example'],
    ] as const) {
      const account = { kind: 'user', id } as const
      await storage.sessions.insert({ tokenHash: `s${id}`, account, ticketNumber: null, expiresAt })
      await storage.rememberTokens.insert({
        tokenHash: `r${id}`,
        account,
        ip: null,
        createdAt: at(0),
        expiresAt,
      })
      for (const kind of ['user', 'staff'] as const) {
        const tokenHash = `${kind}${id}`
        await storage.passwordTokens.insert({ email, kind, purpose: 'recovery', tokenHash, expiresAt })
      }
    }
    assert.deepEqual(await storage.users.removeFirst(2), [uma.id, ann])
    assert.equal(await storage.users.byId(uma.id), undefined)
    assert.equal(await storage.users.byId(ann), undefined)
    assert.equal((await storage.users.byId(bob))?.supervisor, true)
    assert.deepEqual(
      (await storage.users.supervised(bob)).map(({ id }) => id),
      [bob],
    )
    assert.equal((await storage.tickets.byNumber(5))?.author, null)
    for (const [token, isThere] of [
      [await storage.sessions.byTokenHash(`s${uma.id}`), false],
      [await storage.rememberTokens.byTokenHash(`r${uma.id}`), false],
      [await storage.passwordTokens.byTokenHash(`user${uma.id}`), false],
      [await storage.passwordTokens.byTokenHash(`staff${uma.id}`), true],
      [await storage.sessions.byTokenHash(`s${bob}`), true],
      [await storage.rememberTokens.byTokenHash(`r${bob}`), true],
      [await storage.passwordTokens.byTokenHash(`user${bob}`), true],
    ] as const) {
      assert.equal(token !== undefined, isThere)
    }
    assert.deepEqual(await storage.users.removeFirst(2), [bob])
    assert.deepEqual(await storage.users.removeFirst(2), [])
  })

  rule('tickets: removing all also removes ticket sessions, and no other sessions', async (storage) => {
    const { uma, stan } = await makeDesk(storage)
    const session = { expiresAt: at(60), ticketNumber: null }
    await storage.sessions.insert({ ...session, tokenHash: 'ticket', account: uma, ticketNumber: 5 })
    await storage.sessions.insert({ ...session, tokenHash: 'user', account: uma })
    await storage.sessions.insert({ ...session, tokenHash: 'staff', account: stan })
    await storage.tickets.removeAll()
    assert.equal(await storage.sessions.byTokenHash('ticket'), undefined)
    assert.ok(await storage.sessions.byTokenHash('user'))
    assert.ok(await storage.sessions.byTokenHash('staff'))
  })

  rule('tickets: places in the sequence are not given again when all are gone', async (storage) => {
    const { ticket } = await makeDesk(storage)
    const before = []
    for (let count = 0; count < 3; count++) {
      before.push(await storage.tickets.nextSequence())
      await ticket()
    }
    await storage.tickets.removeAll()
    assert.ok((await storage.tickets.nextSequence()) > Math.max(...before))
  })

  rule('tickets: a transaction that fails brings all of them back', async (storage) => {
    const { ids, tickets, uma } = await makeBusyDesk(storage)
    const before = await storage.tickets.detailsByNumber(5)
    const work = storage.transaction(async (tx) => {
      await tx.tickets.removeAll()
      await tx.users.removeAll()
      assert.equal(await tx.users.byId(uma.id), undefined)
      throw new Error('no')
    })
    await assert.rejects(work)
    assert.deepEqual(await ids({ text: 'broken' }, [{ by: 'id' }]), tickets)
    assert.deepEqual(await storage.tickets.detailsByNumber(5), before)
  })

  rule('users: leave what they wrote in parts, and stay', async (storage) => {
    const { uma, stan, ticket, event } = await makeDesk(storage)
    const id = await ticket({ ticketNumber: 5, author: stan })
    for (let count = 0; count < 3; count++) await event(id, { author: uma })
    await event(id, { author: stan })
    const authors = async () =>
      (await storage.tickets.detailsByNumber(5))?.events.map(({ author }) => author?.kind ?? null)
    assert.deepEqual(await authors(), ['user', 'user', 'user', 'staff'])
    assert.equal(await storage.users.leaveAuthored(uma.id, 2), false)
    assert.equal((await authors())?.filter((kind) => kind === 'user').length, 1)
    assert.equal(await storage.users.leaveAuthored(uma.id, 2), true)
    assert.deepEqual(await authors(), [null, null, null, 'staff'])
    assert.equal((await storage.users.byId(uma.id))?.id, uma.id)
  })

  rule('tickets: mentions of their files are paged', async (storage) => {
    const { ticket, event } = await makeDesk(storage)
    assert.deepEqual(await storage.tickets.mentionsAfter(0, 10), [])
    const link = (number: number) => `<img src="/api/system/download?file=t${number}_ab.gif">`
    const one = await ticket({ ticketNumber: 5, content: link(5) })
    const two = await ticket({ ticketNumber: 6 })
    const three = await ticket({ ticketNumber: 7, content: link(5), file: 't7_ab.txt' })
    await event(one, { content: link(5) })
    await event(one, { content: 'Nothing', file: 't5_cd.txt' })
    await event(one, { content: link(6) })
    await event(one, { type: 'CLOSE', content: null, private: null })
    await event(two, { content: link(7) })
    const all = await storage.tickets.mentionsAfter(0, 10)
    const [first, second, third] = all
    assert.deepEqual(
      all.map(({ id, ticketNumber }) => [id, ticketNumber]),
      [
        [one, 5],
        [two, 6],
        [three, 7],
      ],
    )
    assertSameSet(first?.contents ?? [], [
      { content: link(5), file: null },
      { content: link(5), file: null },
      { content: 'Nothing', file: 't5_cd.txt' },
    ])
    assert.deepEqual(second?.contents, [])
    assert.deepEqual(third?.contents, [{ content: link(5), file: 't7_ab.txt' }])
    assert.deepEqual(await storage.tickets.mentionsAfter(0, 2), [first, second])
    assert.deepEqual(await storage.tickets.mentionsAfter(two, 2), [third])
    assert.deepEqual(await storage.tickets.mentionsAfter(three, 2), [])
    assert.deepEqual(await storage.tickets.mentionsOf([three, one, 999]), [first, third])
    assert.deepEqual(await storage.tickets.mentionsOf([]), [])
  })

  rule('users: all of them go, with all that is theirs', async (storage) => {
    const { uma, stan } = await makeDesk(storage)
    const boss = await makeUser(storage, 'Boss')
    const fieldId = found(
      await storage.customFields.insert({ name: 'City', description: '', type: 'text', options: [] }),
    )
    await storage.users.setCustomFieldValues(uma.id, [{ fieldId, value: 'Bern', optionId: null }])
    await storage.users.setSupervised(boss, [uma.id])
    const session = { expiresAt: at(60), ticketNumber: null }
    const remember = { ip: null, createdAt: at(0), expiresAt: at(60) }
    const password = { email: 'uma@customer.example', purpose: 'recovery', expiresAt: at(60) } as const
    for (const account of [uma, stan]) {
      const tokenHash = account.kind
      await storage.sessions.insert({ ...session, tokenHash, account })
      await storage.rememberTokens.insert({ ...remember, tokenHash, account })
      await storage.passwordTokens.insert({ ...password, tokenHash, kind: account.kind })
    }
    await storage.users.removeAll()
    assert.equal(await storage.users.byId(uma.id), undefined)
    assert.equal(await storage.users.byEmail('uma@customer.example'), undefined)
    assert.deepEqual(await storage.users.customFieldValues(uma.id), [])
    assert.equal(await storage.users.supervises(boss, uma.id), false)
    for (const tokens of [storage.sessions, storage.rememberTokens, storage.passwordTokens]) {
      assert.equal(await tokens.byTokenHash('user'), undefined)
      assert.ok(await tokens.byTokenHash('staff'))
    }
    assert.equal((await storage.customFields.all()).length, 1)
    const next = await makeUser(storage, 'Uma')
    assert.ok(next > boss)
    assert.equal((await storage.users.byId(next))?.supervisor, false)
    assert.deepEqual(await storage.users.supervised(next), [])
    await storage.users.removeAll()
    await storage.users.removeAll()
  })

  rule('users: tickets of all of them stay without an author, those of staff unchanged', async (storage) => {
    const { events, uma, stan } = await makeBusyDesk(storage)
    const entry = { type: 'COMMENT', to: '5', date: at(0) }
    await storage.logs.add({ ...entry, authorName: 'Uma', author: uma })
    await storage.logs.add({ ...entry, authorName: 'Stan', author: stan })
    await storage.users.removeAll()
    const author = async (ticketNumber: number) =>
      found(await storage.tickets.byNumber(ticketNumber)).author?.name ?? null
    assert.deepEqual([await author(5), await author(6)], [null, 'Stan'])
    const [byUma, byStan] = events.map((id) => storage.tickets.eventById(id))
    assert.deepEqual([(await byUma)?.author, (await byStan)?.author?.name], [null, 'Stan'])
    const log = await storage.logs.list({ offset: 0, limit: 2 })
    assert.deepEqual(
      log.map(({ authorName, author }) => [authorName, author]),
      [
        ['Stan', stan],
        ['Uma', null],
      ],
    )
  })

  rule('remember tokens: all are removed, for users and staff', async (storage) => {
    const { uma, stan } = await makeDesk(storage)
    for (const account of [uma, stan]) {
      const token = { tokenHash: account.kind, account, ip: null, createdAt: at(0), expiresAt: at(60) }
      await storage.rememberTokens.insert(token)
    }
    await storage.rememberTokens.removeAll()
    assert.equal(await storage.rememberTokens.byTokenHash('user'), undefined)
    assert.equal(await storage.rememberTokens.byTokenHash('staff'), undefined)
  })
}
