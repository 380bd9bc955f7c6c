import type { Call } from '../call/index.js'
import { ticketFileNames } from '../domain/files/index.js'
import { ticketView } from '../domain/tickets/index.js'
import { fail } from '../errors.js'
import type { Abortable, StoredFile } from '../platform/index.js'
import type { StoredRow, StoredTicket, StoredUser } from '../storage/index.js'
import {
  commentColumns,
  orphans,
  type Person,
  rowsWith,
  textOf,
  type UserRef,
  userOf,
  userPerson,
} from './person.js'
import { shownTraces, tablesOfAccounts } from './traces.js'

/** A file of an export. Read its content to the end before you take the next one. */
export interface ExportedFile {
  /** A relative path, such as `tickets/123456/ticket.json`; only letters, digits, `_`, `.`, `-` and `/`. */
  readonly path: string
  /** Yields the bytes. */
  readonly content: AsyncIterable<Uint8Array>
}

/**
 * Yields everything about a user, file by file. Holds at most a page of rows in memory.
 *
 * @throws INVALID_USER when no account has the id; INTERRUPTED when the signal aborts
 */
export async function* exportUser(
  call: Call,
  ref: UserRef,
  { signal }: Abortable = {},
): AsyncGenerator<ExportedFile> {
  const user = await userOf(call, ref)
  const person = await userPerson(call, ref, user)
  for await (const file of filesOf(call, person, user)) {
    if (signal?.aborted) fail('INTERRUPTED')
    yield file
  }
}

async function* filesOf(
  call: Call,
  person: Person,
  user: StoredUser | undefined,
): AsyncGenerator<ExportedFile> {
  if (user) yield { path: 'account.json', content: json(await accountOf(call, user)) }
  const tickets = user
    ? rowsWith(call, 'ticket', { author_id: user.id }, ['ticket_number'])
    : orphans(call, person.addresses)
  for await (const row of tickets) {
    const ticket = await call.tickets.byNumber(Number(row.ticket_number))
    if (ticket) yield* ticketFiles(call, ticket)
  }
  if (user) {
    yield {
      path: 'comments.json',
      content: jsonList(rowsWith(call, 'ticketevent', { author_user_id: user.id })),
    }
    yield* commentFiles(call, user)
    for (const table of tablesOfAccounts('user_id')) {
      const rows = rowsWith(call, table, { user_id: user.id })
      yield* listOf(`account/${table}.json`, mapped(rows, withoutSecrets))
    }
  }
  yield* traceFiles(call, person)
}

async function accountOf(call: Call, user: StoredUser) {
  const { id, name, email, signupDate, tickets, verificationToken, disabled, notRegistered, supervisor } =
    user
  const supervised = supervisor ? await call.users.supervised(id) : []
  return {
    id,
    name,
    email,
    signupDate,
    tickets,
    verified: verificationToken === null,
    disabled: disabled === true,
    registered: !notRegistered,
    customFields: await call.users.customFieldValues(id),
    supervises: supervised.map((each) => ({ id: each.id, name: each.name })),
  }
}

const eventsAtOnce = 100

