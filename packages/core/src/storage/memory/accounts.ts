import type { AccountRef, PeopleStore, Person } from '../index.js'
import type { Table } from './table.js'
import { isSameAccount, type Sync, type Tables } from './tables.js'
import { finder } from './text.js'

/** Returns an account as lists show it; null when it is gone. */
export function personOf({ users, staff }: Tables, ref: AccountRef | null): Person | null {
  if (!ref) return null
  if (ref.kind === 'staff') {
    const member = staff.get(ref.id)
    if (!member) return null
    return {
      kind: 'staff',
      id: member.id,
      name: member.name,
      email: member.email,
      profilePic: member.profilePic,
    }
  }
  const user = users.get(ref.id)
  return user ? { kind: 'user', id: user.id, name: user.name, email: user.email, profilePic: null } : null
}

export const isAccount = (account: AccountRef) => (each: AccountRef) => isSameAccount(each, account)

/** Clears all references to deleted accounts. */
export function forgetAccounts(tables: Tables, isGone: (account: AccountRef) => boolean): void {
  const isAuthor = ({ author }: { author: AccountRef | null }) => author !== null && isGone(author)
  const isHolder = ({ account }: { account: AccountRef }) => isGone(account)
  const { tickets, events, logs, sessions, rememberTokens, pendingAddresses, knownPlaces, identities } =
    tables
  tickets.updateAll(tickets.filter(isAuthor), { author: null })
  events.updateAll(events.filter(isAuthor), { author: null })
  logs.updateAll(logs.filter(isAuthor), { author: null })
  sessions.removeAll(sessions.filter(isHolder))
  rememberTokens.removeAll(rememberTokens.filter(isHolder))
  pendingAddresses.removeAll(pendingAddresses.filter(isHolder))
  knownPlaces.removeAll(knownPlaces.filter(isHolder))
  identities.removeAll(identities.filter(isHolder))
}

interface Authored {
  readonly id: number
  readonly author: AccountRef | null
}

/** Takes the author from some of an account's rows. Returns whether none is left. */
export function leaveAuthored<R extends Authored>(
  table: Table<R>,
  account: AccountRef,
  limit: number,
): boolean {
  const written = table
    .filter(({ author }) => author !== null && isSameAccount(author, account))
    .slice(0, limit)
  table.updateAll(written, { author: null } as Partial<R>)
  return written.length < limit
}

const kindRank = ({ kind }: Person) => (kind === 'staff' ? 0 : 1)

export function peopleStore(tables: Tables): Sync<PeopleStore> {
  const named = (kind: AccountRef['kind'], rows: readonly { id: number }[]) =>
    rows.flatMap(({ id }) => personOf(tables, { kind, id }) ?? [])
  return {
    search({ name, usersOnly, except, limit }) {
      const everybody = [
        ...(usersOnly ? [] : named('staff', tables.staff.all())),
        ...named('user', tables.users.all()),
      ]
      const allowed = everybody.filter((person) => !except.some((each) => isSameAccount(each, person)))
      if (name === undefined) {
        return allowed.sort((a, b) => a.id - b.id || kindRank(a) - kindRank(b)).slice(0, limit)
      }
      const { isIn, starts } = finder(name)
      const rank = (person: Person) => (starts(person.name) ? 0 : 1)
      return allowed
        .filter((person) => isIn(person.name))
        .sort((a, b) => rank(a) - rank(b) || kindRank(a) - kindRank(b) || a.id - b.id)
        .slice(0, limit)
    },
    byRefs(refs) {
      const idsOf = (kind: AccountRef['kind']) => refs.filter((ref) => ref.kind === kind).map(({ id }) => id)
      return [
        ...named('staff', tables.staff.getAll(idsOf('staff'))),
        ...named('user', tables.users.getAll(idsOf('user'))),
      ]
    },
  }
}
