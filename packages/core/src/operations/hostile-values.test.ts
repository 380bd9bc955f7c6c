import { describe, expect, test } from 'vitest'
import { memoryStorage, OpenSupports, type SessionContext, type Storage } from '../index.js'
import type { AnyOperation } from '../operation.js'
import type { Fields } from '../params/index.js'
import { tokenHash } from '../platform/index.js'
import { createTestHelpdesk, testPassword } from '../testing/index.js'

/** What nobody should send. `missing` is left out. */
const missing = Symbol('missing')
const hostile: readonly unknown[] = [
  ...[
    missing,
    undefined,
    null,
    '',
    ' ',
    '0',
    '-1',
    '1.5',
    '1e3',
    '9'.repeat(400),
    'NaN',
    'undefined',
    'null',
    'false',
  ],
  ...[
    true,
    0,
    -1,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 53,
    10n,
    () => 1,
    new Date(0),
    new Date(Number.NaN),
  ],
  ...[[], {}, ['x'], { a: 1 }, { id: 1, isStaff: 1 }, [[1]], Object.create(null), new Map(), Symbol('x')],
  ...[
    '[',
    '{}',
    '[null]',
    '[[1]]',
    '[{"id":1}]',
    '[{"id":"\\u0000"}]',
    '["1 OR 1=1"]',
    '[1e400]',
    '['.repeat(10_000),
  ],
  ...[
    'a\0b',
    '\ud800',
    '__proto__',
    'constructor',
    'toString',
    `'; DROP TABLE ticket; --`,
    '"',
    '%',
    '_',
    '\\',
  ],
  ...[
    'x'.repeat(1_000_000),
    '<'.repeat(1_000_000),
    '👍',
    '👍'.repeat(500),
    '\u202e',
    '../../etc/passwd',
    '<script>',
  ],
]

/** Refuses what some databases cannot take, so that the one in memory stands for all of them. */
function particular({ transaction, close, ...stores }: Storage): Storage {
  const check = (value: unknown): void => {
    if (typeof value === 'string' && (!value.isWellFormed() || value.includes('\0')))
      throw new Error('no text')
    if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new Error('no whole number')
    if (value instanceof Date && Number.isNaN(value.getTime())) throw new Error('no date')
    if (typeof value === 'object' && value !== null) Object.values(value).forEach(check)
  }
  const guarded = (store: object) =>
    Object.fromEntries(
      Object.entries(store).map(([name, method]) => [
        name,
        async (...args: unknown[]) => {
          check(args)
          return method(...args)
        },
      ]),
    )
  return {
    ...(Object.fromEntries(
      Object.entries(stores).map(([name, store]) => [name, guarded(store)]),
    ) as typeof stores),
    transaction: (work) => transaction((tx) => work(particular(tx))),
    close,
  }
}

/** A helpdesk in which there is one of everything, and who may call. */
async function makeWorld(install: boolean) {
  const desk = await createTestHelpdesk({ storage: particular(memoryStorage()), install })
  const { storage, admin } = desk
  const jane = await desk.user({ email: 'jane@example.com' })
  const joe = await desk.user({ email: 'joe@example.com' })
  const stan = await desk.staff({ email: 'stan@helpdesk.example' })
  const callers: Record<string, SessionContext> = { guest: {}, user: jane, 'staff 3': admin }
  await storage.customFields.insert({ name: 'Phone', description: '', type: 'text', options: [] })
  await storage.customFields.insert({ name: 'Color', description: '', type: 'select', options: ['red'] })
  await storage.tags.insert({ name: 'urgent', color: '#f00' })
  await storage.customResponses.insert({ name: 'Hello', language: 'en', content: 'Hi' })
  await desk.files.put('p_a.gif', picture)
  const ticketNumber = install ? await desk.ticket({ author: jane }) : 0
  return { desk, storage, admin, jane, joe, stan, callers, ticketNumber, sales: await desk.department() }
}
type World = Awaited<ReturnType<typeof makeWorld>>

