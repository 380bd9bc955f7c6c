import { describe, expect, test } from 'vitest'
import { errorCodes, errorsOf, OpenSupports } from './index.js'
import { createTestHelpdesk, testPassword } from './testing/index.js'

const desk = await createTestHelpdesk()
const operations = [...desk.helpdesk.operations.values()]

const camelCase = (text: string) => text.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

describe.each(operations.map((operation) => [operation.path, operation] as const))(
  '%s',
  (path, operation) => {
    const [, group = '', file = ''] = path.split('/')
    const method = camelCase(file)

    test('is a method of its group, named as its path', () => {
      const methods = desk.helpdesk[group as 'user'] as unknown as Record<string, unknown>
      expect(methods[method]).toBeTypeOf('function')
    })

    test('is a file of its group, named as its path', async () => {
      const module: Record<string, unknown> = await import(`./operations/${group}/${file}.ts`)
      expect(Object.values(module)).toContain(operation)
    })

    test('answers with known codes only', () => {
      expect(errorCodes).toEqual(expect.arrayContaining([...errorsOf(operation)]))
      expect(errorsOf(operation)).not.toContain('INTERNAL_ERROR')
    })

    test('lists no code that its permission or a parameter has anyway', () => {
      const { errors = [] } = operation
      const { errors: _, ...without } = operation
      const derived = errorsOf(without)
      expect(errors.filter((code) => derived.includes(code))).toEqual([])
      expect(new Set(errors).size).toBe(errors.length)
    })
  },
)

test('every method is an operation', () => {
  const groups = ['user', 'staff', 'ticket', 'article', 'system'] as const
  const methods = groups.flatMap((group) =>
    Object.keys(desk.helpdesk[group]).map((name) => `${group}.${name}`),
  )
  const paths = operations.map(({ path }) => camelCase(path.slice(1)).replace('/', '.'))
  expect(methods.sort()).toEqual(paths.sort())
})

test('the answer of a login is a session, also after a round trip through JSON', async () => {
  const { email } = await desk.user()
  const session = await desk.helpdesk.user.login({}, { email, password: testPassword })
  expect(await desk.helpdesk.user.get(session)).toMatchObject({ email })
  const stored = JSON.parse(JSON.stringify(session)) as typeof session
  expect(await desk.helpdesk.user.get(stored)).toMatchObject({ email })
})

test('the answer of a ticket check is a session', async () => {
  const session = await desk.ticketSession()
  const { ticketNumber } = session
  expect(await desk.helpdesk.ticket.get(session, { ticketNumber })).toMatchObject({ ticketNumber })
})

test('methods work without their object', async () => {
  const { checkSession } = desk.helpdesk.user
  expect(await checkSession({})).toEqual({ sessionActive: false })
})

test('methods cannot be replaced', () => {
  expect(Object.isFrozen(desk.helpdesk.ticket)).toBe(true)
})

test('the time is that of the clock', async () => {
  const ticketNumber = await desk.ticket({ author: await desk.user() })
  const ticket = await desk.helpdesk.ticket.get(desk.admin, { ticketNumber })
  expect(ticket.date).toEqual(new Date('2026-03-02T12:00:00Z'))
})

describe('two helpdesks in one process share no state', () => {
  test('rows, files and mails', async () => {
    const [one, other] = [await createTestHelpdesk(), await createTestHelpdesk()]
    await one.helpdesk.system.addDepartment(one.admin, { name: 'Sales' })
    await one.files.put('p_a.png', new File(['x'], 'a.png'))
    await one.helpdesk.user.sendRecoverPassword({}, { email: one.admin.email, staff: true })
    expect(await other.storage.departments.all()).toHaveLength(1)
    expect(other.files.names()).toEqual([])
    expect(await other.mails()).toEqual([])
    expect(await one.mails()).toHaveLength(1)
  })

  test('sessions', async () => {
    const [one, other] = [await createTestHelpdesk(), await createTestHelpdesk()]
    const jane = await one.helpdesk.user.login(
      {},
      { email: (await one.user()).email, password: testPassword },
    )
    await other.user()
    other.clock.advance({ minutes: 1 })
    const strange = await other.helpdesk.user.checkSession({ userId: jane.userId, token: `${jane.token}x` })
    expect(strange).toEqual({ sessionActive: false })
    expect(await one.helpdesk.user.checkSession(jane)).toEqual({ sessionActive: true })
  })

  test('listeners', async () => {
    const [one, other] = [await createTestHelpdesk(), await createTestHelpdesk()]
    const heard: string[] = []
    one.helpdesk.on('ticket.created', () => heard.push('one'))
    other.helpdesk.on('ticket.created', () => heard.push('other'))
    await one.ticket({ author: one.admin })
    expect(heard).toEqual(['one'])
  })

  test('whether they are installed', async () => {
    const installed = await createTestHelpdesk()
    await installed.helpdesk.user.get(await installed.user())
    const { helpdesk } = await createTestHelpdesk({ install: false })
    const { email, password } = { email: 'jane@example.com', password: testPassword }
    const call = helpdesk.user.signup({}, { name: 'Jane', email, password })
    await expect(call).rejects.toMatchObject({ code: 'NOT_INSTALLED' })
  })

  test('except that two on one storage share it', async () => {
    const one = await createTestHelpdesk()
    const other = new OpenSupports({ storage: one.storage, clock: one.clock })
    expect(await other.user.checkSession(await one.user())).toEqual({ sessionActive: true })
  })
})

describe('a listener', () => {
  test('that throws affects nothing else, and is logged', async () => {
    const logged: object[] = []
    const log = { info: () => {}, warn: () => {}, error: (fields: object) => void logged.push(fields) }
    const desk = await createTestHelpdesk({ log })
    const err = new Error('oops')
    desk.helpdesk.on('ticket.created', () => Promise.reject(err))
    desk.helpdesk.on('ticket.created', () => {
      throw err
    })
    await desk.ticket({ author: desk.admin })
    await Promise.resolve()
    expect(logged).toEqual([
      { err, event: 'ticket.created' },
      { err, event: 'ticket.created' },
    ])
  })

  test('gets no events after its removal, and none of failed calls', async () => {
    const desk = await createTestHelpdesk()
    const heard: unknown[] = []
    const end = desk.helpdesk.on('ticket.created', (event) => heard.push(event))
    await desk.helpdesk.ticket.create(desk.admin, { title: '', content: '' }).catch(() => {})
    const ticketNumber = await desk.ticket({ author: desk.admin })
    end()
    await desk.ticket({ author: desk.admin })
    expect(heard).toMatchObject([{ name: 'ticket.created', ticketNumber, departmentId: 1 }])
  })
})
