import { describe, expect, test } from 'vitest'
import { memoryStorage, OpenSupportsError, type SessionContext, type Storage } from './index.js'
import type { Fields } from './params/index.js'
import { createTestHelpdesk, testPassword } from './testing/index.js'

/** A storage into whose next transaction somebody else gets in first. */
function interruptedStorage() {
  const memory = memoryStorage()
  let first: ((storage: Storage) => Promise<unknown>) | undefined
  const storage: Storage = {
    ...memory,
    async transaction(work) {
      const interruption = first
      first = undefined
      await interruption?.(memory)
      return memory.transaction(work)
    },
  }
  return {
    storage,
    interrupt: (work: (storage: Storage) => Promise<unknown>) => {
      first = work
    },
  }
}

const silent = { info: () => {}, warn: () => {}, error: () => {} }

/** Departments 1 and 2; Olga of level 3 serves both; Ned serves the first, owns nothing; Jane wrote the ticket. */
async function makeWorld() {
  const { storage, interrupt } = interruptedStorage()
  const desk = await createTestHelpdesk({ storage, log: silent, settings: { 'mandatory-login': '1' } })
  const second = await desk.department()
  const olga = await desk.staff({ level: 3, departments: [1, second] })
  const ned = await desk.staff({ level: 2, departments: [1] })
  const jane = await desk.user()
  const ticketNumber = await desk.ticket({ author: jane })
  const { system, ticket, article, user } = desk.helpdesk
  await ticket.createTag(olga, { name: 'Urgent', color: '#ff0000' })
  await ticket.createTag(olga, { name: 'Late', color: '#ff0000' })
  await ticket.addTag(olga, { ticketNumber, tagId: 2 })
  await ticket.addCustomResponse(olga, { name: 'Hello', content: 'Hello there', language: 'en' })
  await system.addCustomField(olga, { name: 'Phone', type: 'text' })
  const { topicId } = await article.addTopic(olga, { name: 'First steps' })
  await article.add(olga, { topicId, title: 'One', content: 'Begin.' })
  await user.ban(olga, { email: 'eve@evil.example' })
  const heard: string[] = []
  for (const name of ['ticket.assigned', 'ticket.unassigned', 'ticket.reopened', 'ticket.closed'] as const)
    desk.helpdesk.on(name, () => heard.push(name))
  const stored = async () => (await desk.storage.tickets.byNumber(ticketNumber)) ?? (await missing())
  return {
    desk,
    storage: desk.storage,
    interrupt,
    second,
    olga,
    ned,
    jane,
    ticketNumber,
    topicId,
    heard,
    stored,
  }
}

const missing = () => Promise.reject(new Error('the ticket is gone'))

type World = Awaited<ReturnType<typeof makeWorld>>

/** What others do between the moment at which a call is checked and the one at which it writes. */
const interruptions: Record<string, (world: World, storage: Storage) => Promise<unknown>> = {
  'nothing happens': async () => {},
  'the ticket moves': async ({ second, stored }, storage) =>
    storage.tickets.update((await stored()).id, { departmentId: second }),
  'Ned takes the ticket': async ({ stored, ned }, storage) =>
    storage.tickets.assign((await stored()).id, ned.id, { unread: true }),
  'the ticket is closed': async ({ stored, desk }, storage) => {
    const now = desk.clock.now()
    return storage.tickets.update((await stored()).id, {
      closed: true,
      firstClosedAt: now,
      lastClosedAt: now,
    })
  },
  'the ticket is deleted': async ({ stored }, storage) => storage.tickets.remove((await stored()).id),
  'the caller serves no department': async ({ olga }, storage) => storage.staff.setDepartments(olga.id, []),
  'Ned serves no department': async ({ ned }, storage) => storage.staff.setDepartments(ned.id, []),
  'the caller is of level 1': async ({ olga }, storage) => storage.staff.update(olga.id, { level: 1 }),
  'the session ends': async ({ olga, jane }, storage) => {
    await storage.sessions.removeOf({ kind: 'staff', id: olga.id })
    await storage.sessions.removeOf({ kind: 'user', id: jane.id })
  },
  'the author is deleted': async ({ jane }, storage) => storage.users.remove(jane.id),
  'the second department is deleted': async ({ second }, storage) => {
    await storage.departments.moveTickets(second, 1)
    await storage.departments.remove(second)
  },
  'the tag is deleted': async (_, storage) => storage.tags.remove(1),
  'the topic is deleted': async ({ topicId }, storage) => storage.topics.remove(topicId),
}

