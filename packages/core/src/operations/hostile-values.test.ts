import { describe, expect, test } from 'vitest'
import {
  type CreateTokenParams,
  memoryStorage,
  type OperationName,
  type SessionContext,
  type Storage,
} from '../index.js'
import { type AnyOperation, errorsOf, nothing } from '../operation/index.js'
import type { Fields } from '../params/index.js'
import { tokenHash } from '../platform/index.js'
import { createTestHelpdesk, testPassword } from '../testing/index.js'
import { gifFile } from '../testing/pictures.test-support.js'

/** Values that no client should send. `missing` is left out. */
const missing = Symbol('missing')
const hostile: readonly unknown[] = [
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
  [],
  {},
  ['x'],
  { a: 1 },
  { id: 1, isStaff: 1 },
  [[1]],
  Object.create(null),
  new Map(),
  Symbol('x'),
  '[',
  '{}',
  '[null]',
  '[[1]]',
  '[{"id":1}]',
  '[{"id":"\\u0000"}]',
  '["1 OR 1=1"]',
  '[1e400]',
  '['.repeat(10_000),
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
  'x'.repeat(200_000),
  '<'.repeat(200_000),
  '👍',
  '👍'.repeat(500),
  '\u202e',
  '../../etc/passwd',
  '<script>',
]

/** Texts that some databases cannot store, although memory can. */
function check(value: unknown): void {
  if (typeof value === 'string' && (!value.isWellFormed() || value.includes('\0'))) throw new Error('no text')
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new Error('no whole number')
  if (value instanceof Date && Number.isNaN(value.getTime())) throw new Error('no date')
  if (typeof value === 'object' && value !== null) Object.values(value).forEach(check)
}

const takenBack = new Error('taken back')

/** A storage that represents all of them, with writes that can be reverted. */
function makeStorage() {
  const memory = memoryStorage()
  let current = memory
  const stores = Object.entries(memory).filter(([, store]) => typeof store === 'object')
  const forwarding = (store: keyof Storage, methods: object) =>
    Object.fromEntries(
      Object.keys(methods).map((name) => [
        name,
        async (...args: unknown[]) => {
          check(args)
          return (current[store] as unknown as Record<string, (...args: unknown[]) => unknown>)[name]?.(
            ...args,
          )
        },
      ]),
    )
  const storage = {
    ...Object.fromEntries(stores.map(([name, store]) => [name, forwarding(name as keyof Storage, store)])),
    transaction: (work: (storage: Storage) => Promise<unknown>) =>
      current === memory ? memory.transaction(work) : work(storage),
    lock: async () => {},
    close: async () => {},
  } as unknown as Storage

  /** Runs `work`, then reverts all of its writes. */
  async function takingBack<T>(work: () => Promise<T>): Promise<T> {
    const results: T[] = []
    const undone = memory.transaction(async (tx) => {
      current = tx
      try {
        results.push(await work())
      } finally {
        current = memory
      }
      throw takenBack
    })
    await undone.catch((error: unknown) => {
      if (error !== takenBack) throw error
    })
    return results[0] as T
  }
  return { storage, takingBack }
}

const silent = { info: () => {}, warn: () => {}, error: () => {} }

/** A helpdesk with one of everything, and its possible callers. */
async function makeWorld(install: boolean) {
  const { storage, takingBack } = makeStorage()
  const desk = await createTestHelpdesk({ storage, install, log: silent })
  const { admin } = desk
  const jane = await desk.user({ email: 'jane@example.com' })
  const joe = await desk.user({ email: 'joe@example.com' })
  const stan = install ? await desk.staff({ email: 'stan@helpdesk.example' }) : admin
  const callers: Record<string, SessionContext> = { guest: {}, user: jane, 'staff 3': admin }
  await storage.customFields.insert({ name: 'Phone', description: '', type: 'text', options: [] })
  await storage.customFields.insert({ name: 'Color', description: '', type: 'select', options: ['red'] })
  await storage.tags.insert({ name: 'urgent', color: '#f00' })
  await storage.customResponses.insert({ name: 'Hello', language: 'en', content: 'Hi' })
  const topicId = await storage.topics.insert({ name: 'Water', icon: null, iconColor: null, private: false })
  const article = { title: 'Wet', content: 'Swim', position: 1, topicId, lastEdited: desk.clock.now() }
  await storage.articles.insert(article)
  await desk.files.put('p_a.gif', picture)
  const ticketNumber = install ? await desk.ticket({ author: jane }) : 0
  return {
    desk,
    storage,
    takingBack,
    admin,
    jane,
    joe,
    stan,
    callers,
    ticketNumber,
    sales: await desk.department(),
  }
}
type World = Awaited<ReturnType<typeof makeWorld>>

