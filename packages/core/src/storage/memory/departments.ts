import type { DepartmentStore } from '../index.js'
import { sameName } from '../names.js'
import type { DepartmentRow, Sync, Tables } from './tables.js'

/** Returns the number of staff members who serve a department. */
export const ownersOf = ({ by }: Tables, departmentId: number) => by.membershipDepartment(departmentId).length

export function departmentStore(tables: Tables): Sync<DepartmentStore> {
  const { departments, memberships, tickets, by } = tables
  const ticketsIn = (id: number) => tickets.filter(({ departmentId }) => departmentId === id)
  const shown = () => departments.filter(({ movedTo }) => movedTo === null)
  const hiddenInto = (id: number) => departments.filter(({ movedTo }) => movedTo === id)
  const withOwners = (row: DepartmentRow | undefined) => {
    if (!row || row.movedTo !== null) return undefined
    return { id: row.id, name: row.name, private: row.private, owners: ownersOf(tables, row.id) }
  }
  return {
    byId: (id) => withOwners(departments.get(id)),
    byName: (name) => withOwners(shown().find((row) => sameName(row.name, name))),
    all: () => shown().flatMap((row) => withOwners(row) ?? []),
    insert: ({ name, private: isPrivate }) => departments.insert({ name, private: isPrivate, movedTo: null }),
    update: (id, patch) => departments.update(id, patch),
    remove(id) {
      if (!departments.remove(id)) return false
      memberships.removeAll(by.membershipDepartment(id))
      tickets.updateAll(ticketsIn(id), { departmentId: null })
      return true
    },
    hide(id, into) {
      departments.updateAll(hiddenInto(id), { movedTo: into })
      departments.update(id, { movedTo: into })
      memberships.removeAll(by.membershipDepartment(id))
    },
    hidden() {
      const row = departments.all().find(({ movedTo }) => movedTo !== null)
      return row && row.movedTo !== null ? { id: row.id, into: row.movedTo } : undefined
    },
    hasUserTickets: (id) =>
      [id, ...hiddenInto(id).map((row) => row.id)].some((each) =>
        ticketsIn(each).some(({ author }) => author?.kind === 'user'),
      ),
  }
}
