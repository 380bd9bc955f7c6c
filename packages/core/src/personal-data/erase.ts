import { accountLock, type Call, type Tx, transaction } from '../call/index.js'
import { disableUser, isLastAdmin, removeStaff } from '../domain/accounts/index.js'
import { filesGone, removeFiles, ticketFileNames } from '../domain/files/index.js'
import { removeTickets, removeUserInPart, ticketsAtOnce } from '../domain/tickets/index.js'
import { fail } from '../errors.js'
import { setDisabled } from '../operator.js'
import { type Abortable, nextTurn } from '../platform/index.js'
import type { StoredRow, StoredUser } from '../storage/index.js'
import {
  addressProofs,
  commentColumns,
  orphans,
  type Person,
  rowsWith,
  sharedNamesOf,
  textOf,
  type UserRef,
  userOf,
  userPerson,
} from './person.js'
import { type TraceRow, tracesOf } from './traces.js'

/** How to erase a person. */
export interface EraseOptions extends Abortable {
  /** Called after each step, with what is removed so far. */
  readonly onProgress?: ((erased: ErasedPerson) => void) | undefined
}

/** What was erased. */
export interface ErasedPerson {
  /** Whether there was an account. */
  readonly account: boolean
  /** The person's tickets, with their histories and files. */
  readonly tickets: number
  /** The person's comments in other people's tickets. */
  readonly comments: number
  /** Changed or removed rows of other tables, by the table's name. */
  readonly records: Readonly<Record<string, number>>
}

/** Counts what is removed, and lets other work run between two steps. */
class Progress {
  readonly #options: EraseOptions
  readonly #records: Record<string, number> = {}
  account = false
  tickets = 0
  comments = 0

  constructor(options: EraseOptions) {
    this.#options = options
  }