/** Yields a ticket as its author sees it, its files, and the original mails of its author's side. */
async function* ticketFiles(call: Call, ticket: StoredTicket): AsyncGenerator<ExportedFile> {
  const folder = `tickets/${ticket.ticketNumber}`
  const names = new Set<string>()
  const mails: (number | null)[] = [null]
  async function* content(): AsyncGenerator<string> {
    let before: number | undefined
    let hasEarlier = true
    while (hasEarlier) {
      const page = await call.tickets.detailsOf(ticket, { before, limit: eventsAtOnce, private: false })
      const { events, earlierEvents, ...head } = ticketView(page.details, 'user', page.hasEarlier)
      for (const name of ticketFileNames(ticket.ticketNumber, [head, ...events])) names.add(name)
      mails.push(...events.flatMap(({ id, author }) => (author?.staff === false ? [id] : [])))
      if (before === undefined)
        yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "newestEventsFirst": [`
      for (const event of events.toReversed())
        yield `${before === undefined && event.id === events.at(-1)?.id ? '' : ','}\n    ${JSON.stringify(event)}`
      before = earlierEvents ?? undefined
      hasEarlier = before !== undefined
    }
    yield '\n  ]\n}\n'
  }
  yield { path: `${folder}/ticket.json`, content: encoded(content()) }
  yield* storedFiles(call, `${folder}/files`, names)
  for (const id of mails) {
    const path = id === null ? `${folder}/mail.eml` : `${folder}/mail-of-comment-${id}.eml`
    yield* mailFile(call, ticket.id, id, path)
  }
}

async function* storedFiles(
  { files }: Pick<Call, 'files'>,
  folder: string,
  names: Iterable<string>,
): AsyncGenerator<ExportedFile> {
  for (const name of names) {
    const file = await files?.open(name)
    if (file) yield { path: `${folder}/${name}`, content: bytesOf(file) }
  }
}

/** Yields the files of the user's comments in other people's tickets. */
async function* commentFiles(call: Call, { id }: StoredUser): AsyncGenerator<ExportedFile> {
  const yielded = new Set<string>()
  for await (const row of rowsWith(call, 'ticketevent', { author_user_id: id }, commentColumns)) {
    const where = { id: row.ticket_id ?? 0 }
    const [ticket] = await call.rows.page('ticket', {
      where,
      columns: ['author_id', 'ticket_number'],
      limit: 1,
    })
    if (!ticket || ticket.author_id === id) continue
    const text = { content: textOf(row.content), file: textOf(row.file) }
    // Two comments may mention one file.
    const mentioned = [...ticketFileNames(Number(ticket.ticket_number), [text])]
    const names = mentioned.filter((name) => !yielded.has(name))
    for (const name of names) yielded.add(name)
    yield* storedFiles(call, 'comments/files', names)
    yield* mailFile(call, Number(row.ticket_id), Number(row.id), `comments/mail-${row.id}.eml`)
  }
}

async function* bytesOf(file: StoredFile): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value
  } finally {
    // Does nothing after the end.
    await reader.cancel()
  }
}

async function* mailFile(
  call: Call,
  ticketId: number,
  eventId: number | null,
  path: string,
): AsyncGenerator<ExportedFile> {
  const original = await call.mailOriginals.of(ticketId, eventId)
  if (original?.file === null) yield { path, content: pieces(call, ticketId, eventId) }
  const stored = original?.file && (await call.files?.open(original.file))
  if (stored) yield { path, content: bytesOf(stored) }
}

async function* pieces(call: Call, ticketId: number, eventId: number | null): AsyncGenerator<Uint8Array> {
  for (let index = 0; ; index++) {
    const piece = await call.mailOriginals.piece(ticketId, eventId, index)
    if (!piece) return
    yield piece
  }
}

/** Yields the rows of other tables that mention the person, without the data of others. */
async function* traceFiles(call: Call, person: Person): AsyncGenerator<ExportedFile> {
  for (const { table, shown } of shownTraces(call, person))
    yield* listOf(`records/${table}.json`, mapped(shown, withoutSecrets))
}

/** Whether a column holds a password, a token or its hash, as the JSON of a sign-up does. */
const isSecret = (column: string): boolean => /(?:hash|token|password|sealed_key|sign_up)$/.test(column)

const withoutSecrets = (row: StoredRow): StoredRow =>
  Object.fromEntries(Object.entries(row).filter(([column]) => !isSecret(column)))

async function* mapped<T, U>(items: AsyncIterable<T>, map: (item: T) => U): AsyncGenerator<U> {
  for await (const item of items) yield map(item)
}

/** Yields the file of a list, unless the list is empty. */
async function* listOf(path: string, items: AsyncGenerator<unknown>): AsyncGenerator<ExportedFile> {
  const first = await items.next()
  if (first.done) return
  async function* all() {
    yield first.value
    yield* items
  }
  yield { path, content: jsonList(all()) }
}

async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for await (const text of texts) yield encoder.encode(text)
}

async function* lines(items: AsyncIterable<unknown>): AsyncGenerator<string> {
  let isFirst = true
  for await (const item of items) {
    yield `${isFirst ? '[' : ','}\n  ${JSON.stringify(item)}`
    isFirst = false
  }
  yield isFirst ? '[]\n' : '\n]\n'
}

const jsonList = (items: AsyncIterable<unknown>) => encoded(lines(items))

async function* json(value: unknown): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`)
}
