import assert from 'node:assert/strict'
import { assertSameSet, at, found, makeDesk, makeStaff } from './makers.js'
import type { Rule } from './rule.js'

export function staffRules(rule: Rule): void {
  rule('staff: a new member never logged in and is not disabled', async (storage) => {
    const member = {
      name: 'Stan Staff',
      email: 'stan@helpdesk.example',
      password: '$2a$10$hash',
      level: 2 as const,
      profilePic: 'p_stan.png',
      sendEmailOnNewTicket: true,
    } as const
    const id = found(await storage.staff.insert(member))
    const stored = { id, ...member, lastLogin: null, disabled: false }
    assert.equal(id, 1)
    assert.deepEqual(await storage.staff.byId(id), stored)
    assert.deepEqual(await storage.staff.byEmail('STAN@helpdesk.example'), stored)
    assert.equal(await storage.staff.byId(2), undefined)
    assert.equal(await storage.staff.byEmail('other@helpdesk.example'), undefined)
  })

  rule('staff: e-mails are unique without case, and a refused member uses up no id', async (storage) => {
    await makeStaff(storage, 'Stan')
    const other = {
      name: 'x',
      password: 'x',
      profilePic: null,
      level: 1,
      sendEmailOnNewTicket: false,
    } as const
    assert.equal(await storage.staff.insert({ ...other, email: 'stan@helpdesk.example' }), undefined)
    assert.equal(await storage.staff.insert({ ...other, email: 'STAN@helpdesk.example' }), undefined)
    assert.equal(await makeStaff(storage, 'Olga'), 2)
  })

  rule('staff: ids that exist, and counts', async (storage) => {
    assert.equal(await storage.staff.count(), 0)
    const [stan, olga] = [
      await makeStaff(storage, 'Stan', { level: 3 }),
      await makeStaff(storage, 'Olga', { level: 3 }),
    ]
    await makeStaff(storage, 'Pia', { level: 2 })
    assertSameSet(await storage.staff.existing([olga, 99, stan, olga]), [stan, olga])
    assert.deepEqual(await storage.staff.existing([]), [])
    assert.deepEqual([await storage.staff.count(), await storage.staff.countLevel3()], [3, 2])
  })

  rule('staff: disabled members of level 3 do not count as such', async (storage) => {
    const stan = await makeStaff(storage, 'Stan', { level: 3 })
    await makeStaff(storage, 'Olga', { level: 3 })
    assert.equal(await storage.staff.update(stan, { disabled: true }), true)
    assert.deepEqual(
      [(await storage.staff.byId(stan))?.disabled, await storage.staff.countLevel3()],
      [true, 1],
    )
    await storage.staff.update(stan, { disabled: false })
    assert.deepEqual(
      [(await storage.staff.byId(stan))?.disabled, await storage.staff.countLevel3()],
      [false, 2],
    )
  })

  rule('staff: an update changes only what the patch names', async (storage) => {
    const id = await makeStaff(storage, 'Stan')
    const before = found(await storage.staff.byId(id))
    const patch = {
      name: 'Sten',
      email: 'sten@helpdesk.example',
      password: 'new',
      level: 3 as const,
      profilePic: 'p_new.png',
      sendEmailOnNewTicket: true,
      lastLogin: at(7),
    } as const
    assert.equal(await storage.staff.update(id, patch), true)
    assert.deepEqual(await storage.staff.byId(id), { ...before, ...patch })
    assert.equal(await storage.staff.update(id, { profilePic: null }), true)
    assert.deepEqual(await storage.staff.byId(id), { ...before, ...patch, profilePic: null })
  })

  rule(
    'staff: an update tells whether the member is there, also when it changes nothing',
    async (storage) => {
      const id = await makeStaff(storage, 'Stan')
      assert.equal(await storage.staff.update(id, { name: 'Stan', email: 'stan@helpdesk.example' }), true)
      assert.equal(await storage.staff.update(id, {}), true)
      assert.equal(await storage.staff.update(99, { name: 'x' }), false)
      assert.equal(await storage.staff.update(99, {}), false)
    },
  )

  rule('staff: an update to a taken e-mail writes nothing', async (storage) => {
    await makeStaff(storage, 'Stan')
    const id = await makeStaff(storage, 'Olga')
    const before = await storage.staff.byId(id)
    assert.equal(await storage.staff.update(id, { name: 'New', email: 'STAN@helpdesk.example' }), false)
    assert.deepEqual(await storage.staff.byId(id), before)
  })

  rule('staff: memberships are replaced, and the departments count their owners', async (storage) => {
    const [stan, olga] = [await makeStaff(storage, 'Stan'), await makeStaff(storage, 'Olga')]
    const make = (name: string) => storage.departments.insert({ name, private: false })
    const [a, b, c] = [await make('A'), await make('B'), await make('C')]
    const owners = async () => (await storage.departments.all()).map((department) => department.owners)
    await storage.staff.setDepartments(stan, [c, a, a])
    await storage.staff.setDepartments(olga, [a])
    assert.deepEqual(await storage.staff.departmentIds(stan), [a, c])
    assert.deepEqual(await owners(), [2, 0, 1])
    await storage.staff.setDepartments(stan, [b, c])
    assert.deepEqual(await storage.staff.departmentIds(stan), [b, c])
    assert.deepEqual(await storage.staff.departmentIds(olga), [a])
    assert.deepEqual(await owners(), [1, 1, 1])
    await storage.staff.setDepartments(stan, [])
    assert.deepEqual(await storage.staff.departmentIds(stan), [])
    assert.deepEqual(await owners(), [1, 0, 0])
  })

  rule('staff: all by id, with departments and counts of owned tickets', async (storage) => {
    const { department, stan, ticket } = await makeDesk(storage)
    const sales = await storage.departments.insert({ name: 'Sales', private: true })
    const olga = await makeStaff(storage, 'Olga')
    await storage.staff.setDepartments(stan.id, [sales, department])
    await storage.staff.setDepartments(olga, [department])
    await ticket({}, { owner: stan.id, closed: true })
    await ticket({}, { owner: stan.id })
    await ticket({ author: stan })
    await ticket({}, { closed: true })
    const support = { id: department, name: 'Support', owners: 2 }
    assert.deepEqual(await storage.staff.all(), [
      {
        ...found(await storage.staff.byId(stan.id)),
        departments: [support, { id: sales, name: 'Sales', owners: 1 }],
        assignedTickets: 2,
        closedTickets: 1,
      },
      {
        ...found(await storage.staff.byId(olga)),
        departments: [support],
        assignedTickets: 0,
        closedTickets: 0,
      },
    ])
  })

  rule('staff: members who opted in to new-ticket mail of the department', async (storage) => {
    const [a, b] = [
      await storage.departments.insert({ name: 'A', private: false }),
      await storage.departments.insert({ name: 'B', private: false }),
    ]
    const [keen, quiet, elsewhere] = [
      await makeStaff(storage, 'Keen', { sendEmailOnNewTicket: true }),
      await makeStaff(storage, 'Quiet'),
      await makeStaff(storage, 'Else', { sendEmailOnNewTicket: true }),
    ]
    await storage.staff.setDepartments(keen, [a, b])
    await storage.staff.setDepartments(quiet, [a])
    await storage.staff.setDepartments(elsewhere, [b])
    assert.deepEqual(await storage.staff.toNotify(a), [await storage.staff.byId(keen)])
    assertSameSet(
      (await storage.staff.toNotify(b)).map((member) => member.id),
      [keen, elsewhere],
    )
    assert.deepEqual(await storage.staff.toNotify(99), [])
  })

  rule('staff: a removed member leaves tickets, departments and history behind in order', async (storage) => {
    const { department, uma, stan, ticket, event, ids } = await makeDesk(storage)
    const olga = await makeStaff(storage, 'Olga')
    for (const id of [stan.id, olga]) await storage.staff.setDepartments(id, [department])
    const owned = await ticket({ ticketNumber: 5 }, { owner: stan.id, unreadStaff: false })
    await ticket({ ticketNumber: 6, author: stan, authorName: 'Stan' }, { unreadStaff: false })
    await ticket({ ticketNumber: 7 }, { owner: olga, unreadStaff: false })
    const comment = await event(owned, { author: stan })
    await storage.logs.add({ type: 'COMMENT', to: '5', date: at(0), authorName: 'Stan', author: stan })
    for (const account of [stan, uma]) {
      const tokenHash = `${account.kind}-${account.id}`
      await storage.sessions.insert({ tokenHash, account, ticketNumber: null, expiresAt: at(60) })
      await storage.rememberTokens.insert({
        tokenHash,
        account,
        ip: null,
        createdAt: at(0),
        expiresAt: at(60),
      })
    }
    assert.equal(await storage.staff.remove(stan.id), true)
    assert.equal(await storage.staff.byId(stan.id), undefined)
    const orphan = found(await storage.tickets.byNumber(5))
    assert.deepEqual([orphan.owner, orphan.unreadStaff, orphan.author?.name], [null, true, 'Uma'])
    const written = found(await storage.tickets.byNumber(6))
    assert.deepEqual([written.author, written.authorName, written.unreadStaff], [null, 'Stan', false])
    const foreign = found(await storage.tickets.byNumber(7))
    assert.deepEqual([foreign.owner?.id, foreign.unreadStaff], [olga, false])
    assert.deepEqual(await ids({ linkedToStaff: stan.id }), [])
    assert.equal((await storage.tickets.eventById(comment))?.author, null)
    const [entry] = await storage.logs.list({ offset: 0, limit: 1 })
    assert.deepEqual([entry?.author, entry?.authorName], [null, 'Stan'])
    assert.equal((await storage.departments.byId(department))?.owners, 1)
    assert.deepEqual(await storage.staff.departmentIds(stan.id), [])
    assert.equal(await storage.sessions.byTokenHash(`staff-${stan.id}`), undefined)
    assert.equal(await storage.rememberTokens.byTokenHash(`staff-${stan.id}`), undefined)
    assert.ok(await storage.sessions.byTokenHash(`user-${uma.id}`))
    assert.equal(await storage.staff.remove(stan.id), false)
    assert.equal(await makeStaff(storage, 'Stan'), olga + 1)
  })
}
