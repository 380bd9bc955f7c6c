import type { AccountRef, PeopleStore, Person } from '../index.js'
import { isSameAccount, type Sync, type Tables } from './tables.js'
import { contains, startsWith } from './text.js'

/** Who an account is; null when it is gone. */
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

/** Lets go of an account wherever rows point to it. */
export function forgetAccount(tables: Tables, account: AccountRef): void {
  const byAccount = ({ author }: { author: AccountRef | null }) => isSameAccount(author, account)
  tables.tickets.updateWhere(byAccount, { author: null })
  tables.events.updateWhere(byAccount, { author: null })
  tables.logs.updateWhere(byAccount, { author: null })
  tables.sessions.removeWhere((row) => isSameAccount(row.account, account))
  tables.rememberTokens.removeWhere((row) => isSameAccount(row.account, account))
}

export function peopleStore(tables: Tables): Sync<PeopleStore> {
  return {
    search({ name, usersOnly, except, limit }) {
      const kinds = usersOnly ? (['user'] as const) : (['staff', 'user'] as const)
      const people = kinds
        .flatMap((kind) =>
          (kind === 'user' ? tables.users : tables.staff)
            .all()
            .map(({ id }) => personOf(tables, { kind, id })),
        )
        .filter((person): person is Person => person !== null)
        .filter((person) => !except.some((each) => isSameAccount(each, person)))
        .filter((person) => name === undefined || contains(person.name, name))
      const rank = (person: Person) => (name !== undefined && startsWith(person.name, name) ? 0 : 1)
      const kindRank = ({ kind }: Person) => (kind === 'staff' ? 0 : 1)
      const byName = (a: Person, b: Person) => rank(a) - rank(b) || kindRank(a) - kindRank(b) || a.id - b.id
      const byId = (a: Person, b: Person) => a.id - b.id || kindRank(a) - kindRank(b)
      return people.sort(name === undefined ? byId : byName).slice(0, limit)
    },
    byRefs: (refs) => refs.map((ref) => personOf(tables, ref)).filter((person) => person !== null),
  }
}
