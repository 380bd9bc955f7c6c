import type { Ticket, TicketPage } from '@opensupports/core'
import type { Post } from '../../../server/src/day/client.test-support.js'
import type { ModelTicket } from '../../../server/src/day/model.test-support.js'
import { type Customer, type Member, walk } from '../../../server/src/day/walk.test-support.js'
import {
  type Client,
  type ClientOptions,
  createClient,
  type OpenSupportsClientError,
  type UploadProgress,
} from '../index.js'
import type { AnyMethod } from '../serving.test-support.js'

/** Who works on a day, and where. */
export interface Day {
  readonly url: string
  readonly apiKey: string
  readonly password: string
  readonly staff: readonly {
    readonly id: number
    readonly email: string
    readonly departments: readonly number[]
  }[]
  readonly customers: readonly { readonly id: number; readonly email: string }[]
}

/** What was to be found at the end of a day, and what was found. */
export interface Finding {
  readonly what: string
  readonly expected: unknown
  readonly found: unknown
}

/** Returns the fields of a form in their natural types. */
function natural(fields: Readonly<Record<string, string | number>>) {
  const { ticketNumber, private: isPrivate } = fields
  return {
    ...fields,
    ticketNumber: ticketNumber === undefined ? undefined : Number(ticketNumber),
    private: isPrivate === undefined ? undefined : isPrivate === 1,
  }
}

/** Walks a day, every person with a client of their own. Uses nothing that browsers lack. */
export async function walkDay(
  { url, apiKey, password, ...people }: Day,
  options: Omit<ClientOptions, 'url'> = {},
): Promise<Finding[]> {
  const clients = new Map<string, Client>()
  const signIn = async (email: string, staff: boolean) => {
    const client = createClient({ url, ...options })
    const { userId, token } = await client.user.login({ email, password, staff })
    clients.set(token, client)
    return { userId: String(userId), token }
  }
  const staff: Member[] = []
  for (const { id, email, departments } of people.staff)
    staff.push({ id, departments, session: await signIn(email, true) })
  const customers: Customer[] = []
  for (const { id, email } of people.customers)
    customers.push({ id, email, session: await signIn(email, false) })
  const clientOf = ({ session }: Customer | Member) => clients.get(session.token) as Client
  const post: Post = async <T>(path: string, fields = {}, session = { userId: '', token: '' }) => {
    const [, group = '', name = ''] = path.split('/')
    const method = name.replace(/-./g, ([, letter = '']) => letter.toUpperCase())
    const client = clients.get(session.token) as unknown as Record<string, Record<string, AnyMethod>>
    return (await client[group]?.[method]?.(natural(fields))) as T
  }

  const tickets = await walk(post, staff, customers, apiKey)
  const findings: Finding[] = []
  const find = (what: string, expected: unknown, found: unknown) =>
    void findings.push({ what, expected, found })
  await findTickets(find, tickets, customers, staff, clientOf)
  await findLists(find, tickets, customers, staff, clientOf)
  await findFile(find, clientOf(customers[0] as Customer))
  for (const client of clients.values()) await client.user.logout()
  const sessions = await Promise.all([...clients.values()].map(({ session }) => session.get()))
  find(
    'sessions after signing out',
    [],
    sessions.filter((session) => session !== undefined),
  )
  return findings
}

type Find = (what: string, expected: unknown, found: unknown) => void
type ClientOf = (person: Customer | Member) => Client

