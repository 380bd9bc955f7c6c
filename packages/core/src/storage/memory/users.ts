import type { CustomFieldValue } from '../../model/index.js'
import type { AccountRef, StoredUser, UserStore } from '../index.js'
import { forgetAccounts, isAccount, leaveAuthored } from './accounts.js'
import type { Sync, Tables } from './tables.js'
import { address, finder, toMinute } from './text.js'

/** Returns the values that a user entered, in the order of the fields. */
export function customFieldValuesOf(
  { customFields, customFieldOptions, by }: Tables,
  userId: number,
): CustomFieldValue[] {
  return by
    .valueUser(userId)
    .sort((a, b) => a.fieldId - b.fieldId)
    .map(({ id, fieldId, value, optionId }) => {
      const option = customFieldOptions.get(optionId)
      return {
        id,
        value,
        customfield: customFields.get(fieldId)?.name ?? null,
        customfieldoption: option ? { id: option.id, name: option.name } : null,
      }
    })
}

export function userStore(tables: Tables): Sync<UserStore> {
  const { users, supervised, customFieldValues, passwordTokens, events, logs, by } = tables
  const byEmail = (email: string) => by.userEmail(address(email))[0]
  return {
    byId: (id) => users.get(id),
    byEmail,
    byIds: (ids) => users.getAll(ids),
    insert(user) {
      if (byEmail(user.email)) return undefined
      const signupDate = toMinute(user.signupDate)
      return users.insert({
        ...user,
        email: address(user.email),
        signupDate,
        tickets: 0,
        disabled: null,
        supervisor: false,
      })
    },
    update(id, patch) {
      const namesake = patch.email === undefined ? undefined : byEmail(patch.email)
      if (namesake && namesake.id !== id) return false
      const signupDate = patch.signupDate && { signupDate: toMinute(patch.signupDate) }
      const email = patch.email === undefined ? {} : { email: address(patch.email) }
      return users.update(id, { ...patch, ...signupDate, ...email })
    },
    addTickets(id, difference) {
      const user = users.get(id)
      if (user) users.update(id, { tickets: Math.max(0, user.tickets + difference) })
    },
    list({ orderBy, desc, search, offset, limit }) {
      const text = search === undefined ? undefined : finder(search)
      const found = users.filter(({ name, email }) => !text || text.isIn(name) || text.isIn(email))
      const rank = ({ name, email }: StoredUser) => (!text || text.starts(name) || text.starts(email) ? 0 : 1)
      const sign = desc ? -1 : 1
      found.sort((a, b) => rank(a) - rank(b) || sign * (a[orderBy] - b[orderBy]) || a.id - b.id)
      return { users: found.slice(offset, offset + limit), total: found.length, totalIsExact: true }
    },
    remove(id) {
      if (!users.remove(id)) return false
      customFieldValues.removeAll(by.valueUser(id))
      supervised.removeAll(supervised.filter((row) => row.userId === id || row.supervisorId === id))
      forgetAccounts(tables, isAccount({ kind: 'user', id }))
      return true
    },
    leaveAuthored(id, limit) {
      const account: AccountRef = { kind: 'user', id }
      const areFree = [leaveAuthored(events, account, limit), leaveAuthored(logs, account, limit)]
      return areFree.every(Boolean)
    },
    removeAll() {
      users.removeAll(users.all())
      customFieldValues.removeAll(customFieldValues.all())
      supervised.removeAll(supervised.all())
      passwordTokens.removeAll(passwordTokens.filter(({ kind }) => kind === 'user'))
      forgetAccounts(tables, ({ kind }) => kind === 'user')
    },
    removeFirst(limit) {
      const gone = new Map(
        users
          .all()
          .slice(0, limit)
          .map((user) => [user.id, address(user.email)]),
      )
      const emails = new Set(gone.values())
      for (const id of gone.keys()) {
        users.remove(id)
        customFieldValues.removeAll(by.valueUser(id))
      }
      supervised.removeAll(supervised.filter((row) => gone.has(row.userId) || gone.has(row.supervisorId)))
      passwordTokens.removeAll(
        passwordTokens.filter(({ kind, email }) => kind === 'user' && emails.has(address(email))),
      )
      forgetAccounts(tables, ({ kind, id }) => kind === 'user' && gone.has(id))
      return [...gone.keys()]
    },
    customFieldValues: (userId) => customFieldValuesOf(tables, userId),
    setCustomFieldValues(userId, values) {
      customFieldValues.removeAll(by.valueUser(userId))
      for (const value of values) customFieldValues.insert({ ...value, userId })
    },
    supervises: (supervisorId, userId) => by.supervisor(supervisorId).some((row) => row.userId === userId),
    supervised: (supervisorId) =>
      by
        .supervisor(supervisorId)
        .flatMap(({ userId }) => users.get(userId) ?? [])
        .sort((a, b) => a.id - b.id)
        .map((user) => ({ ...user, customfields: customFieldValuesOf(tables, user.id) })),
    setSupervised(supervisorId, userIds) {
      supervised.removeAll(by.supervisor(supervisorId))
      for (const userId of new Set(userIds)) supervised.insert({ supervisorId, userId })
      users.update(supervisorId, { supervisor: true })
    },
  }
}
