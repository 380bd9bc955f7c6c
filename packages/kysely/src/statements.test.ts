import { createTestHelpdesk, testPassword } from '@opensupports/core/testing'
import { describe, expect, test } from 'vitest'
import { sqlite } from './sqlite.js'

/** Returns a helpdesk whose lists have `rows` rows each, and a counter of its statements. */
async function helpdeskWith(rows: number) {
  let statements = 0
  const storage = await sqlite(':memory:', { onQuery: () => statements++ })
  const desk = await createTestHelpdesk({ storage })
  const { helpdesk, admin } = desk
  const uma = await desk.user({ name: 'Uma' })
  const each = Array.from({ length: rows }, (_, index) => index)
  const others: { id: number }[] = []
  for (const tag of ['red', 'blue']) await helpdesk.ticket.createTag(admin, { name: tag, color: '#abc' })
  for (const index of each) {
    const other = await desk.user({ name: `Other ${index}` })
    others.push({ id: other.id })
    const taken = await desk.ticket({ author: other, title: `taken ${index}` })
    await helpdesk.staff.assignTicket(admin, { ticketNumber: taken })
    const ticketNumber = await desk.ticket({ author: uma, title: `own ${index}` })
    for (const tagId of [1, 2]) await helpdesk.ticket.addTag(admin, { ticketNumber, tagId })
    for (const author of [admin, uma])
      await helpdesk.ticket.comment(author, { ticketNumber, content: 'a comment' })
    if (index > 0) await desk.staff()
    const { topicId } = await helpdesk.article.addTopic(admin, { name: `Topic ${index}` })
    await helpdesk.article.add(admin, { title: `Article ${index}`, content: 'a text', topicId })
  }
  const supervised = others.map(({ id }) => id)
  await storage.users.setSupervised(uma.id, supervised)

  const lists: Readonly<Record<string, () => Promise<readonly unknown[]>>> = {
    'ticket.search': async () =>
      (await helpdesk.ticket.search(admin, { authors: [{ id: uma.id }], pageSize: 50 })).tickets,
    'ticket.search with a query': async () =>
      (await helpdesk.ticket.search(admin, { query: 'own', pageSize: 50 })).tickets,
    'staff.getTickets': async () =>
      (await helpdesk.staff.getTickets(admin, { page: 1, pageSize: 50 })).tickets,
    'staff.getNewTickets': async () =>
      (await helpdesk.staff.getNewTickets(admin, { page: 1, pageSize: 50 })).tickets,
    'staff.getAllTickets': async () =>
      (await helpdesk.staff.getAllTickets(admin, { page: 1, query: 'own' })).tickets,
    'staff.searchTickets': async () =>
      (await helpdesk.staff.searchTickets(admin, { page: 1, query: 'own' })).tickets,
    'staff.getAll': () => helpdesk.staff.getAll(admin),
    'staff.lastEvents': () => helpdesk.staff.lastEvents(admin, { page: 1 }),
    'user.getTickets': async () => (await helpdesk.user.getTickets(uma, { pageSize: 50 })).tickets,
    'user.getUsers': async () =>
      (await helpdesk.user.getUsers(admin, { page: 1, orderBy: 'id', search: 'Other' })).users,
    'user.getSupervisedTickets': async () =>
      (await helpdesk.user.getSupervisedTickets(uma, { supervisedUsers: supervised, pageSize: 50 })).tickets,
    'article.getAll': () => helpdesk.article.getAll(uma),
    'ticket.getAuthors': () => helpdesk.ticket.getAuthors(admin, { authors: others }),
    'ticket.searchAuthors': async () =>
      (await helpdesk.ticket.searchAuthors(admin, { query: 'Other' })).authors,
  }
  return {
    desk,
    uma,
    lists,
    async statementsOf(work: () => Promise<unknown>) {
      const before = statements
      await work()
      return statements - before
    },
  }
}

const one = await helpdeskWith(1)
const fifty = await helpdeskWith(50)

describe('a long list takes as many statements as a short one, and at most one to count it', () => {
  test.each(Object.keys(one.lists))('%s', async (name) => {
    const measure = async ({ lists, statementsOf }: typeof one) => {
      const list = lists[name] ?? (async () => [])
      const { length } = await list()
      return { length, statements: await statementsOf(list) }
    }
    const [short, long] = [await measure(one), await measure(fifty)]
    expect(short.length).toBe(1)
    expect([10, 50]).toContain(long.length)
    expect(long.statements - short.statements).toBeLessThanOrEqual(1)
  })
})

describe('a ticket', () => {
  const { desk, uma, statementsOf } = one

  test('is read in at most four statements, however long its history', async () => {
    const ticketNumber = await desk.ticket({ author: uma })
    const read = () => desk.storage.tickets.detailsByNumber(ticketNumber)
    const short = await statementsOf(read)
    for (let each = 0; each < 50; each++)
      await desk.helpdesk.ticket.comment(desk.admin, { ticketNumber, content: `${each}` })
    expect((await read())?.events).toHaveLength(50)
    expect(await statementsOf(read)).toBe(short)
    expect(short).toBeLessThanOrEqual(4)
  })

  test('is read by ticket.get in at most five statements besides the session check', async () => {
    const ticketNumber = await desk.ticket({ author: uma })
    const asWhom = await statementsOf(() => desk.helpdesk.user.checkSession(desk.admin))
    const whole = await statementsOf(() => desk.helpdesk.ticket.get(desk.admin, { ticketNumber }))
    expect(whole - asWhom).toBeLessThanOrEqual(5)
  })
})

describe('a write', () => {
  test('of a comment takes at most 16 statements, of a ticket 26', async () => {
    const { desk, uma, statementsOf } = await helpdeskWith(0)
    const ticketNumber = await desk.ticket({ author: uma })
    const comment = () => desk.helpdesk.ticket.comment(uma, { ticketNumber, content: 'a <b>comment</b>' })
    expect(await statementsOf(comment)).toBeLessThanOrEqual(16)
    await desk.ticket({ author: uma })
    expect(await statementsOf(() => desk.ticket({ author: uma }))).toBeLessThanOrEqual(26)
  })

  test('that mails fifty staff members takes as many statements as one that mails five', async () => {
    const createWith = async (members: number) => {
      const made = await helpdeskWith(0)
      const { desk, statementsOf } = made
      for (let each = 0; each < members; each++) {
        const member = await desk.staff()
        await desk.storage.staff.update(member.id, { sendEmailOnNewTicket: true })
      }
      await desk.mails()
      const statements = await statementsOf(() => desk.ticket({ author: made.uma }))
      return { statements, mails: (await desk.mails()).length }
    }
    const [few, many] = [await createWith(5), await createWith(50)]
    expect([few.mails, many.mails]).toEqual([6, 51])
    expect(many.statements).toBe(few.statements)
  })

  test('removes expired rows at most once in ten minutes of logins', async () => {
    const { desk, statementsOf } = await helpdeskWith(0)
    const member = { email: desk.admin.email, password: testPassword, staff: true }
    const logIn = () => statementsOf(() => desk.helpdesk.user.login({}, member))
    const first = await logIn()
    desk.clock.advance({ minutes: 5 })
    const second = await logIn()
    desk.clock.advance({ minutes: 5 })
    const third = await logIn()
    expect(second).toBeLessThan(first)
    expect(second).toBeLessThan(third)
  })
})
