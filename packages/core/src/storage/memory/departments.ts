import type { DepartmentStore } from '../index.js'
import type { Sync, Tables } from './tables.js'
import { sameName } from './text.js'

/** How many staff members serve a department. */
export const ownersOf = ({ memberships }: Tables, departmentId: number) =>
  memberships.filter((row) => row.departmentId === departmentId).length

export function departmentStore(tables: Tables): Sync<DepartmentStore> {
  const { departments, memberships, tickets } = tables
  const withOwners = (row: { id: number; name: string; private: boolean } | undefined) =>
    row && { ...row, owners: ownersOf(tables, row.id) }
  return {
    byId: (id) => withOwners(departments.get(id)),
    byName: (name) => withOwners(departments.find((row) => sameName(row.name, name))),
    all: () => departments.all().flatMap((row) => withOwners(row) ?? []),
    insert: (department) => departments.insert(department),
    update: (id, patch) => departments.update(id, patch),
    remove(id) {
      if (!departments.remove(id)) return false
      memberships.removeWhere(({ departmentId }) => departmentId === id)
      tickets.updateWhere(({ departmentId }) => departmentId === id, { departmentId: null })
      return true
    },
    moveTickets: (from, to) =>
      tickets.updateWhere(({ departmentId }) => departmentId === from, { departmentId: to }),
    hasUserTickets: (id) =>
      tickets.find(({ departmentId, author }) => departmentId === id && author?.kind === 'user') !==
      undefined,
  }
}
