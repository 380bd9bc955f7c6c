import type { DepartmentStore } from '../index.js'
import { sameName } from '../names.js'
import type { Sync, Tables } from './tables.js'

/** Returns the number of staff members who serve a department. */
export const ownersOf = ({ by }: Tables, departmentId: number) => by.membershipDepartment(departmentId).length

export function departmentStore(tables: Tables): Sync<DepartmentStore> {
  const { departments, memberships, tickets, by } = tables
  const ticketsIn = (id: number) => tickets.filter(({ departmentId }) => departmentId === id)
  const withOwners = (row: { id: number; name: string; private: boolean } | undefined) =>
    row && { ...row, owners: ownersOf(tables, row.id) }
  return {
    byId: (id) => withOwners(departments.get(id)),
    byName: (name) => withOwners(departments.all().find((row) => sameName(row.name, name))),
    all: () => departments.all().flatMap((row) => withOwners(row) ?? []),
    insert: (department) => departments.insert(department),
    update: (id, patch) => departments.update(id, patch),
    remove(id) {
      if (!departments.remove(id)) return false
      memberships.removeAll(by.membershipDepartment(id))
      tickets.updateAll(ticketsIn(id), { departmentId: null })
      return true
    },
    moveTickets: (from, to) => tickets.updateAll(ticketsIn(from), { departmentId: to }),
    hasUserTickets: (id) => ticketsIn(id).some(({ author }) => author?.kind === 'user'),
  }
}
