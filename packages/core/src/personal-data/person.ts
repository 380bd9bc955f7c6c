import { fail } from '../errors.js'
import { isId, lowerCase } from '../params/index.js'
import { type Tables, tables } from '../schema/index.js'
import type {
  AccountKind,
  AccountRef,
  BackupValue,
  MailProof,
  StoredRow,
  StoredUser,
  Stores,
} from '../storage/index.js'

/** A user, by the id of the account or by the address. */
export type UserRef = { readonly id: number } | { readonly email: string }

/** What identifies a person in the rows of other people and of the helpdesk. */
export interface Person {
  readonly kind: AccountKind
  /** Undefined without an account: the address alone can be in other rows. */
  readonly id: number | undefined
  /** The address of the account and those that tickets were sent from; lower case. */
  readonly addresses: ReadonlySet<string>
  readonly names: ReadonlySet<string>
  /** Those of the names that another account has, too. */
  readonly sharedNames: ReadonlySet<string>
  /** The proofs of waiting mails to new addresses of the account, which are not the person's before the proof. */
  readonly proofs: ReadonlySet<string>
}

/** How many rows one statement reads. */
const rowsAtOnce = 500

/**
 * Yields all rows of a table that have these values, by key.
 *
 * @param atOnce how many rows one statement reads. Each page is read when it is needed
 */
export async function* rowsWith(
  { rows }: Pick<Stores, 'rows'>,
  table: string,
  where: StoredRow,
  columns?: readonly string[],
  atOnce = rowsAtOnce,
): AsyncGenerator<StoredRow> {
  const { key = 'id' } = (tables as Tables)[table] ?? {}
  let after: string | number | undefined
  for (;;) {
    const page = await rows.page(table, { where, after, limit: atOnce, ...(columns ? { columns } : {}) })
    yield* page
    if (page.length < atOnce) return
    after = page.at(-1)?.[key] ?? undefined
  }
}

/**
 * Returns the account that is meant.
 *
 * @throws INVALID_USER when no account has the id; undefined when none has the address
 */
export async function userOf(
  { users }: Pick<Stores, 'users'>,
  ref: UserRef,
): Promise<StoredUser | undefined> {
  if ('email' in ref) return users.byEmail(lowerCase(ref.email.trim()))
  return (isId(ref.id) ? await users.byId(ref.id) : undefined) ?? fail('INVALID_USER')
}

/** Returns what identifies a user, with the names and addresses that the user's tickets were sent with. */
export async function userPerson(
  stores: Pick<Stores, 'rows' | 'users' | 'staff' | 'people'>,
  ref: UserRef,
  user: Pick<StoredUser, 'id' | 'email' | 'name'> | undefined,
): Promise<Person> {
  const addresses = new Set<string>()
  const names = new Set<string>()
  const add = (email: unknown, name: unknown) => {
    if (typeof email === 'string' && email) addresses.add(lowerCase(email))
    if (typeof name === 'string' && name) names.add(name)
  }
  add('email' in ref ? ref.email.trim() : null, null)
  if (user) add(user.email, user.name)
  const tickets = user
    ? rowsWith(stores, 'ticket', { author_id: user.id }, ['author_email', 'author_name'])
    : orphans(stores, addresses)
  const foreign = new Set<string>()
  for await (const row of tickets) {
    const address = lowerCase(String(row.author_email ?? ''))
    const isNew = address !== '' && !addresses.has(address) && !foreign.has(address)
    if (isNew && (await isForeign(stores, address, user?.id))) foreign.add(address)
    add(foreign.has(address) ? null : address, row.author_name)
  }
  const proofs = user ? await addressProofs(stores, { user_id: user.id }) : new Set<string>()
  const sharedNames = await sharedNamesOf(stores, names, user && { kind: 'user', id: user.id })
  return { kind: 'user', id: user?.id, addresses, names, sharedNames, proofs }
}

/** How many people with names that begin alike are looked at. */
const namesakesAtMost = 1000

/** Returns those of a person's names that another account has. */
export async function sharedNamesOf(
  { people }: Pick<Stores, 'people'>,
  names: ReadonlySet<string>,
  account: AccountRef | undefined,
): Promise<Set<string>> {
  const shared = new Set<string>()
  for (const name of names) {
    const query = { name, usersOnly: false, except: account ? [account] : [], limit: namesakesAtMost }
    if ((await people.search(query)).some((each) => each.name === name)) shared.add(name)
  }
  return shared
}

/** Returns the proofs that mails to new addresses of an account have in the outbox. */
export async function addressProofs(stores: Pick<Stores, 'rows'>, account: StoredRow): Promise<Set<string>> {
  const proofs = new Set<string>()
  for await (const { id } of rowsWith(stores, 'os_pending_address', account, ['email'])) {
    const proof: MailProof = `address ${Number(id)}`
    proofs.add(proof)
  }
  return proofs
}

/** Returns whether an address belongs to another account now: what it received since is that account's. */
const isForeign = async (
  { users, staff }: Pick<Stores, 'users' | 'staff'>,
  address: string,
  id: number | undefined,
): Promise<boolean> =>
  ((await users.byEmail(address)) ?? { id }).id !== id || (await staff.byEmail(address)) !== undefined

/** What is read of comments: where they are, and what mentions files. */
export const commentColumns = ['ticket_id', 'content', 'file']

export const textOf = (value: BackupValue | undefined): string | null =>
  typeof value === 'string' ? value : null

const orphanColumns = ['ticket_number', 'author_email', 'author_name']

/** Yields the tickets without an author's account that were sent from these addresses. */
export async function* orphans(
  stores: Pick<Stores, 'rows'>,
  addresses: ReadonlySet<string>,
): AsyncGenerator<StoredRow> {
  const nobody = { author_id: null, author_staff_id: null }
  for await (const row of rowsWith(stores, 'ticket', nobody, orphanColumns)) {
    if (addresses.has(lowerCase(String(row.author_email ?? '')))) yield row
  }
}