  get erased(): ErasedPerson {
    const { account, tickets, comments } = this
    return { account, tickets, comments, records: { ...this.#records } }
  }

  addRecords(rows: readonly { readonly table: string }[]): void {
    for (const { table } of rows) this.#records[table] = (this.#records[table] ?? 0) + 1
  }

  /** @throws INTERRUPTED when the signal aborts */
  async step(): Promise<void> {
    this.#options.onProgress?.(this.erased)
    if (this.#options.signal?.aborted) fail('INTERRUPTED')
    await nextTurn()
  }
}

/**
 * Erases a user in many short transactions. The account is erased last, so that the same call finds what is left after an
 * interruption.
 *
 * @throws INVALID_USER when no account has the id; INTERRUPTED when the signal aborts
 */
export async function eraseUser(call: Call, ref: UserRef, options: EraseOptions = {}): Promise<ErasedPerson> {
  const user = await userOf(call, ref)
  const progress = new Progress(options)
  progress.account = user !== undefined
  // From now on, the person adds nothing new.
  if (user) await disableUser(call, user.id)
  const person = await userPerson(call, ref, user)
  // Tickets come last: the person's other addresses are read from them, also after an interruption.
  await eraseOrphans(call, person, progress)
  await eraseComments(call, person, progress)
  await eraseTraces(call, person, progress)
  if (user) await eraseTickets(call, user, progress)
  await dropMails(call, new Set(), progress)
  // The tickets may have left mails and events in the meantime.
  await eraseTraces(call, person, progress)
  if (user) {
    const locks = [accountLock({ kind: 'user', id: user.id }, 'update')]
    const removeSome = () =>
      transaction(
        call,
        async (tx) => {
          const now = await tx.users.byId(user.id)
          return !now || removeUserInPart(tx, now, { log: null })
        },
        locks,
      )
    while (!(await removeSome())) await progress.step()
  }
  return progress.erased
}

/**
 * Erases a staff member: the account, and the name and address in other rows. What the member wrote in tickets stays,
 * without an author.
 *
 * @throws LAST_ADMIN when no other member of level 3 can sign in; INTERRUPTED when the signal aborts
 */
export async function eraseStaff(call: Call, id: number, options: EraseOptions = {}): Promise<ErasedPerson> {
  const progress = new Progress(options)
  const member = await call.staff.byId(id)
  if (!member) return progress.erased
  progress.account = true
  const { email, name } = member
  const proofs = await addressProofs(call, { staff_id: id })
  const names = new Set([name])
  const sharedNames = await sharedNamesOf(call, names, { kind: 'staff', id })
  const person: Person = { kind: 'staff', id, addresses: new Set([email]), names, sharedNames, proofs }
  // From now on, the member adds nothing new. If this is refused, nothing was erased.
  await setDisabled(call, id, true)
  await eraseTraces(call, person, progress)
  // Calls that began before the member was disabled may have added more.
  await eraseTraces(call, person, progress)
  await removeStaff({ ...call, signal: options.signal }, id, async (tx, now) => {
    if (await isLastAdmin(tx, now)) fail('LAST_ADMIN')
  })
  return progress.erased
}

async function eraseTraces(call: Call, person: Person, progress: Progress): Promise<void> {
  for await (const found of tracesOf(call, person)) {
    if (found.length > 0) await transaction(call, (tx) => applyFates(tx, found))
    progress.addRecords(found)
    await progress.step()
  }
}

async function applyFates({ rows }: Tx, found: readonly TraceRow[]): Promise<void> {
  const table = found[0]?.table ?? ''
  await rows.remove(
    table,
    found.flatMap(({ key, fate }) => (fate === 'remove' ? [key] : [])),
  )
  for (const { key, fate } of found) if (fate !== 'remove') await rows.update(table, key, fate)
}

/** Removes the tickets of an account, and keeps the account. */
async function eraseTickets(call: Call, user: StoredUser, progress: Progress): Promise<void> {
  const author = { kind: 'user' as const, id: user.id }
  const locks = [accountLock(author, 'update')]
  for (;;) {
    const count = await transaction(call, (tx) => removeTickets(tx, { author }), locks)
    progress.tickets += count
    await progress.step()
    if (count < ticketsAtOnce) return
  }
}

/** Removes tickets that came from the person's addresses, and whose account is gone. */
async function eraseOrphans(call: Call, person: Person, progress: Progress): Promise<void> {
  const remove = async (numbers: readonly number[]) => {
    if (numbers.length === 0) return
    progress.tickets += await transaction(call, (tx) => removeTickets(tx, { numbers }))
    await progress.step()
  }
  let numbers: number[] = []
  for await (const row of orphans(call, person.addresses)) {
    numbers.push(Number(row.ticket_number))
    if (numbers.length < ticketsAtOnce) continue
    await remove(numbers)
    numbers = []
  }
  await remove(numbers)
}

/** Removes the person's comments in other people's tickets. Their other events lose their author with the account. */
async function eraseComments(call: Call, { id }: Person, progress: Progress): Promise<void> {
  if (id === undefined) return
  const comments: StoredRow[] = []
  const numbers = new Map<number, number>()
  const own = new Set<number>()
  for await (const row of rowsWith(call, 'ticketevent', { author_user_id: id }, ['ticket_id', 'content'])) {
    const ticketId = Number(row.ticket_id)
    if (row.content === null || numbers.has(ticketId) || own.has(ticketId)) continue
    const [ticket] = await call.rows.page('ticket', { where: { id: ticketId }, limit: 1 })
    if (ticket?.author_id === id) own.add(ticketId)
    else if (ticket) numbers.set(ticketId, Number(ticket.ticket_number))
  }
  await dropMails(call, new Set(numbers.values()), progress)
  for await (const row of rowsWith(call, 'ticketevent', { author_user_id: id }, commentColumns)) {
    if (row.content === null || own.has(Number(row.ticket_id))) continue
    comments.push(row)
    if (comments.length === ticketsAtOnce) await removeComments(call, comments.splice(0), numbers, progress)
  }
  await removeComments(call, comments, numbers, progress)
}

async function removeComments(
  call: Call,
  comments: readonly StoredRow[],
  numbers: ReadonlyMap<number, number>,
  progress: Progress,
): Promise<void> {
  if (comments.length === 0) return
  await transaction(call, async (tx) => {
    const unused: string[] = []
    const texts = new Map<number, string>()
    for (const { id, ticket_id, content, file } of comments) {
      const ticketId = Number(ticket_id)
      unused.push(...(await removeMailOf(tx, ticketId, Number(id))))
      texts.set(ticketId, `${texts.get(ticketId) ?? ''} ${textOf(file) ?? ''} ${textOf(content) ?? ''}`)
    }
    await tx.rows.remove(
      'ticketevent',
      comments.map(({ id }) => Number(id)),
    )
    for (const [ticketId, before] of texts) {
      const number = numbers.get(ticketId) ?? 0
      unused.push(...filesGone(number, before, [await mentionsIn(tx, ticketId, number)]))
    }
    tx.afterCommit((committed) => removeFiles(committed, unused))
  })
  progress.comments += comments.length
  await progress.step()
}

/** Returns the names of the files that a ticket, its events and its mails mention, as one text. */
async function mentionsIn(stores: Pick<Tx, 'rows'>, ticketId: number, number: number) {
  const names = new Set<string>()
  const sources = [
    rowsWith(stores, 'ticket', { id: ticketId }, ['content', 'file']),
    rowsWith(stores, 'ticketevent', { ticket_id: ticketId }, ['content', 'file']),
    rowsWith(stores, 'os_mail_original', { ticket_id: ticketId }, ['file']),
  ]
  for (const source of sources) {
    for await (const { content, file } of source) {
      const text = { content: textOf(content), file: textOf(file) }
      for (const name of ticketFileNames(number, [text])) names.add(name)
    }
  }
  return { content: [...names].join(' '), file: null }
}

const piecesAtOnce = 500

/** Removes the rows of a comment's original mail. Returns the names of its files. */
async function removeMailOf({ rows }: Tx, ticketId: number, eventId: number): Promise<string[]> {
  const where = { ticket_id: ticketId, event_id: eventId }
  const names: string[] = []
  let page: StoredRow[]
  do {
    page = await rows.page('os_mail_original', { where, columns: ['file'], limit: piecesAtOnce })
    names.push(...page.flatMap(({ file }) => textOf(file) ?? []))
    await rows.remove(
      'os_mail_original',
      page.map(({ id }) => Number(id)),
    )
  } while (page.length === piecesAtOnce)
  return names
}

const mailsAtOnce = 100

/** Drops waiting mails about these tickets, and about tickets that are gone: they quote what was in them. */
async function dropMails(call: Call, numbers: ReadonlySet<number>, progress: Progress): Promise<void> {
  const exists = async (number: number) => (await call.tickets.byNumber(number)) !== undefined
  let after: number | undefined
  let page: StoredRow[]
  do {
    page = await call.rows.page('os_outbox', { columns: ['variables'], after, limit: mailsAtOnce })
    const dropped: number[] = []
    for (const row of page) {
      const number = numberIn(row.variables)
      if (number !== undefined && (numbers.has(number) || !(await exists(number))))
        dropped.push(Number(row.id))
    }
    await call.rows.remove('os_outbox', dropped)
    progress.addRecords(dropped.map(() => ({ table: 'os_outbox' })))
    await progress.step()
    after = Number(page.at(-1)?.id)
  } while (page.length === mailsAtOnce)
}

/** Returns the ticket number among the variables of a mail. */
function numberIn(variables: StoredRow[string] | undefined): number | undefined {
  const { ticketNumber } = JSON.parse(String(variables ?? '{}')) as { readonly ticketNumber?: unknown }
  return ticketNumber === undefined ? undefined : Number(ticketNumber)
}