async function findTickets(
  find: Find,
  tickets: readonly ModelTicket[],
  customers: readonly Customer[],
  staff: readonly Member[],
  clientOf: ClientOf,
) {
  const seen = ({ title, closed, tags, unread, department, owner, author, date, events }: Ticket) => ({
    title,
    closed,
    tags,
    unread,
    department: department.id,
    owner: owner?.id,
    author: author.id,
    isDated: date instanceof Date && events.every((event) => event.date instanceof Date),
    comments: events.filter(({ type }) => type === 'COMMENT').map(({ content }) => content),
  })
  for (const { number, title, closed, tags, unread, department, owner, author, comments } of tickets) {
    const expected = { title, closed, tags, unread, department, owner, author, isDated: true }
    const ticketNumber = Number(number)
    const customer = customers.find(({ id }) => id === author) as Customer
    const shown = comments.filter((comment) => !comment.private).map(({ content }) => content)
    const forAuthor = await clientOf(customer).ticket.get({ ticketNumber })
    find(`ticket ${title} for its author`, { ...expected, comments: shown }, seen(forAuthor))
    const member = staff.find(({ departments }) => departments.includes(department)) as Member
    const all = comments.map(({ content }) => content)
    const forStaff = await clientOf(member).ticket.get({ ticketNumber })
    find(`ticket ${title} for staff`, { ...expected, comments: all }, seen(forStaff))
  }
}

/** Returns the numbers of the tickets on all pages, sorted. */
async function allNumbers(page: (number: number) => Promise<TicketPage>): Promise<number[]> {
  const numbers: number[] = []
  for (let number = 1; ; number++) {
    const { tickets, pages } = await page(number)
    numbers.push(...tickets.map(({ ticketNumber }) => ticketNumber))
    if (number >= pages) return numbers.sort((a, b) => a - b)
  }
}

async function findLists(
  find: Find,
  tickets: readonly ModelTicket[],
  customers: readonly Customer[],
  staff: readonly Member[],
  clientOf: ClientOf,
) {
  const numbers = (list: readonly ModelTicket[]) =>
    list.map(({ number }) => Number(number)).sort((a, b) => a - b)
  for (const member of staff) {
    const { id, departments } = member
    const client = clientOf(member)
    const served = tickets.filter(({ department }) => departments.includes(department))
    const open = served.filter(({ closed, owner }) => !closed && owner === undefined)
    const all = await allNumbers((page) => client.staff.getAllTickets({ page, closed: true }))
    find(`all tickets of staff ${id}`, numbers(served), all)
    const unowned = await allNumbers((page) => client.staff.getNewTickets({ page, pageSize: 7 }))
    find(`new tickets for staff ${id}`, numbers(open), unowned)
    const owned = await allNumbers((page) => client.staff.getTickets({ page, closed: true }))
    find(`own tickets of staff ${id}`, numbers(tickets.filter(({ owner }) => owner === id)), owned)
    const hippos = served.filter(({ comments }) => comments.some(({ content }) => content.includes('hippo')))
    const found = await allNumbers((page) => client.ticket.search({ page, query: 'HIPPO' }))
    find(`what staff ${id} finds`, numbers(hippos), found)
  }
  for (const customer of customers) {
    const client = clientOf(customer)
    const own = tickets.filter(({ author }) => author === customer.id)
    const listed = await allNumbers((page) => client.user.getTickets({ page, pageSize: 5 }))
    find(`tickets of customer ${customer.id}`, numbers(own), listed)
  }
}

/** Sends a file with progress, and downloads it. */
async function findFile(find: Find, client: Client) {
  const seen: UploadProgress[] = []
  const file = new File(['smoke '.repeat(50_000)], 'Übersicht.txt', { type: 'text/plain' })
  const { ticketNumber } = await client.ticket.create(
    { title: 'With a file', content: 'See there.', file },
    { onProgress: (progress) => seen.push(progress) },
  )
  const last = seen.at(-1)
  find(
    'progress of the upload',
    true,
    last !== undefined && last.loaded === last.total && last.total > file.size,
  )
  const controller = new AbortController()
  const how = { signal: controller.signal, onProgress: () => controller.abort() }
  const aborted = await client.ticket
    .comment({ ticketNumber, content: 'Another.', file }, how)
    .catch((error: unknown) => (error as OpenSupportsClientError).code)
  find('an upload whose signal was aborted', 'ABORTED', aborted)
  const ticket = await client.ticket.get({ ticketNumber })
  const got = await client.system.download({ file: ticket.file ?? '' })
  find('name of the file', ['Übersicht.txt', 'Übersicht.txt'], [ticket.fileName, got?.name])
  find('content of the file', await file.text(), await (await got?.blob())?.text())
}
