import { lowerCase } from '../params/index.js'
import { tables } from '../schema/index.js'
import type { BackupValue, StoredRow, Stores } from '../storage/index.js'
import { type Person, rowsWith } from './person.js'

/** What erasing a person does to a row: removes it, or changes columns. */
export type Fate = 'remove' | StoredRow

/** Where a table mentions people, apart from columns that reference an account. */
interface Trace {
  readonly columns: readonly string[]
  /** Returns what erasing a person does to a row; undefined if it does not mention the person. */
  fate(row: StoredRow, person: Person): Fate | undefined
  /**
   * Returns what an export shows of a row, undefined if the row is not about the person; null if other people's data may
   * be in any row. Default: all of each row that `fate` finds.
   */
  readonly shown?: ((row: StoredRow, person: Person) => StoredRow | undefined) | null
}

type TableName = keyof typeof tables

const isAddressOf = ({ addresses }: Person, value: unknown): boolean =>
  typeof value === 'string' && value !== '' && addresses.has(lowerCase(value))

/** The types of log entries whose object is a name of a person. In others, it is a title, or a number. */
const namingTypes = new Set(['INVITE', 'DELETE_USER'])

/** Returns whether the object of a log entry is the person. A name alone says so unless another account has it, too. */
function isObject(person: Person, { type, to }: StoredRow): boolean {
  if (isAddressOf(person, to)) return true
  if (type === 'EDIT_SUPERVISED_LIST')
    return person.kind === 'user' && person.id !== undefined && String(to) === String(person.id)
  const isName = namingTypes.has(String(type)) && person.names.has(String(to))
  return isName && !person.sharedNames.has(String(to))
}

const isWrittenBy = (person: Person, row: StoredRow): boolean =>
  person.kind === 'user' && person.id !== undefined && row.author_user_id === person.id

/** Returns whether an event or its payload names the account: as who caused it, as the user, or as a ticket's author. */
function isEventOf(person: Person, by: unknown, payload: unknown): boolean {
  const isAccount = (value: unknown) =>
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    'id' in value &&
    value.kind === person.kind &&
    value.id === person.id
  if (person.id !== undefined && isAccount(by)) return true
  if (typeof payload !== 'object' || payload === null) return false
  if ('email' in payload && isAddressOf(person, payload.email)) return true
  if (person.id === undefined) return false
  const isUser = 'userId' in payload && person.kind === 'user' && payload.userId === person.id
  return isUser || ('author' in payload && isAccount(payload.author))
}

/** Returns whether a text contains one of the addresses, and not as a part of a longer address. */
function holdsAddress({ addresses }: Person, text: string): boolean {
  const lower = lowerCase(text)
  const isPart = (letter: string | undefined) => letter !== undefined && /[a-z0-9._%+-]/.test(letter)
  for (const address of addresses) {
    let at = lower.indexOf(address)
    while (at >= 0) {
      const after = lower[at + address.length]
      // A dot may end the sentence.
      const goesOn = after === '.' ? isPart(lower[at + address.length + 1]) : isPart(after)
      if (!isPart(lower[at - 1]) && !goesOn) return true
      at = lower.indexOf(address, at + 1)
    }
  }
  return false
}

/** The keys whose values may be names of people. Elsewhere, a text such as `user` is no name. */
const nameKeys = new Set(['name', 'authorName', 'title', 'to'])

/**
 * Returns a value of JSON in which texts that mention the person are empty. Returns the same value if there are none.
 *
 * @param key the key of the value. If there is none, only addresses are compared
 */
function without(person: Person, value: unknown, key = ''): unknown {
  if (typeof value === 'string') {
    const isName = nameKeys.has(key) && person.names.has(value)
    return isName || holdsAddress(person, value) ? '' : value
  }
  if (Array.isArray(value)) {
    const kept = value.map((each) => without(person, each, key))
    return kept.some((each, index) => each !== value[index]) ? kept : value
  }
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).map(([name, each]) => [name, without(person, each, name)] as const)
  return kept.some(([name, each]) => each !== value[name as keyof typeof value])
    ? Object.fromEntries(kept)
    : value
}

const parsed = (text: BackupValue | undefined): unknown => {
  try {
    return JSON.parse(String(text ?? 'null'))
  } catch {
    return null
  }
}

/** Blanks what names the person in a column of JSON. */
function blanked(person: Person, row: StoredRow, column: string): Fate | undefined {
  const before = parsed(row[column])
  const after = without(person, before)
  return after === before ? undefined : { [column]: JSON.stringify(after) }
}

const remove = (isTrace: boolean): Fate | undefined => (isTrace ? 'remove' : undefined)

/**
 * Every table whose rows can mention a person without a reference to the account. The person's own tickets and comments
 * are removed separately, with their files.
 */
