import { beforeEach, describe, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdesk, testPassword } from '../../testing/index.js'
import { png } from '../../testing/pictures.test-support.js'
import { refusal } from '../../testing/refusal.test-support.js'

let desk: TestHelpdesk
beforeEach(async () => {
  desk = await createTestHelpdesk()
})
const owners = async () => (await desk.storage.departments.all()).map((department) => department.owners)

describe('invite', () => {
  const invite = (change: object = {}) =>
    desk.helpdesk.staff.invite(desk.admin, {
      name: 'Ira',
      email: 'ira@x.example',
      level: 2,
      departments: [1, 1],
      ...change,
    })

  test('creates a member of the departments, who sets a password by the mailed link', async () => {
    const { id } = await invite({ profilePic: '' })
    expect(await desk.storage.staff.byId(id)).toMatchObject({
      name: 'Ira',
      level: 2,
      profilePic: '',
      sendEmailOnNewTicket: false,
      lastLogin: null,
    })
    expect(await owners()).toEqual([2])
    const [mail] = await desk.mails()
    expect(mail).toMatchObject({ template: 'USER_INVITE', to: 'ira@x.example', variables: { name: 'Ira' } })
    const token = mail?.variables.token ?? ''
    await desk.helpdesk.user.recoverPassword({}, { email: 'ira@x.example', password: testPassword, token })
    const session = await desk.helpdesk.user.login(
      {},
      { email: 'ira@x.example', password: testPassword, staff: true },
    )
    expect((await desk.helpdesk.staff.get(session)).level).toBe(2)
  })

  test('checks name, e-mail, level, departments and existence in this order', async () => {
    await invite()
    const fixes = { name: 'X', email: 'ira@x.example', level: 1, departments: [1] }
    const bad = { name: '', email: 'x', level: 5, departments: [1, 100] }
    const codes: unknown[] = []
    for (let fixed = 0; fixed <= 4; fixed++) {
      const fields = { ...bad, ...Object.fromEntries(Object.entries(fixes).slice(0, fixed)) }
      await invite(fields).catch((error: { code: string }) => codes.push(error.code))
    }
    expect(codes).toEqual([
      'INVALID_NAME',
      'INVALID_EMAIL',
      'INVALID_LEVEL',
      'INVALID_DEPARTMENT',
      'ALREADY_A_STAFF',
    ])
    expect(await owners()).toEqual([2])
  })

  test('can be sent again until it is used', async () => {
    await invite()
    await desk.mails()
    await desk.helpdesk.staff.resendInviteStaff(desk.admin, { email: 'ira@x.example' })
    const [mail] = await desk.mails()
    const set = { email: 'ira@x.example', password: testPassword, token: mail?.variables.token ?? '' }
    await desk.helpdesk.user.recoverPassword({}, set)
    for (const email of ['ira@x.example', 'nobody@x.example', 'bad']) {
      const call = desk.helpdesk.staff.resendInviteStaff(desk.admin, { email })
      await expect(call).rejects.toEqual(refusal('INVALID_EMAIL'))
    }
  })
})

