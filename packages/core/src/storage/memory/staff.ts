import type { StaffStore } from '../index.js'
import { forgetAccount } from './accounts.js'
import { ownersOf } from './departments.js'
import type { Sync, Tables } from './tables.js'
import { sameName, toMinuteOrNull } from './text.js'

export function staffStore(tables: Tables): Sync<StaffStore> {
  const { staff, memberships, departments, tickets, staffTickets } = tables
  const byEmail = (email: string) => staff.find((row) => sameName(row.email, email))
  const departmentIds = (staffId: number) =>
    memberships
      .filter((row) => row.staffId === staffId)
      .map(({ departmentId }) => departmentId)
      .sort((a, b) => a - b)
  return {
    byId: (id) => staff.get(id),
    byEmail,
    existing: (ids) => ids.filter((id) => staff.get(id)),
    count: () => staff.all().length,
    countLevel3: () => staff.filter(({ level }) => level === 3).length,
    all: () =>
      staff.all().map((member) => {
        const owned = tickets.filter(({ ownerId }) => ownerId === member.id)
        return {
          ...member,
          departments: departmentIds(member.id).flatMap((id) => {
            const department = departments.get(id)
            return department ? { id, name: department.name, owners: ownersOf(tables, id) } : []
          }),
          assignedTickets: owned.length,
          closedTickets: owned.filter(({ closed }) => closed).length,
        }
      }),
    toNotify: (departmentId) =>
      staff.filter((row) => row.sendEmailOnNewTicket && departmentIds(row.id).includes(departmentId)),
    insert: (member) =>
      byEmail(member.email) ? undefined : staff.insert({ ...member, lastLogin: null, disabled: false }),
    update(id, patch) {
      const namesake = patch.email === undefined ? undefined : byEmail(patch.email)
      if (namesake && namesake.id !== id) return false
      const lastLogin = patch.lastLogin === undefined ? {} : { lastLogin: toMinuteOrNull(patch.lastLogin) }
      return staff.update(id, { ...patch, ...lastLogin })
    },
    remove(id) {
      if (!staff.remove(id)) return false
      tickets.updateWhere(({ ownerId }) => ownerId === id, { ownerId: null, unreadStaff: true })
      staffTickets.removeWhere(({ staffId }) => staffId === id)
      memberships.removeWhere(({ staffId }) => staffId === id)
      forgetAccount(tables, { kind: 'staff', id })
      return true
    },
    departmentIds,
    setDepartments(staffId, ids) {
      memberships.removeWhere((row) => row.staffId === staffId)
      for (const departmentId of new Set(ids)) memberships.insert({ departmentId, staffId })
    },
  }
}