/** Right fields for each operation whose call is its transaction. */
const fieldsOf: Record<string, (world: World) => Fields> = {
  '/ticket/close': ({ ticketNumber }) => ({ ticketNumber }),
  '/ticket/re-open': ({ ticketNumber }) => ({ ticketNumber }),
  '/ticket/change-department': ({ ticketNumber, second }) => ({ ticketNumber, departmentId: second }),
  '/ticket/seen': ({ ticketNumber }) => ({ ticketNumber }),
  '/ticket/add-tag': ({ ticketNumber }) => ({ ticketNumber, tagId: 1 }),
  '/ticket/remove-tag': ({ ticketNumber }) => ({ ticketNumber, tagId: 2 }),
  '/ticket/create-tag': () => ({ name: 'New', color: '#00ff00' }),
  '/ticket/edit-tag': () => ({ tagId: 1, name: 'Very urgent', color: '#00ff00' }),
  '/ticket/delete-tag': () => ({ tagId: 1 }),
  '/ticket/add-custom-response': () => ({ name: 'Bye', content: 'Good bye', language: 'en' }),
  '/ticket/edit-custom-response': () => ({ id: 1, content: 'Good bye' }),
  '/ticket/delete-custom-response': () => ({ id: 1 }),
  '/staff/assign-ticket': ({ ticketNumber, ned }) => ({ ticketNumber, staffId: ned.id }),
  '/staff/un-assign-ticket': ({ ticketNumber }) => ({ ticketNumber }),
  '/system/add-department': () => ({ name: 'Third' }),
  '/system/edit-department': ({ second }) => ({ departmentId: second, name: 'Renamed' }),
  '/system/add-custom-field': () => ({ name: 'Room', type: 'text' }),
  '/system/delete-custom-field': () => ({ id: 1 }),
  '/system/edit-mail-template': () => ({
    template: 'USER_PASSWORD',
    language: 'en',
    subject: 'Your password',
    text1: 'A',
    text2: '{{name}} {{to}}',
    text3: 'C',
  }),
  '/system/recover-mail-template': () => ({ template: 'USER_PASSWORD', language: 'en' }),
  '/system/discard-mail': () => ({ id: 1 }),
  '/system/retry-mail': () => ({ id: 1 }),
  '/system/enable-registration': () => ({ password: testPassword }),
  '/system/disable-registration': () => ({ password: testPassword }),
  '/system/enable-mandatory-login': () => ({ password: testPassword }),
  '/system/disable-mandatory-login': () => ({ password: testPassword }),
  '/article/add-topic': () => ({ name: 'Second steps' }),
  '/article/edit-topic': ({ topicId }) => ({ topicId, name: 'Renamed' }),
  '/article/delete-topic': ({ topicId }) => ({ topicId }),
  '/article/add': ({ topicId }) => ({ topicId, title: 'Two', content: 'Go on.' }),
  '/article/edit': ({ topicId }) => ({ articleId: 1, topicId, title: 'Three', content: 'Stop.' }),
  '/staff/delete': ({ ned }) => ({ staffId: ned.id }),
  '/ticket/create': () => ({ title: 'Printer', content: 'It smokes.', departmentId: 1 }),
  '/ticket/comment': ({ ticketNumber }) => ({ ticketNumber, content: 'It still smokes.' }),
  '/ticket/delete': ({ ticketNumber }) => ({ ticketNumber }),
  '/ticket/check': ({ ticketNumber, jane }) => ({ ticketNumber, email: jane.email }),
  '/ticket/edit-title': ({ ticketNumber }) => ({ ticketNumber, title: 'Another title' }),
  '/ticket/edit-comment': ({ ticketNumber }) => ({ ticketNumber, content: 'It does not smoke.' }),
  '/article/delete': () => ({ articleId: 1 }),
  '/user/un-ban': () => ({ email: 'eve@evil.example' }),
  '/user/enable': ({ jane }) => ({ userId: jane.id }),
  '/user/disable': ({ jane }) => ({ userId: jane.id }),
}

const operations = (await createTestHelpdesk()).helpdesk.operations
const writes = [...operations.values()].filter((each) => 'write' in each)

test('each operation has one of read, write and steps, and each write is interrupted below', () => {
  for (const operation of operations.values()) {
    expect(['read', 'write', 'steps'].filter((kind) => kind in operation)).toHaveLength(1)
    if (!('write' in operation)) expect(operation).not.toHaveProperty('prepare')
  }
  expect(Object.keys(fieldsOf).sort()).toEqual(writes.map(({ path }) => path).sort())
})

/** What is true of every helpdesk at every moment. */
async function invariants({ storage }: World): Promise<void> {
  const { tickets } = await storage.tickets.list({
    filter: {},
    order: [],
    events: true,
    offset: 0,
    limit: 100,
  })
  for (const { closed, lastClosedAt, owner, department, events } of tickets) {
    if (closed) expect(lastClosedAt).not.toBeNull()
    expect(department).not.toBeNull()
    const served = owner ? await storage.staff.departmentIds(owner.id) : [department?.id]
    // A member who leaves a department keeps tickets until `staff.edit` releases them: only moves must not add any.
    if (owner && served.length > 0) expect(served).toContain(department?.id)
    const assigned = events.filter(({ type }) => type === 'ASSIGN' || type === 'UN_ASSIGN')
    for (const [index, { type }] of assigned.entries()) {
      const before = assigned[index - 1]?.type
      if (type === 'ASSIGN') expect(before).not.toBe('ASSIGN')
    }
  }
  const settings = await storage.settings.all()
  expect([settings.registration, settings['mandatory-login']]).not.toEqual(['0', '0'])
}

