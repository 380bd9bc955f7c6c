import type { CustomFieldValue } from '../../model/index.js'
import type { UserStore } from '../index.js'
import { forgetAccount } from './accounts.js'
import type { Sync, Tables } from './tables.js'
import { contains, sameName, startsWith, toMinute } from './text.js'

/** What a user entered, in the order of the fields. */
export function customFieldValuesOf(
  { customFieldValues, customFields, customFieldOptions }: Tables,
  userId: number,
): CustomFieldValue[] {
  return customFieldValues
    .filter((row) => row.userId === userId)
    .sort((a, b) => a.fieldId - b.fieldId)
    .map(({ id, fieldId, value, optionId }) => {
      const option = customFieldOptions.get(optionId)
      return {
        ...{ id, value, customfield: customFields.get(fieldId)?.name ?? null },
        customfieldoption: option ? { id: option.id, name: option.name } : null,
      }
    })
}

export function userStore(tables: Tables): Sync<UserStore> {
  const { users, supervised, customFieldValues } = tables
  const byEmail = (email: string) => users.find((row) => sameName(row.email, email))
  return {
    byId: (id) => users.get(id),
    byEmail,
    byIds: (ids) => ids.flatMap((id) => users.get(id) ?? []),
    insert(user) {
      if (byEmail(user.email)) return undefined
      const signupDate = toMinute(user.signupDate)
      return users.insert({ ...user, signupDate, tickets: 0, disabled: null, supervisor: false })
    },
    update(id, patch) {
      const namesake = patch.email === undefined ? undefined : byEmail(patch.email)
      if (namesake && namesake.id !== id) return false
      const signupDate = patch.signupDate && { signupDate: toMinute(patch.signupDate) }
      return users.update(id, { ...patch, ...signupDate })
    },
    addTickets(id, difference) {
      const user = users.get(id)
      if (user) users.update(id, { tickets: user.tickets + difference })
    },
    list({ orderBy, desc, search, offset, limit }) {
      const found = users.filter(
        ({ name, email }) => search === undefined || contains(name, search) || contains(email, search),
      )
      const rank = ({ name, email }: { name: string; email: string }) =>
        search === undefined || startsWith(name, search) || startsWith(email, search) ? 0 : 1
      const sign = desc ? -1 : 1
      found.sort((a, b) => rank(a) - rank(b) || sign * (a[orderBy] - b[orderBy]) || a.id - b.id)
      return { users: found.slice(offset, offset + limit), total: found.length }
    },
    remove(id) {
      if (!users.remove(id)) return false
      customFieldValues.removeWhere(({ userId }) => userId === id)
      supervised.removeWhere((row) => row.userId === id || row.supervisorId === id)
      forgetAccount(tables, { kind: 'user', id })
      return true
    },
    customFieldValues: (userId) => customFieldValuesOf(tables, userId),
    setCustomFieldValues(userId, values) {
      customFieldValues.removeWhere((row) => row.userId === userId)
      for (const value of values) customFieldValues.insert({ ...value, userId })
    },
    supervises: (supervisorId, userId) =>
      supervised.find((row) => row.supervisorId === supervisorId && row.userId === userId) !== undefined,
    supervised: (supervisorId) =>
      supervised
        .filter((row) => row.supervisorId === supervisorId)
        .flatMap(({ userId }) => users.get(userId) ?? [])
        .sort((a, b) => a.id - b.id)
        .map((user) => ({ ...user, customfields: customFieldValuesOf(tables, user.id) })),
    setSupervised(supervisorId, userIds) {
      supervised.removeWhere((row) => row.supervisorId === supervisorId)
      for (const userId of userIds) supervised.insert({ supervisorId, userId })
      users.update(supervisorId, { supervisor: true })
    },
  }
}
