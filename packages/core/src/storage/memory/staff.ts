import type { AccountRef, StaffStore } from '../index.js'
import { forgetAccounts, isAccount, leaveAuthored } from './accounts.js'
import { ownersOf } from './departments.js'
import type { Sync, Tables } from './tables.js'
import { address, toMinuteOrNull } from './text.js'

/** Returns the ids of the departments that a staff member serves, sorted. */
export const servedBy = (by: Tables['by'], staffId: number): number[] =>
  by
    .membershipStaff(staffId)
    .map(({ departmentId }) => departmentId)
    .sort((a, b) => a - b)

export function staffStore(tables: Tables): Sync<StaffStore> {
  const { staff, memberships, departments, tickets, events, logs, accessTokens, by } = tables
  const byEmail = (email: string) => by.staffEmail(address(email))[0]
  const departmentIds = (staffId: number) => servedBy(by, staffId)
  return {
    byId: (id) => staff.get(id),
    byEmail,
    existing: (ids) => staff.getAll(ids).map(({ id }) => id),
    count: () => staff.size,
    countLevel3: () => staff.filter(({ level, disabled }) => level === 3 && !disabled).length,
    all: () =>
      staff.all().map((member) => {
        const owned = by.ticketOwner(member.id)
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
      byEmail(member.email)
        ? undefined
        : staff.insert({ ...member, email: address(member.email), lastLogin: null, disabled: false }),
    update(id, patch) {
      const namesake = patch.email === undefined ? undefined : byEmail(patch.email)
      if (namesake && namesake.id !== id) return false
      const lastLogin = patch.lastLogin === undefined ? {} : { lastLogin: toMinuteOrNull(patch.lastLogin) }
      const email = patch.email === undefined ? {} : { email: address(patch.email) }
      return staff.update(id, { ...patch, ...lastLogin, ...email })
    },
    remove(id) {
      if (!staff.remove(id)) return false
      tickets.updateAll(by.ticketOwner(id), { ownerId: null, unreadStaff: true })
      memberships.removeAll(by.membershipStaff(id))
      accessTokens.removeAll(accessTokens.filter(({ staffId }) => staffId === id))
      forgetAccounts(tables, isAccount({ kind: 'staff', id }))
      return true
    },
    releaseOwned(id, limit) {
      const released = by.ticketOwner(id).slice(0, limit)
      tickets.updateAll(released, { ownerId: null, unreadStaff: true })
      return released.map(({ ticketNumber }) => ticketNumber)
    },
    leaveAuthored(id, limit) {
      const account: AccountRef = { kind: 'staff', id }
      const areFree = [
        leaveAuthored(events, account, limit),
        leaveAuthored(tickets, account, limit),
        leaveAuthored(logs, account, limit),
      ]
      return areFree.every(Boolean)
    },
    departmentIds,
    setDepartments(staffId, ids) {
      memberships.removeAll(by.membershipStaff(staffId))
      for (const departmentId of new Set(ids)) memberships.insert({ departmentId, staffId })
    },
  }
}
