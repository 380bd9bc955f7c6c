import type { ApiKeyStore, BanStore, CustomFieldStore, CustomResponseStore, TagStore } from '../index.js'
import { sameName } from '../names.js'
import type { Sync, Tables } from './tables.js'
import { address } from './text.js'

/** Returns the first row with the same name. */
const namesakeIn =
  <R extends { readonly id: number; readonly name: string }>(table: { all(): R[] }) =>
  (name: string) =>
    table.all().find((row) => sameName(row.name, name))

export function tagStore({ tags, ticketTags }: Tables): Sync<TagStore> {
  const namesake = namesakeIn(tags)
  return {
    byId: (id) => tags.get(id),
    existing: (ids) => tags.getAll(ids).map(({ id }) => id),
    all: () => tags.all(),
    insert: (tag) => (namesake(tag.name) ? undefined : tags.insert(tag)),
    update(id, tag) {
      const other = namesake(tag.name)
      return !(other && other.id !== id) && tags.update(id, tag)
    },
    remove(id) {
      ticketTags.removeAll(ticketTags.filter(({ tagId }) => tagId === id))
      return tags.remove(id)
    },
  }
}

export const customResponseStore = ({ customResponses }: Tables): Sync<CustomResponseStore> => ({
  byId: (id) => customResponses.get(id),
  all: () => customResponses.all(),
  insert: (response) => customResponses.insert(response),
  update: (id, response) => customResponses.update(id, response),
  remove: (id) => customResponses.remove(id),
})

export function customFieldStore({
  customFields,
  customFieldOptions,
  customFieldValues,
  by,
}: Tables): Sync<CustomFieldStore> {
  const namesake = namesakeIn(customFields)
  return {
    all: () =>
      customFields.all().map((field) => ({
        ...field,
        options: by.optionField(field.id).map(({ id, name }) => ({ id, name })),
      })),
    insert({ options, ...field }) {
      if (namesake(field.name)) return undefined
      const fieldId = customFields.insert(field)
      for (const name of options) customFieldOptions.insert({ fieldId, name })
      return fieldId
    },
    remove(id) {
      customFieldOptions.removeAll(by.optionField(id))
      customFieldValues.removeAll(customFieldValues.filter(({ fieldId }) => fieldId === id))
      return customFields.remove(id)
    },
  }
}

export function apiKeyStore({ apiKeys }: Tables): Sync<ApiKeyStore> {
  const namesake = namesakeIn(apiKeys)
  return {
    byToken: (tokenHash) => apiKeys.all().find(({ token }) => token === tokenHash),
    all: () => apiKeys.all(),
    insert: (key) => (namesake(key.name) ? undefined : apiKeys.insert(key)),
    removeByName(name) {
      const row = namesake(name)
      return row !== undefined && apiKeys.remove(row.id)
    },
  }
}

export function banStore({ bans, by }: Tables): Sync<BanStore> {
  const banned = (email: string) => by.banEmail(address(email))[0]
  return {
    has: (email) => banned(email) !== undefined,
    all: () => bans.all().map(({ email }) => email),
    add(email) {
      if (banned(email)) return false
      bans.insert({ email: address(email) })
      return true
    },
    remove(email) {
      const row = banned(email)
      return row !== undefined && bans.remove(row.id)
    },
  }
}