const picture = gifFile()
const password = testPassword
const customfields = { customfield_Phone: '1', customfield_Color: 'red' }
const upload = { file: new File(['a text'], 'a.txt'), images: '1', image_0: picture }
const page = { page: '1', pageSize: '10' }

async function failedMail({ storage }: World) {
  const mail = { template: 'TICKET_CLOSED', to: 'a@b.example', language: 'en', variables: {} }
  await storage.outbox.add([{ ...mail, createdAt: new Date(0) }])
  const [claimed] = await storage.outbox.claim(new Date(), new Date(), 1)
  await storage.outbox.failed(claimed?.id ?? 0, null, 'refused')
  return { id: claimed?.id }
}

/** Makes an incoming mail that was refused. */
async function refusedMail({ desk, storage }: World) {
  await storage.bans.add('eve@evil.example')
  desk.inbox.put({ from: 'eve@evil.example' })
  await desk.helpdesk.pollMail()
  await storage.bans.remove('eve@evil.example')
  const [mail] = await storage.mailLedger.problems({ offset: 0, limit: 1 })
  return { id: mail?.id }
}

/** Makes a webhook with a delivery. */
async function webhookOf({ desk, admin, storage }: World) {
  const webhook = { url: 'https://shop.example/hooks', events: ['ticket.*'] }
  const { id } = await desk.helpdesk.system.createWebhook(admin, webhook)
  const { position: from = 0 } = (await storage.webhooks.byId(id)) ?? {}
  const deliveries = [{ messageId: 'msg_a', event: 'ticket.closed', body: '{}' }]
  await storage.webhooks.advance(id, { from, to: from + 1, now: desk.clock.now(), deliveries })
  return { webhookId: String(id) }
}

