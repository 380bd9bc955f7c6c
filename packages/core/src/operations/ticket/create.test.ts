import { describe, expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdeskOptions } from '../../testing/index.js'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const picture = (name = 'a.png') => new File([png], name)
const ticket = { title: 'Printer', content: 'It <b>smokes</b>.' }
const gus = { email: 'Gus@Customer.Example', name: 'Gus' }

const open = (options: TestHelpdeskOptions = {}) =>
  createTestHelpdesk({ ...options, settings: { 'mandatory-login': '0', ...options.settings } })

const refused = (code: string) => expect.objectContaining({ code })

describe('a user', () => {
  test('opens a ticket in the default department and language, read and unread as new ones are', async () => {
    const desk = await createTestHelpdesk()
    const jane = await desk.user({ name: 'Jane' })
    const { ticketNumber } = await desk.helpdesk.ticket.create(jane, ticket)
    expect(await desk.storage.tickets.detailsByNumber(ticketNumber)).toMatchObject({
      ...{ ...ticket, language: 'en', file: null, date: desk.clock.now(), closed: false },
      ...{ unread: false, unreadStaff: true, events: [], tags: [], owner: null },
      ...{ totalDepartments: 0, totalOwners: 0, reopened: false, firstClosedAt: null },
      ...{ department: { id: 1 }, author: { kind: 'user', id: jane.id }, authorName: null, authorEmail: '' },
    })
    expect((await desk.storage.users.byId(jane.id))?.tickets).toBe(1)
    expect(await desk.storage.logs.list({ offset: 0, limit: 1 })).toMatchObject([
      {
        type: 'CREATE_TICKET',
        to: String(ticketNumber),
        authorName: 'Jane',
        author: { kind: 'user', id: jane.id },
      },
    ])
  })

  test('may send the own address along, and no other one', async () => {
    const desk = await createTestHelpdesk()
    const jane = await desk.user()
    const own = { ...ticket, email: jane.email.toUpperCase(), name: 'J.' }
    const { ticketNumber } = await desk.helpdesk.ticket.create(jane, own)
    expect(await desk.storage.tickets.byNumber(ticketNumber)).toMatchObject({
      ...{ authorName: 'J.', authorEmail: jane.email },
    })
    const call = desk.helpdesk.ticket.create(jane, { ...ticket, email: 'other@customer.example' })
    await expect(call).rejects.toEqual(refused('INVALID_EMAIL'))
  })

  test('is not mailed; staff of the department who want it are, with the name of the author', async () => {
    const desk = await createTestHelpdesk()
    const other = await desk.department()
    const wants = await desk.staff({ sendEmailOnNewTicket: true, departments: [other] })
    await desk.staff({ sendEmailOnNewTicket: false, departments: [other] })
    const jane = await desk.user({ name: 'Jane' })
    const { ticketNumber } = await desk.helpdesk.ticket.create(jane, { ...ticket, departmentId: other })
    expect(await desk.mails()).toEqual([
      {
        ...{ template: 'TICKET_CREATED_STAFF', to: wants.email, language: 'en' },
        variables: { to: wants.email, name: 'Jane', ticketNumber: String(ticketNumber), title: 'Printer' },
      },
    ])
  })

  test('who is banned is refused', async () => {
    const desk = await createTestHelpdesk()
    const jane = await desk.user()
    await desk.storage.bans.add(jane.email)
    await expect(desk.helpdesk.ticket.create(jane, ticket)).rejects.toEqual(refused('ALREADY_BANNED'))
  })
})

describe('staff', () => {
  test('open tickets everywhere, also where they do not serve and in private', async () => {
    const desk = await createTestHelpdesk()
    const secret = await desk.department({ private: true })
    const { ticketNumber } = await desk.helpdesk.ticket.create(desk.admin, {
      ...ticket,
      departmentId: secret,
    })
    expect(await desk.storage.tickets.byNumber(ticketNumber)).toMatchObject({
      ...{ author: { kind: 'staff', id: 1 }, department: { id: secret } },
    })
  })

  test('cannot send an address along, not even the own one', async () => {
    const desk = await createTestHelpdesk()
    const call = desk.helpdesk.ticket.create(desk.admin, { ...ticket, email: desk.admin.email })
    await expect(call).rejects.toEqual(refused('INVALID_EMAIL'))
  })
})