const picture = new File(['GIF89a, and the rest of a picture'], 'a.gif')
const password = testPassword
const customfields = { customfield_Phone: '1', customfield_Color: 'red' }
const upload = { file: new File(['a text'], 'a.txt'), images: '1', image_0: picture }
const page = { page: '1', pageSize: '10' }

/** For every operation, fields with which somebody succeeds. */
const validFields: Readonly<Record<string, (world: World) => Fields | Promise<Fields>>> = {
  '/staff/assign-ticket': ({ ticketNumber, stan }) => ({ ticketNumber, staffId: stan.id }),
  '/staff/delete': ({ stan }) => ({ staffId: stan.id }),
  '/staff/edit': ({ stan }) => ({
    ...{ email: 'new@helpdesk.example', password, level: '2', staffId: stan.id, departments: '[1]' },
    ...{ sendEmailOnNewTicket: '1', file: picture },
  }),
  '/staff/get': ({ stan }) => ({ staffId: stan.id }),
  '/staff/get-all': () => ({}),
  '/staff/get-all-tickets': () => ({ page: '1', query: 'work', closed: '1' }),
  '/staff/get-new-tickets': () => ({ ...page, departmentId: '1' }),
  '/staff/get-tickets': () => ({ ...page, closed: '1', departmentId: '1' }),
  '/staff/invite': () => ({
    ...{ name: 'Ina', email: 'ina@helpdesk.example', level: '1', departments: '[1]', profilePic: '' },
  }),
  '/staff/last-events': () => ({ page: '1' }),
  '/staff/resend-invite-staff': async ({ desk, admin }) => {
    const email = 'ina@helpdesk.example'
    await desk.helpdesk.staff.invite(admin, { name: 'Ina', email, level: 1, departments: [1] })
    return { email }
  },
  '/staff/search-tickets': () => ({ query: 'work', page: '1' }),
  '/staff/un-assign-ticket': async ({ desk, admin, ticketNumber }) => {
    await desk.helpdesk.staff.assignTicket(admin, { ticketNumber })
    return { ticketNumber }
  },
  '/system/add-api-key': () => ({
    ...{ name: 'shop', canCreateUsers: '1', canCreateTickets: '1', canCheckTickets: '1' },
    shouldReturnTicketNumber: '1',
  }),
  '/system/add-department': () => ({ name: 'Orders', private: '1' }),
  '/system/delete-api-key': async ({ desk, admin }) => {
    await desk.helpdesk.system.addApiKey(admin, { name: 'shop' })
    return { name: 'shop' }
  },
  '/system/delete-department': ({ sales }) => ({ departmentId: sales, transferDepartmentId: '1' }),
  '/system/download': () => ({ file: 'p_a.gif' }),
  '/system/edit-department': ({ sales }) => ({ departmentId: sales, name: 'Orders', private: '1' }),
  '/system/edit-settings': () => ({
    ...{ 'default-department-id': '1', allowedLanguages: '["en"]', supportedLanguages: '["en"]' },
    ...{ language: 'en', layout: 'boxed', 'max-size': '1', 'attempt-limit': '10', title: 'Help' },
    ...{ 'maintenance-mode': '0', 'allow-attachments': '1', 'default-is-locked': '0' },
  }),
  '/system/get-api-keys': () => ({}),
  '/system/get-settings': () => ({ allSettings: '1' }),
  '/system/init-admin': () => ({ name: 'Ada', email: 'ada@helpdesk.example', password }),
  '/system/init-settings': () => ({
    language: 'en',
    registration: '1',
    title: 'Help',
    url: 'http://a.example',
  }),
  '/system/installation-done': () => ({}),
  '/ticket/add-custom-response': () => ({ name: 'Bye', content: 'Good bye', language: 'en' }),
  '/ticket/add-tag': ({ ticketNumber }) => ({ ticketNumber, tagId: '1' }),
  '/ticket/change-department': ({ ticketNumber, sales }) => ({ ticketNumber, departmentId: sales }),
  '/ticket/check': async ({ storage, desk }) => {
    const { ticketNumber } = await desk.ticketSession({ email: 'gus@example.com' })
    await storage.settings.set({ 'mandatory-login': '0' })
    return { ticketNumber, email: 'gus@example.com', captcha: '', apiKey: '' }
  },
  '/ticket/close': ({ ticketNumber }) => ({ ticketNumber }),
  '/ticket/comment': ({ ticketNumber }) => ({ content: 'Now!', ticketNumber, private: '0', ...upload }),
  '/ticket/create': async ({ storage }) => {
    await storage.settings.set({ 'mandatory-login': '0' })
    const guest = { email: 'gus@example.com', name: 'Gus', captcha: '', apiKey: '' }
    return {
      title: 'Help',
      content: 'IMAGE_PATH_0 me',
      departmentId: '1',
      language: 'en',
      ...guest,
      ...upload,
    }
  },
  '/ticket/create-tag': () => ({ name: 'late', color: '#00f' }),
  '/ticket/delete': ({ ticketNumber }) => ({ ticketNumber }),
  '/ticket/delete-custom-response': () => ({ id: '1' }),
  '/ticket/delete-tag': () => ({ tagId: '1' }),
  '/ticket/edit-comment': async ({ desk, jane, ticketNumber }) => {
    await desk.helpdesk.ticket.comment(jane, { ticketNumber, content: 'Now!' })
    return { content: 'Please', ticketNumber, ticketEventId: '1', images: '1', image_0: picture }
  },
  '/ticket/edit-custom-response': () => ({ id: '1', content: 'Hi', name: 'Hi', language: 'en' }),
  '/ticket/edit-tag': () => ({ tagId: '1', color: '#00f', name: 'late' }),
  '/ticket/edit-title': ({ ticketNumber }) => ({ title: 'Help', ticketNumber }),
  '/ticket/get': ({ ticketNumber }) => ({ ticketNumber }),
  '/ticket/get-authors': () => ({ authors: '[{"id":1,"isStaff":1}]' }),
  '/ticket/get-custom-responses': () => ({}),
  '/ticket/get-tags': () => ({}),
  '/ticket/re-open': ({ ticketNumber }) => ({ ticketNumber }),
  '/ticket/remove-tag': async ({ desk, admin, ticketNumber }) => {
    await desk.helpdesk.ticket.addTag(admin, { ticketNumber, tagId: 1 })
    return { ticketNumber, tagId: '1' }
  },
  '/ticket/search': () => ({
    ...{ ...page, tags: '[1]', closed: '0', unreadStaff: '1', dateRange: '[1,300000000000]' },
    ...{ departments: '[1]', authors: '[{"id":1,"isStaff":0}]', owners: '[]', assigned: '0', query: 'work' },
    ...{ orderBy: '{"value":"date","asc":1}', supervisor: '0' },
  }),
  '/ticket/search-authors': () => ({ query: 'u', blackList: '[]', searchUsers: '0' }),
  '/ticket/seen': ({ ticketNumber }) => ({ ticketNumber }),
  '/user/ban': () => ({ email: 'eve@example.com' }),
  '/user/check-session': () => ({}),
  '/user/delete': ({ joe }) => ({ userId: joe.id }),
  '/user/disable': ({ joe }) => ({ userId: joe.id }),
  '/user/edit-custom-fields': ({ jane }) => ({ userId: jane.id, ...customfields }),
  '/user/edit-email': () => ({ newEmail: 'new@example.com' }),
  '/user/edit-password': () => ({ newPassword: 'battery staple', oldPassword: password }),
  '/user/edit-supervised-list': ({ jane, joe }) => ({ userIdList: `[${joe.id}]`, userId: jane.id }),
  '/user/enable': async ({ storage, joe }) => {
    await storage.users.update(joe.id, { disabled: true })
    return { userId: joe.id }
  },
  '/user/get': () => ({}),
  '/user/get-supervised-tickets': ({ jane }) => ({
    ...{ ...page, supervisedUsers: `[${jane.id}]`, showOwnTickets: '1' },
  }),
  '/user/get-user': ({ joe }) => ({ userId: joe.id }),
  '/user/get-users': () => ({ page: '1', orderBy: 'id', desc: '1', search: 'jane' }),
  '/user/invite': () => ({ name: 'Ina', email: 'ina@example.com', captcha: '', ...customfields }),
  '/user/list-ban': () => ({}),
  '/user/login': () => ({ email: 'jane@example.com', password, staff: '0', remember: '1' }),
  '/user/logout': () => ({}),
  '/user/recover-password': async ({ desk, joe: { email } }) => {
    await desk.mails()
    await desk.helpdesk.user.sendRecoverPassword({}, { email })
    const [mail] = await desk.mails()
    return { email, password: 'battery staple', token: mail?.variables.token }
  },
  '/user/resend-email-token': async ({ storage, joe }) => {
    await storage.users.update(joe.id, { verificationToken: tokenHash('token') })
    return { email: joe.email }
  },
  '/user/resend-invite-user': async ({ desk, admin }) => {
    const { userEmail } = await desk.helpdesk.user.invite(admin, { name: 'Ina', email: 'ina@example.com' })
    return { email: userEmail }
  },
  '/user/send-recover-password': () => ({ email: 'joe@example.com', staff: '0' }),
  '/user/signup': () => ({
    ...{ name: 'Ina', email: 'ina@example.com', password, captcha: '', apiKey: '', ...customfields },
  }),
  '/user/un-ban': async ({ storage }) => {
    await storage.bans.add('eve@example.com')
    return { email: 'eve@example.com' }
  },
  '/user/verify': async ({ storage, joe }) => {
    await storage.users.update(joe.id, { verificationToken: tokenHash('token') })
    return { email: joe.email, token: 'token' }
  },
}

