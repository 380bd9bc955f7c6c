import { expect, test } from 'vitest'
import { createTestHelpdesk, type TestHelpdeskOptions } from '../../testing/index.js'
import { png } from '../../testing/pictures.test-support.js'
import { refusal } from '../../testing/refusal.test-support.js'

const picture = (name = 'a.png') => new File([png], name)
const ticket = { title: 'Printer', content: 'It <b>smokes</b>.' }
const gus = { email: 'Gus@Customer.Example', name: 'Gus' }

const open = (options: TestHelpdeskOptions = {}) =>
  createTestHelpdesk({ ...options, settings: { 'mandatory-login': '0', ...options.settings } })

test('files are stored, a file and two pictures, and the pictures linked', async () => {
  const desk = await createTestHelpdesk()
  const content = 'See <img src="IMAGE_PATH_0" /> and <img src="IMAGE_PATH_1" />, not IMAGE_PATH_2'
  const file = new File(['what it said'], 'Upload(3).TXT')
  const jane = await desk.user()
  const { ticketNumber } = await desk.helpdesk.ticket.create(jane, {
    ...ticket,
    content,
    file,
    images: [picture('One.PNG'), picture('blob')],
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
  await expect(call).rejects.toEqual(refusal('INVALID_FILE'))
  expect(desk.files.names()).toEqual([])
  expect(await desk.storage.users.byEmail('gus@customer.example')).toBeUndefined()
})

test('of a new guest are stored like those of others', async () => {
  const desk = await open()
  const content = 'See <img src="IMAGE_PATH_0" />'
  const files = { file: new File(['text'], 'a.txt'), images: [picture()] }
  const { ticketNumber } = await desk.helpdesk.ticket.create({}, { ...ticket, content, ...gus, ...files })
  const stored = await desk.storage.tickets.byNumber(ticketNumber)
  expect(desk.files.names()).toHaveLength(2)
  expect(stored).toMatchObject({ file: desk.files.names()[1], content: expect.stringMatching(/_a\.png"/) })
})

test('are ignored from users and guests while attachments are off, and taken from staff', async () => {
  const desk = await open({ settings: { 'allow-attachments': '0' } })
  const content = 'See IMAGE_PATH_0'
  const files = { file: new File(['text'], 'a.txt'), images: [picture()] }
  for (const call of [
    desk.helpdesk.ticket.create(await desk.user(), { ...ticket, content, ...files }),
    desk.helpdesk.ticket.create({}, { ...ticket, content, ...gus, ...files }),
  ]) {
    const stored = await desk.storage.tickets.byNumber((await call).ticketNumber)
    expect(stored).toMatchObject({ file: null, content })
  }
  expect(desk.files.names()).toEqual([])
  await desk.helpdesk.ticket.create(desk.admin, { ...ticket, content, ...files })
  expect(desk.files.names()).toHaveLength(2)
})

test('are removed when one of them cannot be stored, and no ticket is created', async () => {
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
  const desk = await open({ files, log })
  const images = [picture(), picture()]
  const call = desk.helpdesk.ticket.create({}, { ...ticket, ...gus, images })
  await expect(call).rejects.toEqual(refusal('INTERNAL_ERROR'))
  expect([...kept]).toEqual([])
  expect((await desk.helpdesk.staff.getAllTickets(desk.admin, { page: 1 })).tickets).toEqual([])
  expect(await desk.storage.users.byEmail('gus@customer.example')).toBeUndefined()
  expect(await desk.mails()).toEqual([])
})

test('are named for the number that the ticket gets, where the first one is taken', async () => {
  const desk = await createTestHelpdesk()
  const next = await desk.ticket({ author: desk.admin })
  await desk.helpdesk.ticket.delete(desk.admin, { ticketNumber: next })
  const { 'ticket-first-number': first, 'ticket-gap': gap } = await desk.storage.settings.all()
  const taken = 100_000 + ((Number(first) - 100_000 + 2 * Number(gap)) % 900_000)
  await desk.storage.tickets.insert({
    ticketNumber: taken,
    title: 'A',
    content: 'B',
    language: 'en',
    departmentId: 1,
    file: null,
    author: { kind: 'staff', id: 1 },
    authorName: null,
    authorEmail: null,
    unproved: false,
    date: desk.clock.now(),
  })
  const { ticketNumber } = await desk.helpdesk.ticket.create(desk.admin, { ...ticket, images: [picture()] })
  expect(ticketNumber).not.toBe(taken)
  expect(desk.files.names()).toEqual([expect.stringMatching(new RegExp(`^t${ticketNumber}_`))])
})
