import { describe, expect, test } from 'vitest'
import { memoryStorage, OpenSupportsError } from './index.js'
import { createTestHelpdesk, testPassword } from './testing/index.js'
import { pngFile } from './testing/pictures.test-support.js'
import { refusal } from './testing/refusal.test-support.js'

const printer = { title: 'Printer', content: 'It smokes.' }
const broken = new Error('the host has failed')
const everything = { offset: 0, limit: 10 }

/** A clash of two transactions, as a database reports it. */
const clash = new Error('deadlock')

/** Returns a memory storage that rolls back and retries a transaction once after a clash, as a server does. */
function clashingStorage() {
  const storage = memoryStorage()
  const { transaction } = storage
  storage.transaction = (work) =>
    transaction(work).catch((error: unknown) => {
      if (error !== clash) throw error
      return transaction(work)
    })
  return storage
}

describe('helpdesk.transaction', () => {
  test('commits all calls together, and then emits their events and queues their mails', async () => {
    const desk = await createTestHelpdesk()
    const jane = await desk.user()
    const heard: string[] = []
    desk.helpdesk.on('ticket.created', () => void heard.push('created'))
    desk.helpdesk.on('ticket.closed', () => void heard.push('closed'))
    const ticketNumber = await desk.helpdesk.transaction(async (inside, trx) => {
      expect(trx).toBeUndefined()
      const made = await inside.ticket.create(jane, printer)
      await inside.ticket.close(desk.admin, made)
      expect(heard).toEqual([])
      return made.ticketNumber
    })
    expect((await desk.helpdesk.ticket.get(jane, { ticketNumber })).closed).toBe(true)
    expect(heard).toEqual(['created', 'closed'])
    expect((await desk.mails()).map(({ to }) => to)).toContain(jane.email)
  })

  test('rolls all calls back when the work throws, with their mails, events and files', async () => {
    const desk = await createTestHelpdesk()
    const jane = await desk.user()
    const heard: string[] = []
    desk.helpdesk.on('ticket.created', () => void heard.push('created'))
    let during = 0
    const work = desk.helpdesk.transaction(async (inside) => {
      await inside.ticket.create(jane, { ...printer, images: [pngFile()] })
      during = desk.files.names().length
      throw broken
    })
    await expect(work).rejects.toBe(broken)
    expect(during).toBe(1)
    expect(desk.files.names()).toEqual([])
    expect(await desk.mails()).toEqual([])
    expect(heard).toEqual([])
    expect(await desk.storage.tickets.byNumber(100001)).toBeUndefined()
    expect((await desk.helpdesk.user.getTickets(jane)).tickets).toEqual([])
  })

  test('a refused call leaves nothing behind, and the work may go on', async () => {
    const desk = await createTestHelpdesk()
    const [jane, eve] = [await desk.user(), await desk.user()]
    const ticketNumber = await desk.ticket({ author: jane })
    await desk.helpdesk.transaction(async (inside) => {
      const refused = inside.ticket.comment(eve, { ticketNumber, content: 'Mine!', images: [pngFile()] })
      await expect(refused).rejects.toEqual(refusal('NO_PERMISSION'))
      await inside.ticket.close(desk.admin, { ticketNumber })
    })
    const ticket = await desk.helpdesk.ticket.get(jane, { ticketNumber })
    expect(ticket.closed).toBe(true)
    expect(ticket.events.map(({ type }) => type)).toEqual(['CLOSE'])
    expect(desk.files.names()).toEqual([])
  })

  test('a refusal after the first writes of a call rolls back those alone', async () => {
    const desk = await createTestHelpdesk()
    const jane = await desk.user()
    const ticketNumber = await desk.ticket({ author: jane })
    desk.helpdesk.before('ticket.close', async (tx) => {
      await tx.bans.add('eve@evil.example')
      throw new OpenSupportsError('REFUSED')
    })
    await desk.helpdesk.transaction(async (inside) => {
      await inside.user.ban(desk.admin, { email: 'bob@evil.example' })
      await expect(inside.ticket.close(jane, { ticketNumber })).rejects.toEqual(refusal('REFUSED'))
    })
    expect(await desk.storage.bans.has('eve@evil.example')).toBe(false)
    expect(await desk.storage.bans.has('bob@evil.example')).toBe(true)
  })

  test('a clash runs the work again, and what the first run stored is removed', async () => {
    const desk = await createTestHelpdesk({ storage: clashingStorage() })
    const jane = await desk.user()
    let runs = 0
    const { ticketNumber } = await desk.helpdesk.transaction(async (inside) => {
      const content = 'See <img src="IMAGE_PATH_0">'
      const made = await inside.ticket.create(jane, { title: 'Printer', content, images: [pngFile()] })
      if (++runs === 1) throw clash
      return made
    })
    expect(runs).toBe(2)
    expect((await desk.helpdesk.user.getTickets(jane)).total).toBe(1)
    const [file, ...others] = desk.files.names()
    expect(others).toEqual([])
    expect((await desk.helpdesk.ticket.get(jane, { ticketNumber })).content).toContain(file)
    expect(await desk.mails()).toHaveLength(1)
  })

  test('a clash inside a call runs the work again, even if the work catches its error', async () => {
    const desk = await createTestHelpdesk({ storage: clashingStorage() })
    const jane = await desk.user()
    let clashes = 1
    desk.helpdesk.before('ticket.create', () => {
      if (clashes-- > 0) throw clash
    })
    let runs = 0
    await desk.helpdesk.transaction(async (inside) => {
      runs++
      const made = await inside.ticket.create(jane, printer).catch(() => undefined)
      if (!made) await expect(inside.ticket.create(jane, printer)).rejects.toBe(clash)
    })
    expect(runs).toBe(2)
    expect((await desk.helpdesk.user.getTickets(jane)).total).toBe(1)
  })

  test('an error that is no refusal rolls everything back, and is logged once', async () => {
    const logged: object[] = []
    const log = { info: () => {}, warn: () => {}, error: (fields: object) => void logged.push(fields) }
    const desk = await createTestHelpdesk({ log })
    const jane = await desk.user()
    desk.helpdesk.before('ticket.create', () => {
      throw broken
    })
    const work = desk.helpdesk.transaction(async (inside) => {
      await inside.user.ban(desk.admin, { email: 'bob@evil.example' })
      await inside.ticket.create(jane, printer).catch(() => {})
    })
    await expect(work).rejects.toEqual(refusal('INTERNAL_ERROR'))
    expect(logged).toEqual([{ err: broken }])
    expect(await desk.storage.bans.has('bob@evil.example')).toBe(false)
  })

  test('calls that are made at once run one after another', async () => {
    const desk = await createTestHelpdesk()
    const [jane, eve] = [await desk.user(), await desk.user()]
    const ticketNumber = await desk.ticket({ author: jane })
    await desk.helpdesk.transaction(async (inside) => {
      const calls = [
        inside.ticket.comment(jane, { ticketNumber, content: 'One.' }),
        inside.ticket.close(eve, { ticketNumber }),
        inside.ticket.comment(jane, { ticketNumber, content: 'Two.' }),
      ]
      const ends = await Promise.allSettled(calls)
      expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    })
    const { events } = await desk.helpdesk.ticket.get(jane, { ticketNumber })
    expect(events.map(({ content }) => content)).toEqual(['One.', 'Two.'])
  })

  test('an account that a session of the host makes goes with the transaction', async () => {
    const desk = await createTestHelpdesk()
    const user = { id: 'jane', email: 'jane@customer.example', name: 'Jane' }
    const work = desk.helpdesk.transaction(async (inside) => {
      await inside.ticket.create(inside.actingAs({ user }), printer)
      throw broken
    })
    await expect(work).rejects.toBe(broken)
    expect(await desk.storage.users.byEmail(user.email)).toBeUndefined()
    const jane = desk.helpdesk.actingAs({ user })
    await desk.helpdesk.transaction((inside) => inside.ticket.create(jane, printer))
    expect(await desk.storage.users.byEmail(user.email)).toBeDefined()
  })

  test('`can` answers by the rows of the transaction', async () => {
    const desk = await createTestHelpdesk()
    const jane = await desk.user()
    const ticketNumber = await desk.ticket({ author: jane })
    await desk.helpdesk.transaction(async (inside) => {
      expect(await inside.can(jane, 'ticket.reOpen', { ticketNumber })).toBe(true)
      await inside.user.disable(desk.admin, { userId: jane.id })
      expect(await inside.can(jane, 'ticket.reOpen', { ticketNumber })).toBe(false)
    })
  })

  test('wrong passwords count, even if the transaction is rolled back', async () => {
    const desk = await createTestHelpdesk({ settings: { 'attempt-limit': '2' } })
    const jane = await desk.user()
    const login = (password: string) =>
      desk.helpdesk.transaction((inside) => inside.user.login({}, { email: jane.email, password }))
    await expect(login('wrong')).rejects.toEqual(refusal('INVALID_CREDENTIALS'))
    await expect(login('wrong')).rejects.toEqual(refusal('INVALID_CREDENTIALS'))
    await expect(login(testPassword)).rejects.toEqual(refusal('TOO_MANY_REQUESTS'))
  })

  test('refuses operations of several transactions', async () => {
    const desk = await createTestHelpdesk()
    const jane = await desk.user()
    const work = desk.helpdesk.transaction((inside) => inside.user.delete(desk.admin, { userId: jane.id }))
    await expect(work).rejects.toEqual(refusal('NOT_IN_TRANSACTION'))
  })

  test('an installation that is rolled back leaves the helpdesk without one', async () => {
    const desk = await createTestHelpdesk({ install: false })
    const work = desk.helpdesk.transaction(async (inside) => {
      await inside.system.initSettings({}, { language: 'en' })
      await inside.system.initAdmin(
        {},
        { name: 'Ada', email: 'ada@helpdesk.example', password: testPassword },
      )
      await inside.system.getSettings({})
      throw broken
    })
    await expect(work).rejects.toBe(broken)
    await expect(desk.helpdesk.ticket.create({}, printer)).rejects.toEqual(refusal('NOT_INSTALLED'))
  })
})

