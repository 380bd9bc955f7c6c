import { describe, expect, test } from 'vitest'
import { memoryStorage, type SessionContext, type Storage } from './index.js'
import { fieldsOf } from './interleavings/calls.test-support.js'
import { interleave } from './interleavings/interleave.test-support.js'
import { interruptions } from './interleavings/interruptions.test-support.js'
import { makeStage, makeWorld } from './interleavings/stage.test-support.js'
import { createTestHelpdesk } from './testing/index.js'

const stage = await makeStage(memoryStorage())
const { operations } = stage.desk.helpdesk
const writes = [...operations.values()].filter((each) => 'write' in each)

test('each operation has one of read, write and steps, and each write is interrupted below', () => {
  for (const operation of operations.values()) {
    expect(['read', 'write', 'steps'].filter((kind) => kind in operation)).toHaveLength(1)
    if (!('write' in operation)) expect(operation).not.toHaveProperty('prepare')
  }
  expect(Object.keys(fieldsOf).sort()).toEqual(writes.map(({ path }) => path).sort())
})

describe.each(writes.map(({ path }) => path))('%s', async (path) => {
  const stage = await makeStage(memoryStorage())
  test.each(Object.keys(interruptions))('while %s leaves everything consistent', async (name) => {
    await interleave(stage, { path, name })
  })
})

describe('a call that was checked a moment ago', () => {
  const refused = (call: Promise<unknown>, code: string) => expect(call).rejects.toMatchObject({ code })

  /** A scene with its ticket, and the events that it emits. */
  async function makeScene() {
    const world = await makeWorld(stage)
    const { ticketNumber } = world
    const heard: string[] = []
    const names = ['ticket.assigned', 'ticket.unassigned', 'ticket.reopened', 'ticket.closed'] as const
    for (const name of names)
      stage.desk.helpdesk.on(name, (event) => event.ticketNumber === ticketNumber && heard.push(name))
    return { ...world, heard, stored: () => stage.storage.tickets.byNumber(ticketNumber) }
  }
  const { staff, ticket, system } = stage.desk.helpdesk

  test('does not assign a ticket to staff outside the department that it was moved to', async () => {
    const world = await makeScene()
    const { olga, ned, ticketNumber } = world
    stage.interrupt(() => interruptions['the ticket moves']?.(world) ?? Promise.resolve())
    await refused(staff.assignTicket(olga, { ticketNumber, staffId: ned.id }), 'INVALID_DEPARTMENT')
    expect((await world.stored())?.owner).toBeNull()
  })

  test('removes an owner who was assigned in the meantime from a moved ticket, with an event', async () => {
    const world = await makeScene()
    const { olga, ticketNumber, second, heard } = world
    stage.interrupt(() => interruptions['Ned takes the ticket']?.(world) ?? Promise.resolve())
    await ticket.changeDepartment(olga, { ticketNumber, departmentId: second })
    expect(await world.stored()).toMatchObject({ owner: null, department: { id: second } })
    expect(heard).toEqual(['ticket.unassigned'])
  })

  test('closes no ticket that has just left the departments of the caller', async () => {
    const world = await makeScene()
    const { ned, ticketNumber } = world
    stage.interrupt(() => interruptions['the ticket moves']?.(world) ?? Promise.resolve())
    await refused(ticket.close(ned, { ticketNumber }), 'NO_PERMISSION')
    expect((await world.stored())?.closed).toBe(false)
  })

  test('mails a comment to an owner assigned in the meantime, whose own comment is not unread for staff', async () => {
    const world = await makeScene()
    const { desk } = stage
    const { jane, ned, ticketNumber } = world
    await desk.mails()
    stage.interrupt(() => interruptions['Ned takes the ticket']?.(world) ?? Promise.resolve())
    await ticket.comment(jane, { ticketNumber, content: 'Who looks after it?' })
    expect((await desk.mails()).map(({ to }) => to)).toEqual([ned.email])
    await ticket.comment(ned, { ticketNumber, content: 'I do.' })
    expect(await world.stored()).toMatchObject({ unreadStaff: false })
  })

  test('is refused when the caller loses level or session', async () => {
    for (const name of ['the caller is demoted', 'the session ends']) {
      const world = await makeScene()
      stage.interrupt(() => interruptions[name]?.(world) ?? Promise.resolve())
      await refused(system.addDepartment(world.olga, { name: `Third ${world.number}` }), 'NO_PERMISSION')
    }
  })

  test('is refused when a row that it names is gone', async () => {
    const world = await makeScene()
    const { ticketNumber, olga, tagId } = world
    stage.interrupt(() => stage.storage.tags.remove(tagId))
    await refused(ticket.addTag(olga, { ticketNumber, tagId }), 'INVALID_TAG')
    stage.interrupt(async () => stage.storage.tickets.remove((await world.stored())?.id ?? 0))
    await refused(ticket.close(olga, { ticketNumber }), 'INVALID_TICKET')
  })

  test('reopens a ticket once for two concurrent calls, and emits an event only for a closed one', async () => {
    const { olga, jane, ticketNumber, heard } = await makeScene()
    await ticket.close(olga, { ticketNumber })
    const reOpen = (session: SessionContext) => ticket.reOpen(session, { ticketNumber })
    await Promise.all([reOpen(olga), reOpen(jane)])
    expect(heard).toEqual(['ticket.closed', 'ticket.reopened'])
  })
})

test('a transaction that is retried emits its event once', async () => {
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
  expect(heard).toMatchObject([{ ticketNumber }])
})