describe('edit', () => {
  test('of another member requires level 3, which changes level, address, password and departments', async () => {
    const other = await desk.department()
    const olga = await desk.staff({ level: 1 })
    const edit = {
      staffId: olga.id,
      email: 'NEW@x.example',
      password: 'battery staple',
      level: 2 as const,
      departments: [other],
    }
    const peer = await desk.staff({ level: 2 })
    await expect(desk.helpdesk.staff.edit(peer, edit)).rejects.toEqual(refusal('NO_PERMISSION'))
    await desk.helpdesk.staff.edit(desk.admin, { ...edit, sendEmailOnNewTicket: true })
    expect(await desk.storage.staff.byId(olga.id)).toMatchObject({
      email: 'new@x.example',
      level: 2,
      sendEmailOnNewTicket: false,
    })
    expect(await desk.storage.staff.departmentIds(olga.id)).toEqual([other])
    expect(await desk.helpdesk.user.checkSession(olga)).toEqual({ sessionActive: false })
    await desk.helpdesk.user.login({}, { email: 'new@x.example', password: 'battery staple', staff: true })
  })

  test('of oneself changes address and mails, not the level, and departments only for level 3', async () => {
    const olga = await desk.staff({ level: 2 })
    await desk.helpdesk.staff.edit(olga, { level: 3, departments: [], sendEmailOnNewTicket: true })
    expect(await desk.storage.staff.byId(olga.id)).toMatchObject({ level: 2, sendEmailOnNewTicket: true })
    expect(await desk.storage.staff.departmentIds(olga.id)).toEqual([1])
    await desk.helpdesk.staff.edit(desk.admin, { level: 1, departments: [] })
    expect(await desk.storage.staff.byId(1)).toMatchObject({ level: 3 })
    expect(await desk.storage.staff.departmentIds(1)).toEqual([])
    expect(await desk.helpdesk.user.checkSession(desk.admin)).toEqual({ sessionActive: true })
  })

  test('of the own password requires the current one, except in forms of 4.11', async () => {
    const olga = await desk.staff()
    const edit = (more: { oldPassword?: string }) =>
      desk.helpdesk.staff.edit(olga, { password: 'battery staple', ...more })
    await expect(edit({})).rejects.toEqual(refusal('INVALID_OLD_PASSWORD'))
    await expect(edit({ oldPassword: 'wrong' })).rejects.toEqual(refusal('INVALID_OLD_PASSWORD'))
    const login = (password: string) =>
      desk.helpdesk.user.login({}, { email: olga.email, password, staff: true })
    await expect(login('battery staple')).rejects.toEqual(refusal('INVALID_CREDENTIALS'))
    await edit({ oldPassword: testPassword })
    await login('battery staple')
    const operation = desk.helpdesk.operations.get('/staff/edit')
    if (!operation) throw new Error('no such operation')
    const form = (fields: object) =>
      desk.helpdesk.call(operation, olga, { password: 'correct staple', ...fields }, { wire: '4.11' })
    await expect(form({ oldPassword: 'wrong' })).rejects.toEqual(refusal('INVALID_OLD_PASSWORD'))
    await form({})
    await login('correct staple')
  })

  test('of the own password is blocked after ten wrong current passwords', async () => {
    const edit = (oldPassword: string) =>
      desk.helpdesk.staff.edit(desk.admin, { password: 'battery staple', oldPassword })
    for (let tries = 0; tries < 10; tries++)
      await expect(edit('wrong')).rejects.toEqual(refusal('INVALID_OLD_PASSWORD'))
    await expect(edit(testPassword)).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
  })

  test('of the own address requires verification', async () => {
    const olga = await desk.staff({ level: 1 })
    await desk.helpdesk.staff.edit(olga, { email: 'new@x.example', sendEmailOnNewTicket: true })
    expect(await desk.storage.staff.byId(olga.id)).toMatchObject({
      email: olga.email,
      sendEmailOnNewTicket: true,
    })
    const token = (await desk.mails()).at(-1)?.variables.verificationToken ?? ''
    await desk.helpdesk.user.verify({}, { email: 'new@x.example', token })
    expect(await desk.storage.staff.byId(olga.id)).toMatchObject({ email: 'new@x.example' })
  })

  test('refuses a banned address', async () => {
    const olga = await desk.staff()
    await desk.storage.bans.add('bad@x.example')
    for (const session of [olga, desk.admin]) {
      const call = desk.helpdesk.staff.edit(session, { staffId: olga.id, email: 'bad@x.example' })
      await expect(call).rejects.toEqual(refusal('INVALID_EMAIL'))
    }
  })

  test('removes the member from tickets of departments that they leave, except their own tickets', async () => {
    const olga = await desk.staff({ departments: [1] })
    const owned = await desk.ticket({ author: await desk.user() })
    const written = await desk.ticket({ author: olga })
    for (const ticketNumber of [owned, written])
      await desk.helpdesk.staff.assignTicket(olga, { ticketNumber })
    await desk.helpdesk.staff.edit(desk.admin, { staffId: olga.id, departments: [] })
    expect((await desk.storage.tickets.byNumber(owned))?.owner).toBeNull()
    const { tickets } = await desk.helpdesk.staff.getTickets(olga, { page: 1 })
    expect(tickets.map(({ ticketNumber }) => ticketNumber)).toEqual([written])
  })

  test('stores a picture, and removes the one before', async () => {
    const picture = () => desk.helpdesk.staff.edit(desk.admin, { file: new File([png], 'Me.PNG') })
    await picture()
    const [first = ''] = desk.files.names()
    expect(first).toMatch(/^p_[0-9a-f]{40}_me\.png$/)
    await picture()
    const [second] = desk.files.names()
    expect(desk.files.names()).toHaveLength(1)
    expect((await desk.storage.staff.byId(1))?.profilePic).toBe(second)
    expect(await desk.helpdesk.system.download({}, { file: second ?? '' })).toMatchObject({
      type: 'image/png',
    })
    const text = desk.helpdesk.staff.edit(desk.admin, { file: new File(['x'], 'me.txt') })
    await expect(text).rejects.toEqual(refusal('INVALID_FILE'))
  })

  test.each([
    ['email', 'nowhere', 'INVALID_EMAIL'],
    ['password', 'short', 'INVALID_PASSWORD'],
    ['level', '4', 'INVALID_LEVEL'],
    ['departments', '[99]', 'INVALID_DEPARTMENT'],
    ['staffId', '99', 'INVALID_STAFF'],
    ['sendEmailOnNewTicket', 'maybe', 'INVALID_SETTING'],
  ])('refuses %s %s, and writes nothing', async (name, value, code) => {
    const operation = desk.helpdesk.operations.get('/staff/edit')
    if (!operation) throw new Error('no such operation')
    const before = await desk.storage.staff.all()
    const fields = { email: 'fine@x.example', [name]: value }
    await expect(desk.helpdesk.call(operation, desk.admin, fields)).rejects.toEqual(refusal(code))
    expect(await desk.storage.staff.all()).toEqual(before)
  })

  test('takes empty fields for fields that are not sent', async () => {
    const operation = desk.helpdesk.operations.get('/staff/edit')
    if (!operation) throw new Error('no such operation')
    const before = await desk.storage.staff.all()
    const empty = {
      staffId: '',
      email: '',
      password: '',
      level: '',
      departments: '',
      sendEmailOnNewTicket: '',
    }
    await desk.helpdesk.call(operation, desk.admin, empty)
    expect(await desk.storage.staff.all()).toEqual(before)
  })

  test('refuses the address of a user and of another member, and accepts the current one', async () => {
    const jane = await desk.user()
    const olga = await desk.staff()
    for (const { email } of [jane, olga]) {
      await expect(desk.helpdesk.staff.edit(desk.admin, { email })).rejects.toEqual(refusal('INVALID_EMAIL'))
    }
    await desk.helpdesk.staff.edit(desk.admin, { email: desk.admin.email })
  })
})