describe.each(writes.map(({ path }) => path))('%s', (path) => {
  test.each(Object.keys(interruptions))('while %s leaves everything consistent', async (name) => {
    const world = await makeWorld()
    const operation = operations.get(path)
    if (!operation) throw new Error(`there is no ${path}`)
    world.interrupt((storage) => interruptions[name]?.(world, storage) ?? Promise.resolve())
    // `checkAnswers` turns codes that the operation does not declare into other errors.
    const refused = await world.desk.helpdesk.call(operation, world.olga, fieldsOf[path]?.(world) ?? {}).then(
      () => undefined,
      (error: unknown) => error,
    )
    if (refused) {
      expect(refused).toBeInstanceOf(OpenSupportsError)
      expect(refused).not.toMatchObject({ code: 'INTERNAL_ERROR' })
    }
    await invariants(world)
  })
})

describe('a call that was checked a moment ago', () => {
  const refused = (call: Promise<unknown>, code: string) => expect(call).rejects.toMatchObject({ code })

  test('gives no ticket to somebody who does not serve the department that it moved to', async () => {
    const world = await makeWorld()
    const { interrupt, desk, olga, ned, ticketNumber, second } = world
    interrupt(async (storage) => storage.tickets.update((await world.stored()).id, { departmentId: second }))
    await refused(
      desk.helpdesk.staff.assignTicket(olga, { ticketNumber, staffId: ned.id }),
      'INVALID_DEPARTMENT',
    )
    expect((await world.stored()).owner).toBeNull()
  })

  test('takes a ticket that moves from an owner who came meanwhile, and says so', async () => {
    const world = await makeWorld()
    const { interrupt, desk, olga, ned, ticketNumber, second, heard } = world
    interrupt(async (storage) => storage.tickets.assign((await world.stored()).id, ned.id, { unread: false }))
    await desk.helpdesk.ticket.changeDepartment(olga, { ticketNumber, departmentId: second })
    expect(await world.stored()).toMatchObject({ owner: null, department: { id: second } })
    expect(heard).toEqual(['ticket.unassigned'])
  })

  test('closes no ticket that has just left the departments of the caller', async () => {
    const world = await makeWorld()
    const { interrupt, desk, ned, ticketNumber, second } = world
    interrupt(async (storage) => storage.tickets.update((await world.stored()).id, { departmentId: second }))
    await refused(desk.helpdesk.ticket.close(ned, { ticketNumber }), 'NO_PERMISSION')
    expect((await world.stored()).closed).toBe(false)
  })

  test('is refused when the caller loses level or session', async () => {
    for (const change of [
      (storage: Storage, id: number) => storage.staff.update(id, { level: 1 }),
      (storage: Storage, id: number) => storage.sessions.removeOf({ kind: 'staff', id }),
    ]) {
      const { interrupt, desk, olga } = await makeWorld()
      interrupt((storage) => change(storage, olga.id))
      await refused(desk.helpdesk.system.addDepartment(olga, { name: 'Third' }), 'NO_PERMISSION')
    }
  })

  test('is refused when what it names is gone', async () => {
    const world = await makeWorld()
    world.interrupt((storage) => storage.tags.remove(1))
    const { ticketNumber, olga, desk } = world
    await refused(desk.helpdesk.ticket.addTag(olga, { ticketNumber, tagId: 1 }), 'INVALID_TAG')
    world.interrupt(async (storage) => storage.tickets.remove((await world.stored()).id))
    await refused(desk.helpdesk.ticket.close(olga, { ticketNumber }), 'INVALID_TICKET')
  })

  test('re-opens once for two who do it at once, and tells only of a closed ticket', async () => {
    const { desk, olga, jane, ticketNumber, heard } = await makeWorld()
    const { ticket } = desk.helpdesk
    await ticket.close(olga, { ticketNumber })
    const reOpen = (session: SessionContext) => ticket.reOpen(session, { ticketNumber })
    await Promise.all([reOpen(olga), reOpen(jane)])
    expect(heard).toEqual(['ticket.closed', 'ticket.reopened'])
  })
})

test('a transaction that runs twice tells of the change once', async () => {
  const memory = memoryStorage()
  let clashes = 0
  const clash = new Error('clash')
  const storage: Storage = {
    ...memory,
    async transaction(work) {
      if (clashes > 0) {
        clashes--
        await memory
          .transaction(async (tx) => {
            await work(tx)
            throw clash
          })
          .catch((error: unknown) => {
            if (error !== clash) throw error
          })
      }
      return memory.transaction(work)
    },
  }
  const desk = await createTestHelpdesk({ storage })
  const ticketNumber = await desk.ticket({ author: desk.admin })
  const heard: unknown[] = []
  desk.helpdesk.on('ticket.closed', (event) => heard.push(event))
  clashes = 2
  await desk.helpdesk.ticket.close(desk.admin, { ticketNumber })
  expect(clashes).toBe(1)
  expect(heard).toEqual([{ ticketNumber }])
})
