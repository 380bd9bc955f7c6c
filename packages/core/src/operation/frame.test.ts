import { describe, expect, test } from 'vitest'
import { createTestHelpdesk } from '../testing/index.js'
import { type AnyOperation, nothing } from './index.js'

interface ReadOperation extends AnyOperation {
  readonly check: undefined
  readonly validate: undefined
  read(): Promise<unknown>
}

/** The operation without its work, so that only the permission check is left. */
const admissionOf = (operation: AnyOperation): ReadOperation => ({ ...operation, ...nothingToDo })

const nothingToDo = {
  params: {},
  data: nothing,
  check: undefined,
  validate: undefined,
  read: async () => null,
  finish: undefined,
}

const desk = await createTestHelpdesk()
const callers = {
  guest: {},
  user: await desk.user(),
  'ticket session': await desk.ticketSession(),
  'staff 1': await desk.staff({ level: 1 }),
  'staff 2': await desk.staff({ level: 2 }),
  'staff 3': await desk.staff({ level: 3 }),
}
type Caller = keyof typeof callers
const names = Object.keys(callers) as Caller[]
const staffFrom = (level: number): Caller[] => names.filter((name) => Number(name.split(' ')[1]) >= level)

/** The callers that the definition of the operation admits. */
function expectedCallers({ permission, guests, ticketSession }: AnyOperation, mandatoryLogin: boolean) {
  if (permission === 'any') return names
  if (permission !== 'user') return staffFrom(Number(permission.split('_')[1]))
  const guestsToo = guests && !mandatoryLogin
  return names.filter(
    (name) =>
      !['guest', 'ticket session'].includes(name) ||
      guestsToo ||
      (name === 'ticket session' && ticketSession && !mandatoryLogin),
  )
}

describe.each([true, false])('with mandatory login %s', (mandatoryLogin) => {
  describe.each(
    [...desk.helpdesk.operations.values()].map((operation) => [operation.path, operation] as const),
  )('%s', (_, operation) => {
    test.each(names)('answers %s, or refuses with NO_PERMISSION', async (name) => {
      await desk.storage.settings.set({ 'mandatory-login': mandatoryLogin ? '1' : '0' })
      const call = desk.helpdesk.call(admissionOf(operation), callers[name], {})
      if (expectedCallers(operation, mandatoryLogin).includes(name)) await expect(call).resolves.toBeDefined()
      else await expect(call).rejects.toMatchObject({ code: 'NO_PERMISSION' })
    })
  })
})

describe('before the installation', () => {
  test('only the installation works', async () => {
    const { helpdesk } = await createTestHelpdesk({ install: false })
    const answering: string[] = []
    for (const operation of helpdesk.operations.values()) {
      await helpdesk.call(admissionOf(operation), {}, {}).then(
        () => answering.push(operation.path),
        () => {},
      )
    }
    expect(answering.sort()).toEqual([
      '/system/check-requirements',
      '/system/get-settings',
      '/system/init-admin',
      '/system/init-database',
      '/system/init-settings',
      '/system/installation-done',
      '/system/test-imap',
      '/system/test-smtp',
      '/user/check-session',
    ])
  })
})

describe('a refusal names the field', () => {
  test('whose parameter cannot be read', async () => {
    const call = desk.helpdesk.user.signup(
      {},
      { name: '', email: 'a@customer.example', password: 'correct horse' },
    )
    await expect(call).rejects.toMatchObject({ code: 'INVALID_NAME', field: 'name' })
  })

  test('that the work refuses, where the code is that of one parameter', async () => {
    const wrong = { password: 'wrong horse' }
    const call = desk.helpdesk.system.backupDatabase(callers['staff 3'], wrong)
    await expect(call).rejects.toMatchObject({ code: 'INVALID_PASSWORD', field: 'password' })
  })

  test('with an unknown name are refused on request, after the permission check', async () => {
    const operation = desk.helpdesk.operations.get('/user/get') as AnyOperation
    const refused = (session: object, fields: object) =>
      desk.helpdesk.call(operation, session, { ...fields }, { unknownFields: 'refuse' })
    await expect(refused(callers.user, { colour: 1 })).rejects.toMatchObject({
      code: 'UNKNOWN_FIELD',
      field: 'colour',
      status: 400,
    })
    await expect(refused({}, { colour: 1 })).rejects.toMatchObject({ code: 'NO_PERMISSION' })
    const long = await refused(callers.user, { ['x'.repeat(1_000_000)]: 1 }).catch((error) => error)
    expect(long.field).toHaveLength(100)
    await expect(desk.helpdesk.call(operation, callers.user, { colour: 1 })).resolves.toBeDefined()
  })
})

describe('a session', () => {
  test('is refused with a token that belongs to another account', async () => {
    const one = await desk.user()
    const other = await desk.user()
    await expect(desk.helpdesk.user.get({ userId: one.id, token: other.token })).rejects.toMatchObject({
      code: 'NO_PERMISSION',
    })
  })

  test('is refused once it has expired', async () => {
    const desk = await createTestHelpdesk()
    const jane = await desk.user()
    desk.clock.advance({ days: 31 })
    await expect(desk.helpdesk.user.get(jane)).rejects.toMatchObject({ code: 'NO_PERMISSION' })
  })

  test('stays alive while it is used', async () => {
    const desk = await createTestHelpdesk()
    const jane = await desk.user()
    for (let week = 0; week < 8; week++) {
      desk.clock.advance({ days: 7 })
      await desk.helpdesk.user.get(jane)
    }
    expect(await desk.helpdesk.user.checkSession(jane)).toEqual({ sessionActive: true })
  })

  test('of a disabled user is USER_DISABLED', async () => {
    const jane = await desk.user()
    await desk.storage.users.update(jane.id, { disabled: true })
    await expect(desk.helpdesk.user.get(jane)).rejects.toMatchObject({ code: 'USER_DISABLED' })
  })
})

test('an internal error is logged with its cause and answered as INTERNAL_ERROR', async () => {
  const logged: object[] = []
  const log = { info: () => {}, warn: () => {}, error: (fields: object) => void logged.push(fields) }
  const desk = await createTestHelpdesk({ log })
  const cause = new Error('the disk is on fire')
  const broken: ReadOperation = {
    ...admissionOf([...desk.helpdesk.operations.values()][0] as AnyOperation),
    permission: 'any',
    read: () => Promise.reject(cause),
  }
  const call = desk.helpdesk.call(broken, { requestId: 'r-1' }, {})
  await expect(call).rejects.toMatchObject({ code: 'INTERNAL_ERROR', cause })
  expect(logged).toEqual([{ err: cause, path: broken.path, requestId: 'r-1' }])
})