const silent = { info: () => {}, warn: () => {}, error: () => {} }
const takenBack = new Error('taken back')

/** What comes of a call, after which everything is as it was before. */
async function outcome({ desk }: World, operation: AnyOperation, session: SessionContext, fields: Fields) {
  let code = 'success'
  const call = desk.storage.transaction(async (storage) => {
    const { files, clock } = desk
    const mailer = { send: async () => {} }
    const options = { storage, files, clock, mailer, log: silent, passwordCost: 4, checkAnswers: true }
    await new OpenSupports(options).call(operation, session, fields).catch((error: { code: string }) => {
      code = error.code
    })
    throw takenBack
  })
  await call.catch((error: unknown) => {
    if (error !== takenBack) throw error
  })
  return code
}

/** The parameters of an operation, and the fields that forms send for one of them. */
const fieldNames = (operation: AnyOperation, fields: Fields) =>
  new Set([...Object.keys(operation.params), ...Object.keys(fields), 'image_0', 'customfield_x'])

const spoilt = (fields: Fields, name: string, value: unknown): Fields =>
  Object.fromEntries(Object.entries({ ...fields, [name]: value }).filter(([, each]) => each !== missing))

const { helpdesk } = await createTestHelpdesk()

test('there are valid fields for every operation', () => {
  expect(Object.keys(validFields).sort()).toEqual([...helpdesk.operations.keys()].sort())
})