describe('a guest', () => {
  test('is refused while mandatory login is on', async () => {
    const desk = await createTestHelpdesk()
    await expect(desk.helpdesk.ticket.create({}, { ...ticket, ...gus })).rejects.toEqual(
      refused('NO_PERMISSION'),
    )
  })

  test('gets an account that cannot be logged into, a mail with the number, and two rows in the log', async () => {
    const desk = await open()
    const { ticketNumber } = await desk.helpdesk.ticket.create({}, { ...ticket, ...gus })
    const account = await desk.storage.users.byEmail('gus@customer.example')
    expect(account).toMatchObject({ name: 'Gus', notRegistered: true, tickets: 1 })
    expect(await desk.storage.tickets.byNumber(ticketNumber)).toMatchObject({
      ...{
        author: { kind: 'user', id: account?.id },
        authorName: 'Gus',
        authorEmail: 'gus@customer.example',
      },
    })
    expect(await desk.mails()).toMatchObject([
      {
        ...{ template: 'TICKET_CREATED', to: 'gus@customer.example' },
        variables: {
          name: 'Gus',
          ticketNumber: String(ticketNumber),
          title: 'Printer',
          url: 'http://helpdesk.example',
        },
      },
      { template: 'TICKET_CREATED_STAFF' },
    ])
    const rows = await desk.storage.logs.list({ offset: 0, limit: 2 })
    expect(rows).toMatchObject([
      { type: 'CREATE_TICKET', authorName: '', author: null },
      { type: 'SIGNUP', to: null, author: { kind: 'user', id: account?.id } },
    ])
    const login = desk.helpdesk.user.login({}, { email: gus.email, password: '!' })
    await expect(login).rejects.toEqual(refused('INVALID_CREDENTIALS'))
  })

  test('who comes again keeps the one account, under its first name', async () => {
    const desk = await open()
    await desk.helpdesk.ticket.create({}, { ...ticket, ...gus })
    await desk.helpdesk.ticket.create({}, { ...ticket, ...gus, name: 'Augustus' })
    const { users, total } = await desk.storage.users.list({
      orderBy: 'id',
      desc: false,
      offset: 0,
      limit: 9,
    })
    expect(total).toBe(1)
    expect(users[0]).toMatchObject({ name: 'Gus', tickets: 2 })
  })

  test.each([
    ['no address', { name: 'Gus' }, 'INVALID_EMAIL'],
    ['a bad address', { name: 'Gus', email: 'gus@local' }, 'INVALID_EMAIL'],
    ['no name', { email: gus.email }, 'INVALID_NAME'],
    ['a blank name', { email: gus.email, name: ' ' }, 'INVALID_NAME'],
    ['the address of a staff member', { email: 'ada@helpdesk.example', name: 'Gus' }, 'INVALID_EMAIL'],
  ])('with %s is refused', async (_, person, code) => {
    const desk = await open()
    await expect(desk.helpdesk.ticket.create({}, { ...ticket, ...person })).rejects.toEqual(refused(code))
    expect(await desk.storage.users.byEmail('gus@customer.example')).toBeUndefined()
  })

  test('who is banned is refused, known or not', async () => {
    const desk = await open()
    await desk.helpdesk.ticket.create({}, { ...ticket, ...gus })
    for (const email of ['gus@customer.example', 'new@customer.example']) {
      await desk.storage.bans.add(email)
      const call = desk.helpdesk.ticket.create({}, { ...ticket, ...gus, email })
      await expect(call).rejects.toEqual(refused('ALREADY_BANNED'))
    }
  })

  test('must solve the captcha once there is one', async () => {
    const asked: object[] = []
    const captcha = {
      verify: async (question: object) =>
        asked.push(question) > 0 && 'answer' in question && question.answer === 'right',
    }
    const desk = await open({ captcha, settings: { 'recaptcha-private': 'secret' } })
    const create = (answer?: string) =>
      desk.helpdesk.ticket.create(
        { ip: '203.0.113.1' },
        { ...ticket, ...gus, ...(answer ? { captcha: answer } : {}) },
      )
    await expect(create()).rejects.toEqual(refused('INVALID_CAPTCHA'))
    await expect(create('wrong')).rejects.toEqual(refused('INVALID_CAPTCHA'))
    await expect(create('right')).resolves.toHaveProperty('ticketNumber')
    expect(asked).toContainEqual({ secret: 'secret', answer: 'right', ip: '203.0.113.1' })
    await expect(desk.helpdesk.ticket.create(desk.admin, ticket)).resolves.toHaveProperty('ticketNumber')
  })

  test('in a ticket session is a guest with all checks', async () => {
    const desk = await open()
    const session = await desk.ticketSession()
    await expect(desk.helpdesk.ticket.create(session, ticket)).rejects.toEqual(refused('INVALID_EMAIL'))
  })
})