describe('delete', () => {
  test('removes the member from owned tickets, keeps log entries, and ends the sessions', async () => {
    const olga = await desk.staff({ name: 'Olga' })
    const ticketNumber = await desk.ticket({ author: await desk.user() })
    await desk.helpdesk.staff.assignTicket(olga, { ticketNumber })
    await desk.helpdesk.ticket.comment(olga, { ticketNumber, content: 'Hello' })
    await desk.helpdesk.staff.delete(desk.admin, { staffId: olga.id })
    expect(await desk.storage.tickets.detailsByNumber(ticketNumber)).toMatchObject({
      owner: null,
      unreadStaff: true,
      events: [
        { type: 'ASSIGN', content: 'Olga', author: null },
        { type: 'COMMENT', author: null },
      ],
    })
    expect((await desk.storage.logs.list({ offset: 0, limit: 1 }))[0]).toMatchObject({
      authorName: 'Olga',
      author: null,
    })
    expect(await owners()).toEqual([1])
    expect(await desk.helpdesk.user.checkSession(olga)).toEqual({ sessionActive: false })
    const again = desk.helpdesk.staff.delete(desk.admin, { staffId: olga.id })
    await expect(again).rejects.toEqual(refusal('INVALID_STAFF'))
  })

  test('of a member with many events takes several transactions, and the same call completes it', async () => {
    const olga = await desk.staff({ name: 'Olga' })
    const ticketNumber = await desk.ticket({ author: await desk.user() })
    await desk.helpdesk.staff.assignTicket(olga, { ticketNumber })
    const { id = 0 } = (await desk.storage.tickets.byNumber(ticketNumber)) ?? {}
    const comment = { type: 'COMMENT', content: 'Hello', file: null, private: false } as const
    for (let count = 0; count < 450; count++)
      await desk.storage.tickets.addEvent(id, {
        ...comment,
        author: { kind: 'staff', id: olga.id },
        date: desk.clock.now(),
      })
    const authored = async () =>
      (await desk.storage.tickets.detailsByNumber(ticketNumber))?.events.filter(({ author }) => author).length
    const controller = new AbortController()
    const events: string[] = []
    desk.helpdesk.on('ticket.unassigned', () => {
      events.push('ticket.unassigned')
      controller.abort()
    })
    desk.helpdesk.on('staff.deleted', () => events.push('staff.deleted'))
    const remove = (signal?: AbortSignal) =>
      desk.helpdesk.staff.delete(desk.admin, { staffId: olga.id }, { signal })
    await expect(remove(controller.signal)).rejects.toMatchObject({ code: 'INTERRUPTED' })
    expect(await authored()).toBe(51)
    expect(await desk.storage.staff.byId(olga.id)).toMatchObject({ disabled: true })
    expect(await desk.helpdesk.user.checkSession(olga)).toEqual({ sessionActive: false })
    await remove()
    expect(await authored()).toBe(0)
    expect(await desk.storage.staff.byId(olga.id)).toBeUndefined()
    expect(events).toEqual(['ticket.unassigned', 'staff.deleted'])
  })

  test('never of oneself', async () => {
    const call = desk.helpdesk.staff.delete(desk.admin, { staffId: 1 })
    await expect(call).rejects.toEqual(refusal('YOU_CAN_NOT_DELETE_YOURSELF'))
  })

  test.each([
    ['delete', (session: object, staffId: number) => desk.helpdesk.staff.delete(session, { staffId })],
    [
      'demote',
      (session: object, staffId: number) => desk.helpdesk.staff.edit(session, { staffId, level: 1 }),
    ],
  ])('of two of level 3 who %s each other at once, one is left', async (_, act) => {
    const rival = await desk.staff({ level: 3 })
    await Promise.allSettled([act(desk.admin, rival.id), act(rival, 1)])
    expect(await desk.storage.staff.countLevel3()).toBe(1)
  })
})