describe.each([...helpdesk.operations.values()].map((each) => [each.path, each] as const))(
  '%s',
  (path, operation) => {
    test('answers any value with success or a code that it declares', async () => {
      const world = await makeWorld(!path.startsWith('/system/init-'))
      const fields = (await validFields[path]?.(world)) ?? {}
      const callers = Object.entries(world.callers)

      const whenValid = await Promise.all(
        callers.map(([, session]) => outcome(world, operation, session, fields)),
      )
      expect(whenValid).toContain('success')

      const unexpected: unknown[] = []
      for (const name of fieldNames(operation, fields)) {
        for (const value of hostile) {
          for (const [caller, session] of callers) {
            const code = await outcome(world, operation, session, spoilt(fields, name, value))
            const known = code === 'success' || (operation.errors as readonly string[]).includes(code)
            if (!known) unexpected.push([name, String(value).slice(0, 40), caller, code])
          }
        }
      }
      expect(unexpected).toEqual([])
    })
  },
)

test('a hostile session is a guest', async () => {
  const { callers } = await makeWorld(true)
  for (const value of hostile) {
    for (const session of [{ userId: value }, { token: value }, { ...callers.user, token: value }]) {
      expect(await helpdesk.user.checkSession(session as SessionContext)).toEqual({ sessionActive: false })
    }
  }
})