describe('what is refused', () => {
  test.each([
    ['a blank title', { title: ' ' }, 'INVALID_TITLE'],
    ['a title of 201 characters', { title: 'x'.repeat(201) }, 'INVALID_TITLE'],
    ['a content of tags alone', { content: '<img src="x">' }, 'INVALID_CONTENT'],
    ['a content of 10,001 letters', { content: 'x'.repeat(10_001) }, 'INVALID_CONTENT'],
    ['a department that is not there', { departmentId: 99 }, 'INVALID_DEPARTMENT'],
    ['a language that is not supported', { language: 'de' as const }, 'INVALID_LANGUAGE'],
  ])('%s', async (_, change, code) => {
    const desk = await createTestHelpdesk()
    const jane = await desk.user()
    await expect(desk.helpdesk.ticket.create(jane, { ...ticket, ...change })).rejects.toEqual(refused(code))
  })

  test('the first bad field answers', async () => {
    const desk = await open()
    const operation = desk.helpdesk.operations.get('/ticket/create')
    if (!operation) throw new Error('no such operation')
    const bad = { title: '', content: '', departmentId: 'x', language: 'xx', email: 'x', name: '' }
    const good = {
      title: 'A',
      content: 'B',
      departmentId: '1',
      language: 'en',
      email: 'gus@x.example',
      name: 'Gus',
    }
    const codes: unknown[] = []
    for (let fixed = 0; fixed < 6; fixed++) {
      const fields = { ...bad, ...Object.fromEntries(Object.entries(good).slice(0, fixed)) }
      await desk.helpdesk
        .call(operation, {}, fields)
        .catch((error: { code: string }) => codes.push(error.code))
    }
    expect(codes).toEqual([
      ...[
        'INVALID_TITLE',
        'INVALID_CONTENT',
        'INVALID_DEPARTMENT',
        'INVALID_LANGUAGE',
        'INVALID_EMAIL',
        'INVALID_NAME',
      ],
    ])
  })
})

describe('the department of a new ticket', () => {
  test.each([
    ['staff', true, false, 'sent'],
    ['staff', true, true, 'sent'],
    ['staff', false, true, 'default'],
    ['user', true, false, 'sent'],
    ['user', true, true, 'default'],
    ['user', false, false, 'default'],
  ] as const)('from %s, sent %s, locked %s: %s', async (who, sent, locked, expected) => {
    const desk = await createTestHelpdesk({ settings: { 'default-is-locked': locked ? '1' : '0' } })
    const other = await desk.department()
    const author = who === 'staff' ? desk.admin : await desk.user()
    const { ticketNumber } = await desk.helpdesk.ticket.create(author, {
      ...ticket,
      ...(sent ? { departmentId: other } : {}),
    })
    const stored = await desk.storage.tickets.byNumber(ticketNumber)
    expect(stored?.department?.id).toBe(expected === 'sent' ? other : 1)
  })

  test.each([true, false])('is never private for a user, locked %s', async (locked) => {
    const desk = await createTestHelpdesk({ settings: { 'default-is-locked': locked ? '1' : '0' } })
    const secret = await desk.department({ private: true })
    const call = desk.helpdesk.ticket.create(await desk.user(), { ...ticket, departmentId: secret })
    await expect(call).rejects.toEqual(refused('INVALID_DEPARTMENT'))
  })
})