describe('inside a transaction', () => {
  test('calls on the helpdesk itself are refused, and the mistake is logged', async () => {
    const logged: string[] = []
    const log = { info: () => {}, warn: () => {}, error: (_: object, text = '') => void logged.push(text) }
    const desk = await createTestHelpdesk({ log })
    const jane = await desk.user()
    const work = desk.helpdesk.transaction(() => desk.helpdesk.ticket.create(jane, printer))
    await expect(work).rejects.toEqual(refusal('TRANSACTION_OPEN'))
    expect(logged).toEqual([expect.stringMatching(/make it on the `desk`/)])
    const other = desk.helpdesk.transaction(() => desk.helpdesk.transaction(async () => 1))
    await expect(other).rejects.toEqual(refusal('TRANSACTION_OPEN'))
  })

  test('the outer storage is refused', async () => {
    const { helpdesk } = await createTestHelpdesk()
    const work = helpdesk.transaction(() => helpdesk.storage.logs.list(everything))
    await expect(work).rejects.toThrow(/was called on the outer storage inside a transaction/)
  })

  test('a desk that outlives its transaction is refused', async () => {
    const desk = await createTestHelpdesk()
    const jane = await desk.user()
    const late = await desk.helpdesk.transaction(async (inside) => () => inside.ticket.create(jane, printer))
    await expect(late()).rejects.toThrow('the transaction of this desk is over')
  })

  test('a call that the work does not await is still a part of it', async () => {
    const desk = await createTestHelpdesk()
    const jane = await desk.user()
    let made: Promise<unknown> = Promise.resolve()
    await desk.helpdesk.transaction(async (inside) => {
      made = inside.ticket.create(jane, printer)
    })
    await made
    expect((await desk.helpdesk.user.getTickets(jane)).total).toBe(1)
  })
})

test('`within` says what to use on a storage without connections', async () => {
  const { helpdesk } = await createTestHelpdesk()
  await expect(helpdesk.within(undefined, async () => 1)).rejects.toThrow('use helpdesk.transaction()')
})