/** For every operation, fields with which some caller succeeds. */
const validFields: Readonly<Record<string, (world: World) => Fields | Promise<Fields>>> = {
  '/article/add': () => ({
    title: 'Fire',
    content: 'IMAGE_PATH_0 Run',
    topicId: '1',
    position: '2',
    images: '1',
    image_0: picture,
  }),
  '/article/add-topic': () => ({ name: 'Fire', icon: 'fire', iconColor: '#f00', private: '1' }),
  '/article/delete': () => ({ articleId: '1' }),
  '/article/delete-topic': () => ({ topicId: '1' }),
  '/article/edit': () => ({
    articleId: '1',
    title: 'Fire',
    content: 'IMAGE_PATH_0 Run',
    topicId: '1',
    position: '2',
    images: '1',
    image_0: picture,
  }),
  '/article/edit-topic': () => ({
    topicId: '1',
    name: 'Fire',
    icon: 'fire',
    iconColor: '#f00',
    private: '1',
  }),
  '/article/get-all': () => ({}),
  '/staff/assign-ticket': ({ ticketNumber, stan }) => ({ ticketNumber, staffId: stan.id }),
  '/staff/delete': ({ stan }) => ({ staffId: stan.id }),
  '/staff/edit': ({ stan }) => ({
    email: 'new@helpdesk.example',
    password,
    level: '2',
    staffId: stan.id,
    departments: '[1]',
    sendEmailOnNewTicket: '1',
    file: picture,
  }),
  '/staff/get': ({ stan }) => ({ staffId: stan.id }),
  '/staff/get-all': () => ({}),
  '/staff/get-all-tickets': () => ({ page: '1', query: 'work', closed: '1' }),
  '/staff/get-new-tickets': () => ({ ...page, departmentId: '1' }),
  '/staff/get-tickets': () => ({ ...page, closed: '1', departmentId: '1' }),
  '/staff/invite': () => ({
    name: 'Ina',
    email: 'ina@helpdesk.example',
    level: '1',
    departments: '[1]',
    profilePic: '',
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
    name: 'shop',
    canCreateUsers: '1',
    canCreateTickets: '1',
    canCheckTickets: '1',
    shouldReturnTicketNumber: '1',
  }),
  '/system/add-custom-field': () => ({
    name: 'Size',
    description: 'Of the company',
    type: 'select',
    options: '["small","large"]',
  }),
  '/system/add-department': () => ({ name: 'Orders', private: '1' }),
  '/system/backup-database': () => ({ password }),
  '/system/create-token': () => ({
    name: 'shop',
    scopes: '["ticket.*"]',
    departments: '[1]',
    level: '2',
    expiresInDays: '30',
  }),
  '/system/create-webhook': () => ({
    url: 'https://shop.example/hooks?key=1',
    events: '["ticket.*"]',
    description: 'Shop',
  }),
  '/system/csv-import': () => ({
    password,
    file: new File(['ina@example.com,correct horse,Ina'], 'a.csv'),
  }),
  '/system/delete-all-users': () => ({ password }),
  '/system/check-requirements': () => ({}),
  '/system/delete-api-key': async ({ desk, admin }) => {
    await desk.helpdesk.system.addApiKey(admin, { name: 'shop' })
    return { name: 'shop' }
  },
  '/system/delete-custom-field': () => ({ id: '1' }),
  '/system/delete-department': ({ sales }) => ({ departmentId: sales, transferDepartmentId: '1' }),
  '/system/disable-mandatory-login': async ({ storage }) => {
    await storage.settings.set({ registration: '1' })
    return { password }
  },
  '/system/disable-registration': async ({ storage }) => {
    await storage.settings.set({ 'mandatory-login': '1' })
    return { password }
  },
  '/system/delete-webhook': webhookOf,
  '/system/discard-mail': failedMail,
  '/system/download': () => ({ file: 'p_a.gif' }),
  '/system/edit-department': ({ sales }) => ({ departmentId: sales, name: 'Orders', private: '1' }),
  '/system/edit-webhook': async (world) => ({
    ...(await webhookOf(world)),
    url: 'https://shop.example/others',
    events: '["*"]',
    description: 'Others',
    enabled: '0',
  }),
  '/system/edit-settings': () => ({
    'default-department-id': '1',
    allowedLanguages: '["en"]',
    supportedLanguages: '["en"]',
    language: 'en',
    layout: 'boxed',
    'max-size': '1',
    'attempt-limit': '10',
    title: 'Help',
    'maintenance-mode': '0',
    'allow-attachments': '1',
    'default-is-locked': '0',
    'reopen-on-reply': '1',
  }),
  '/system/edit-mail-template': () => ({
    template: 'TICKET_CLOSED',
    language: 'en',
    subject: 'Closed',
    text1: 'Closed',
    text2: '{{name}} {{title}}',
    text3: '',
  }),
  '/system/email-polling': async ({ storage }) => {
    await storage.settings.set({ 'imap-token': 'token' })
    return { token: 'token' }
  },
  '/system/enable-mandatory-login': () => ({ password }),
  '/system/enable-registration': () => ({ password }),
  '/system/get-api-keys': () => ({}),
  '/system/get-csv-import': () => ({}),
  '/system/get-custom-fields': () => ({}),
  '/system/get-logs': () => ({ page: '1' }),
  '/system/get-mail-template': () => ({ template: 'TICKET_CLOSED', language: 'en' }),
  '/system/get-mail-template-list': () => ({}),
  '/system/get-settings': () => ({ allSettings: '1' }),
  '/system/get-stats': () => ({
    dateRange: '[1,300000000000]',
    departments: '[1]',
    tags: '[1]',
    owners: '[1]',
  }),
  '/system/get-tokens': () => ({}),
  '/system/get-undelivered-mails': () => ({ page: '1' }),
  '/system/get-untaken-mails': () => ({ page: '1' }),
  '/system/get-webhook-deliveries': async (world) => ({
    ...(await webhookOf(world)),
    page: '1',
    state: 'waiting',
  }),
  '/system/get-webhooks': () => ({}),
  '/system/init-admin': () => ({ name: 'Ada', email: 'ada@helpdesk.example', password }),
  '/system/init-database': () => ({
    dbHost: 'localhost',
    dbPort: '3306',
    dbName: 'helpdesk',
    dbUser: 'u',
    dbPassword: 'p',
  }),
  '/system/init-settings': () => ({
    language: 'en',
    registration: '1',
    title: 'Help',
    url: 'http://a.example',
  }),
  '/system/installation-done': () => ({}),
  '/system/recover-mail-template': () => ({ template: 'TICKET_CLOSED', language: 'en' }),
  '/system/retry-mail': failedMail,
  '/system/retry-untaken-mail': refusedMail,
  '/system/retry-webhook-delivery': async (world) => {
    await webhookOf(world)
    return { deliveryId: '1' }
  },
  '/system/rotate-webhook-secret': async (world) => ({
    ...(await webhookOf(world)),
    keepOldForHours: '2',
  }),
  '/system/revoke-token': async ({ desk, admin }) => {
    const { id } = await desk.helpdesk.system.createToken(admin, { name: 'shop', scopes: ['ticket.*'] })
    return { tokenId: id }
  },
  '/system/start-csv-import': () => ({
    password,
    file: new File(['ina@example.com,correct horse,Ina'], 'a.csv'),
  }),
  '/system/test-imap': () => ({ 'imap-host': 'h', 'imap-user': 'u', 'imap-pass': 'p', installToken: '' }),
  '/system/test-smtp': () => ({ 'smtp-host': 'h', 'smtp-user': 'u', 'smtp-pass': 'p', installToken: '' }),
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
  '/ticket/get-original-mail': ({ ticketNumber }) => ({ ticketNumber }),
  '/ticket/get-tags': () => ({}),
  '/ticket/re-open': ({ ticketNumber }) => ({ ticketNumber }),
  '/ticket/remove-tag': async ({ desk, admin, ticketNumber }) => {
    await desk.helpdesk.ticket.addTag(admin, { ticketNumber, tagId: 1 })
    return { ticketNumber, tagId: '1' }
  },
  '/ticket/search': () => ({
    ...page,
    tags: '[1]',
    closed: '0',
    unreadStaff: '1',
    dateRange: '[1,300000000000]',
    departments: '[1]',
    authors: '[{"id":1,"isStaff":0}]',
    owners: '[]',
    assigned: '0',
    query: 'work',
    orderBy: '{"value":"date","asc":1}',
    supervisor: '0',
  }),
  '/ticket/looking': ({ ticketNumber }) => ({ ticketNumber, writing: '1' }),
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
  '/user/get-supervised-tickets': async ({ storage, jane, joe }) => {
    await storage.users.setSupervised(jane.id, [joe.id])
    return { ...page, supervisedUsers: `[${joe.id}]`, showOwnTickets: '1' }
  },
  '/user/get-tickets': () => ({ page: '1', pageSize: '5' }),
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
    name: 'Ina',
    email: 'ina@example.com',
    password,
    captcha: '',
    apiKey: '',
    ...customfields,
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

/** Returns the outcome of a call, and reverts its writes. */
const outcome = (
  { desk, takingBack }: World,
  operation: AnyOperation,
  session: SessionContext,
  fields: Fields,
): Promise<string> =>
  takingBack(() =>
    desk.helpdesk.call(operation, session, fields).then(
      () => 'success',
      (error: { code: string }) => error.code,
    ),
  )

/** The parameters of an operation, and the fields that forms send for one of them. */
const fieldNames = (operation: AnyOperation, fields: Fields) =>
  new Set([
    ...Object.entries(operation.params).map(([key, { field }]) => field ?? key),
    ...Object.keys(fields),
  ])

const spoilt = (fields: Fields, name: string, value: unknown): Fields =>
  Object.fromEntries(Object.entries({ ...fields, [name]: value }).filter(([, each]) => each !== missing))

/** Operations that work only before the installation. */
const installation = /^\/system\/(?:init-|check-requirements)/

const nothingToDo = {
  params: {},
  data: nothing,
  check: undefined,
  validate: undefined,
  read: async () => null,
  finish: undefined,
}

const { helpdesk } = await createTestHelpdesk()

test('there are valid fields for every operation', () => {
  expect(Object.keys(validFields).sort()).toEqual([...helpdesk.operations.keys()].sort())
})

describe.each([...helpdesk.operations.values()].map((each) => [each.path, each] as const))(
  '%s',
  (path, operation) => {
    test('answers any value with success or a code that it declares', async () => {
      const world = await makeWorld(!installation.test(path))
      const fields = (await validFields[path]?.(world)) ?? {}
      const expected = ['success', ...errorsOf(operation)]
      const unexpected: unknown[] = []
      const whenValid: string[] = []
      for (const [caller, session] of Object.entries(world.callers)) {
        // A caller without permission is refused before any value is read.
        const admitted = await outcome(world, { ...operation, ...nothingToDo }, session, {})
        if (admitted !== 'success') continue
        // Values are read alike for all callers: one that succeeds sends all of them, the others a few.
        const values = whenValid.includes('success') ? hostile.slice(0, 10) : hostile
        whenValid.push(await outcome(world, operation, session, fields))
        for (const name of fieldNames(operation, fields)) {
          for (const value of values) {
            const code = await outcome(world, operation, session, spoilt(fields, name, value))
            if (!expected.includes(code)) unexpected.push([name, String(value).slice(0, 40), caller, code])
          }
        }
      }
      expect(whenValid).toContain('success')
      expect(unexpected).toEqual([])
    })
  },
)

test('a hostile session is a guest', async () => {
  const { desk, jane } = await makeWorld(true)
  for (const value of hostile) {
    for (const session of [
      { userId: value },
      { token: value },
      { ...jane, token: value },
      { ...jane, userId: value },
    ]) {
      expect(await desk.helpdesk.user.checkSession(session as SessionContext)).toEqual({
        sessionActive: false,
      })
    }
  }
})

/** The refusals that `check` and the admission cause. */
const notAllowed = [
  'NO_PERMISSION',
  'USER_DISABLED',
  'UNKNOWN_STAFF',
  'UNKNOWN_TOKEN',
  'TOKEN_DEPARTMENT',
  'TOKEN_NOT_ALLOWED',
  'TOKEN_REVOKED',
  'TOKEN_SCOPE',
  'TICKET_ALREADY_ASSIGNED',
  'YOU_CAN_NOT_DELETE_YOURSELF',
]

/** Operations whose answer depends on a secret, or on other rows than those that the parameters name. */
const dependsOnMore = [
  '/system/download',
  '/system/email-polling',
  '/system/init-admin',
  '/system/init-settings',
  '/system/test-imap',
  '/system/test-smtp',
  '/user/delete',
  '/user/edit-supervised-list',
  '/user/recover-password',
  '/user/resend-email-token',
  '/user/signup',
]

/** All kinds of callers, and tickets in all states that rules ask for. */
async function makeCrowd(world: World) {
  const { desk, storage, admin, jane, joe, stan, sales } = world
  const { helpdesk } = desk
  const [boss, mia, off] = [await desk.user(), await desk.staff({ departments: [] }), await desk.user()]
  const leader = await desk.staff({ level: 3, departments: [sales] })
  const two = await desk.staff({ level: 2, departments: [1] })
  await storage.users.setSupervised(boss.id, [jane.id])
  const gus = await desk.ticketSession({ email: 'gus@example.com' })
  const gone = helpdesk.actingAs({ user: { id: 'gone', email: 'gone@example.com', name: 'Gone' } })
  await helpdesk.user.get(gone)
  await storage.users.update(off.id, { disabled: true })
  await helpdesk.forget({ user: 'gone' })
  const secret = await storage.departments.insert({ name: 'Secret', private: true })
  await storage.staff.setDepartments(stan.id, [1, secret ?? 0])
  const [closed, owned, commented] = [
    await desk.ticket({ author: jane }),
    await desk.ticket({ author: jane }),
    await desk.ticket({ author: jane }),
  ]
  await helpdesk.ticket.close(jane, { ticketNumber: closed })
  await helpdesk.staff.assignTicket(stan, { ticketNumber: owned })
  await helpdesk.ticket.comment(stan, { ticketNumber: commented, content: 'Hello' })
  const ofStaff = await desk.ticket({ author: mia })
  const hidden = await desk.ticket({ author: stan })
  await helpdesk.ticket.changeDepartment(stan, { ticketNumber: hidden, departmentId: secret ?? 0 })
  const everything = ['user', 'staff', 'ticket', 'article', 'system'].map((group) => `${group}.*`)
  const tokenOf = (maker: SessionContext, given: Partial<CreateTokenParams>) =>
    helpdesk.system.createToken(maker, { name: 'A', scopes: everything, ...given })
  const revoked = async () => {
    const made = await tokenOf(admin, { level: 3 })
    await helpdesk.system.revokeToken(admin, { tokenId: made.id })
    return made
  }
  const callers: Record<string, SessionContext> = {
    guest: {},
    author: jane,
    supervisor: boss,
    'another user': joe,
    'a disabled user': off,
    'a ticket session': gus,
    'a forgotten user': gone,
    'an unknown staff member': helpdesk.actingAs({ staff: 99 }),
    'staff 1 of the department': stan,
    'staff 1 of none': mia,
    'staff 2 of the department': two,
    'staff 3 of another one': leader,
    'staff 3': admin,
    'a token of staff 3': await tokenOf(admin, { level: 3 }),
    'a token of level 1': await tokenOf(admin, {}),
    'a token for tickets': await tokenOf(admin, { scopes: ['ticket.*'] }),
    'a token for one department': await tokenOf(admin, { departments: [sales], level: 3 }),
    'a revoked token': await revoked(),
    'an unknown token': { token: 'ost_unknown' },
  }
  const tickets: Record<string, number> = {
    open: world.ticketNumber,
    closed,
    owned,
    commented,
    'of staff': ofStaff,
    'in a private department': hidden,
    'of a guest': gus.ticketNumber,
    'of nobody': 999_999,
  }
  return { callers, tickets }
}

const methodNames = Object.entries({
  user: helpdesk.user,
  staff: helpdesk.staff,
  ticket: helpdesk.ticket,
  article: helpdesk.article,
  system: helpdesk.system,
}).flatMap(([group, methods]) => Object.keys(methods).map((name) => `${group}.${name}` as OperationName))

const pathOf = (name: string) =>
  `/${name.replace('.', '/').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** Returns the name of an operation's method. */
const methodOf = (path: string) => methodNames.find((name) => pathOf(name) === path) as OperationName

const judged = [...helpdesk.operations.values()].filter(({ path }) => !dependsOnMore.includes(path))

describe('`can` answers as the call does', () => {
  test.each(judged.map((each) => [each.path, each] as const))('%s', async (path, operation) => {
    const world = await makeWorld(true)
    const { callers, tickets } = await makeCrowd(world)
    const { desk } = world
    const name = methodOf(path)
    const given = (await validFields[path]?.(world)) ?? {}
    await world.storage.settings.set({ 'mandatory-login': '0' })
    const isOfTicket = 'ticketNumber' in given
    const states = isOfTicket ? Object.entries(tickets) : [['', 0] as const]
    const differing: unknown[] = []
    const answers = new Set<string>()
    for (const [state, ticketNumber] of states) {
      const fields: Fields = isOfTicket ? { ...given, ticketNumber } : given
      for (const mandatory of ['0', '1'])
        for (const [caller, session] of Object.entries(callers)) {
          await world.storage.settings.set({ 'mandatory-login': mandatory })
          const code = await outcome(world, operation, session, fields)
          const can = await desk.helpdesk.can(session, name, fields as object).then(
            (may) => (may ? 'may' : 'may not'),
            (error: { code: string }) => error.code,
          )
          answers.add(can)
          const expected = notAllowed.includes(code) ? 'may not' : 'may'
          if (can !== expected && can !== code) differing.push([state, caller, mandatory, code, can])
        }
    }
    expect(differing).toEqual([])
    expect(answers).toContain('may')
    if (isOfTicket && path !== '/ticket/check') expect(answers).toContain('may not')
  })

  test('for a ticket whose answer lists the allowed operations', async () => {
    const world = await makeWorld(true)
    const { callers, tickets } = await makeCrowd(world)
    const { helpdesk } = world.desk
    await world.storage.settings.set({ 'mandatory-login': '0' })
    let lists = 0
    for (const [caller, session] of Object.entries(callers))
      for (const ticketNumber of Object.values(tickets)) {
        if (!(await helpdesk.can(session, 'ticket.get', { ticketNumber }))) continue
        const { allowed } = await helpdesk.ticket.get(session, { ticketNumber })
        lists++
        for (const name of methodNames) {
          if (!('ticket' in (helpdesk.operations.get(pathOf(name))?.params ?? {}))) continue
          const may = await helpdesk.can(session, name, { ticketNumber })
          expect([caller, name, allowed.includes(name)]).toEqual([caller, name, may])
        }
      }
    expect(lists).toBeGreaterThan(20)
  })
})