describe('files', () => {
  test('are stored, a file and two pictures, and the pictures linked', async () => {
    const desk = await createTestHelpdesk()
    const content = 'See <img src="IMAGE_PATH_0" /> and <img src="IMAGE_PATH_1" />, not IMAGE_PATH_2'
    const file = new File(['what it said'], 'Upload(3).TXT')
    const jane = await desk.user()
    const { ticketNumber } = await desk.helpdesk.ticket.create(jane, {
      ...{ ...ticket, content, file, images: [picture('One.PNG'), picture('blob')] },
    })
    const stored = await desk.storage.tickets.byNumber(ticketNumber)
    const [one, two, text] = desk.files.names()
    expect(one).toMatch(new RegExp(`^t${ticketNumber}_[0-9a-f]{40}_one\\.png$`))
    expect(two).toMatch(new RegExp(`^t${ticketNumber}_[0-9a-f]{40}_blob\\.png$`))
    expect(text).toMatch(new RegExp(`^t${ticketNumber}_[0-9a-f]{40}_upload_3_\\.txt$`))
    expect(stored?.file).toBe(text)
    const link = (name = '') => `http://helpdesk.example/api/system/download?file=${name}`
    expect(stored?.content).toBe(
      `See <img src="${link(one)}" /> and <img src="${link(two)}" />, not IMAGE_PATH_2`,
    )
  })

  test.each([
    ['too large', new File(['x'.repeat(1_048_577)], 'a.txt')],
    ['empty', new File([], 'a.txt')],
    ['of a refused ending', new File(['<p>'], 'a.html')],
    ['of refused content', new File([new Uint8Array([0, 1, 2, 3])], 'a.txt')],
  ])('that are %s are refused, and nothing is kept', async (_, file) => {
    const desk = await open()
    const call = desk.helpdesk.ticket.create({}, { ...ticket, ...gus, file, images: [picture()] })
    await expect(call).rejects.toEqual(refused('INVALID_FILE'))
    expect(desk.files.names()).toEqual([])
    expect(await desk.storage.users.byEmail('gus@customer.example')).toBeUndefined()
  })

  test('that are no pictures are refused as pictures', async () => {
    const desk = await createTestHelpdesk()
    const images = [picture(), new File(['text'], 'b.png')]
    const call = desk.helpdesk.ticket.create(desk.admin, { ...ticket, images })
    await expect(call).rejects.toEqual(refused('INVALID_FILE'))
    expect(desk.files.names()).toEqual([])
  })

  test('are ignored from users while attachments are off, and taken from staff', async () => {
    const desk = await createTestHelpdesk({ settings: { 'allow-attachments': '0' } })
    const withFile = { ...ticket, file: new File(['text'], 'a.txt') }
    await desk.helpdesk.ticket.create(await desk.user(), withFile)
    expect(desk.files.names()).toEqual([])
    await desk.helpdesk.ticket.create(desk.admin, withFile)
    expect(desk.files.names()).toHaveLength(1)
  })

  test('are removed again when the second of them cannot be stored', async () => {
    const log = { info: () => {}, warn: () => {}, error: () => {} }
    const kept = new Set<string>()
    const files = {
      async put(name: string) {
        if (kept.size > 0) throw new Error('the disk is full')
        kept.add(name)
      },
      open: async () => undefined,
      remove: async (name: string) => void kept.delete(name),
    }
    const desk = await createTestHelpdesk({ files, log })
    const call = desk.helpdesk.ticket.create(desk.admin, { ...ticket, images: [picture(), picture()] })
    await expect(call).rejects.toEqual(refused('INTERNAL_ERROR'))
    expect([...kept]).toEqual([])
    expect((await desk.helpdesk.staff.getAllTickets(desk.admin, { page: 1 })).tickets).toEqual([])
  })
})

test('whoever listens is told, after it is stored', async () => {
  const desk = await createTestHelpdesk()
  const told = new Promise<number | undefined>((resolve) => {
    desk.helpdesk.on('ticket.created', async ({ ticketNumber }) => {
      resolve((await desk.storage.tickets.byNumber(ticketNumber))?.ticketNumber)
    })
  })
  const { ticketNumber } = await desk.helpdesk.ticket.create(desk.admin, ticket)
  expect(await told).toBe(ticketNumber)
})