test('lastEvents lists events of owned and written tickets, newest first, ten per page', async () => {
  const ticketNumber = await desk.ticket({ author: await desk.user() })
  await desk.helpdesk.staff.assignTicket(desk.admin, { ticketNumber })
  for (let index = 0; index < 11; index++) {
    await desk.helpdesk.ticket.comment(desk.admin, {
      ticketNumber,
      content: `${index}`,
      private: index % 2 === 0,
    })
  }
  await desk.ticket({ author: await desk.user() })
  const page = (page: number) => desk.helpdesk.staff.lastEvents(desk.admin, { page })
  expect(await page(1)).toHaveLength(10)
  const author = { id: 1, name: desk.admin.name, staff: true, customfields: [] }
  expect((await page(2)).map(({ type }) => type)).toEqual(['COMMENT', 'ASSIGN'])
  expect((await page(1))[0]).toEqual({ type: 'COMMENT', ticketNumber, author, edited: false })
  expect(await page(3)).toEqual([])
  await expect(page(0)).rejects.toEqual(refusal('INVALID_PAGE'))
})

test('searchTickets finds titles of the own departments, open and closed', async () => {
  const jane = await desk.user()
  const inside = await desk.ticket({ author: jane, title: 'Lorem ipsum' })
  const start = await desk.ticket({ author: jane, title: 'ipsum lorem' })
  await desk.ticket({ author: jane, title: 'ipsum', departmentId: await desk.department() })
  await desk.helpdesk.ticket.close(desk.admin, { ticketNumber: inside })
  const search = (query: string, page = 1) => desk.helpdesk.staff.searchTickets(desk.admin, { query, page })
  const { tickets, pages } = await search('IPSUM')
  expect(tickets.map(({ ticketNumber }) => ticketNumber)).toEqual([start, inside])
  expect(pages).toBe(1)
  await expect(search(' ', 0)).rejects.toEqual(refusal('INVALID_QUERY'))
  await expect(search('x', 0)).rejects.toEqual(refusal('INVALID_PAGE'))
})

test.each(['', '0', 'false', 'off', 'no', 'FALSE', false, 0])(
  'email, password and level stay as they are when they are sent as %j',
  async (off) => {
    const desk = await createTestHelpdesk()
    const stan = await desk.staff({ level: 1 })
    const before = await desk.storage.staff.byId(stan.id)
    const operation = desk.helpdesk.operations.get('/staff/edit')
    if (!operation) throw new Error('no such operation')
    const fields = { staffId: stan.id, email: off, password: off, level: off }
    await desk.helpdesk.call(operation, desk.admin, fields)
    expect(await desk.storage.staff.byId(stan.id)).toEqual(before)
  },
)