export const traces: { readonly [Name in TableName]?: Trace } = {
  log: {
    columns: ['type', 'to', 'author_name', 'author_staff_id', 'author_user_id'],
    fate(row, person) {
      const author = { staff: row.author_staff_id, user: row.author_user_id }
      if (isWrittenBy(person, row)) return 'remove'
      const isAuthor =
        person.kind === 'staff'
          ? author.staff === person.id
          : author.staff === null && author.user === null && person.names.has(String(row.author_name))
      const isTo = isObject(person, row)
      if (!isAuthor && !isTo) return undefined
      return { ...(isAuthor ? { author_name: '' } : {}), ...(isTo ? { to: null } : {}) }
    },
    shown(row, person) {
      if (isWrittenBy(person, row)) return row
      // Who did something with the person is another one.
      const { id = null, type = null, to = null, date = null } = row
      return isObject(person, row) ? { id, type, to, date } : undefined
    },
  },
  ticket: {
    columns: ['author_email', 'author_name', 'author_id', 'author_staff_id'],
    fate(row, person) {
      const isOwn = person.kind === 'user' && person.id !== undefined && row.author_id === person.id
      const isOrphan = row.author_id === null && row.author_staff_id === null
      if (isOwn || (isOrphan && person.kind === 'user')) return undefined
      const wrote = person.kind === 'staff' && row.author_staff_id === person.id
      const isSet = row.author_email !== null || row.author_name !== null
      if (!(wrote && isSet) && !isAddressOf(person, row.author_email)) return undefined
      return { author_email: null, author_name: null }
    },
  },
  recoverpassword: {
    columns: ['email', 'staff'],
    fate: (row, person) =>
      remove(isAddressOf(person, row.email) && Boolean(row.staff) === (person.kind === 'staff')),
  },
  ban: {
    columns: ['email'],
    fate: (row, person) => remove(isAddressOf(person, row.email)),
  },
  os_pending_address: {
    columns: ['email'],
    fate: (row, person) => remove(isAddressOf(person, row.email)),
  },
  os_outbox: {
    columns: ['recipient', 'variables', 'template', 'proof'],
    fate(row, person) {
      if (isAddressOf(person, row.recipient) || person.proofs.has(String(row.proof))) return 'remove'
      // The name is the receiver's, except here; and mails about a user's tickets go with the tickets.
      const namesAuthor = person.kind === 'staff' && row.template === 'TICKET_CREATED_STAFF'
      const subject = namesAuthor ? person : { ...person, names: new Set<string>() }
      const variables = parsed(row.variables)
      return remove(without(subject, variables) !== variables)
    },
    shown: (row, person) => (isAddressOf(person, row.recipient) ? row : undefined),
  },
  os_mail_ledger: {
    columns: ['sender'],
    // The hashes stay, so that the mail is not taken again.
    fate: (row, person) =>
      isAddressOf(person, row.sender)
        ? { sender: null, subject: null, message_id: null, ticket_number: null, cause: null }
        : undefined,
  },
  os_event: {
    columns: ['payload'],
    fate: (row, person) => blanked(person, row, 'payload'),
    shown: (row, person) =>
      isEventOf(person, { kind: row.by_kind, id: row.by_id }, parsed(row.payload)) ? row : undefined,
  },
  os_webhook_delivery: {
    columns: ['body'],
    fate: (row, person) => blanked(person, row, 'body'),
    shown(row, person) {
      const body = parsed(row.body)
      const data = typeof body === 'object' && body !== null && 'data' in body ? body.data : null
      const by = typeof data === 'object' && data !== null && 'by' in data ? data.by : null
      // Without what the receiver has answered.
      const { id = null, event = null, created_at = null } = row
      return isEventOf(person, by, data) ? { id, event, body: row.body ?? null, created_at } : undefined
    },
  },
  os_kept_answer: {
    columns: ['answer'],
    fate(row, person) {
      const answer = parsed(row.answer)
      return remove(without(person, answer) !== answer)
    },
    // Whose call it answers is not kept: another caller's answer may mention the person, and other people.
    shown: null,
  },
  os_csv_import: {
    columns: ['first_refused'],
    fate: (row, person) => blanked(person, row, 'first_refused'),
    // Other people's lines are among them.
    shown: null,
  },
  os_csv_batch: {
    columns: ['content'],
    fate(row, person) {
      const lines = parsed(row.content)
      if (!Array.isArray(lines)) return undefined
      // The whole line, with the password that it may have. The import refuses the empty one.
      const kept = lines.map((line) => (without(person, line) === line ? line : []))
      return kept.every((line, index) => line === lines[index])
        ? undefined
        : { content: JSON.stringify(kept) }
    },
    // Other people's lines and passwords are among them.
    shown: null,
  },
}

/** A row that mentions a person. */
export interface TraceRow {
  readonly table: string
  readonly key: number
  readonly fate: Fate
}

/** How many rows one statement reads. */
const rowsAtOnce = 500

/** How many whole rows one statement reads. */
const shownAtOnce = 100

/** Yields pages of the traces of a person. Each page is read when it is needed, and may be empty. */
export async function* tracesOf({ rows }: Pick<Stores, 'rows'>, person: Person): AsyncGenerator<TraceRow[]> {
  for (const [table, { columns, fate }] of Object.entries(traces)) {
    let after: number | undefined
    let page: StoredRow[]
    do {
      page = await rows.page(table, { columns, after, limit: rowsAtOnce })
      yield page.flatMap((row) => {
        const found = fate(row, person)
        return found ? [{ table, key: Number(row.id), fate: found }] : []
      })
      after = Number(page.at(-1)?.id)
    } while (page.length === rowsAtOnce)
  }
}

/** Yields what an export shows of each table. */
export function* shownTraces(
  stores: Pick<Stores, 'rows'>,
  person: Person,
): Generator<{ table: string; shown: AsyncGenerator<StoredRow> }> {
  for (const [table, { fate, shown }] of Object.entries(traces)) {
    if (shown === null) continue
    const see = shown ?? ((row: StoredRow) => (fate(row, person) ? row : undefined))
    async function* found(): AsyncGenerator<StoredRow> {
      for await (const row of rowsWith(stores, table, {}, undefined, shownAtOnce)) {
        const seen = see(row, person)
        if (seen) yield seen
      }
    }
    yield { table, shown: found() }
  }
}

/** Returns the tables that reference accounts of a kind, other than as an author. */
export const tablesOfAccounts = (column: 'user_id' | 'staff_id'): string[] =>
  Object.entries(tables).flatMap(([name, { columns }]) => (column in columns ? [name] : []))
