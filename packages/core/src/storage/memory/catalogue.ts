import type { ApiKeyStore, BanStore, CustomFieldStore, CustomResponseStore, TagStore } from '../index.js'
import type { Sync, Tables } from './tables.js'
import { sameName } from './text.js'

export function tagStore({ tags, ticketTags }: Tables): Sync<TagStore> {
  const namesake = (name: string) => tags.find((row) => sameName(row.name, name))
  return {
    byId: (id) => tags.get(id),
    existing: (ids) => ids.filter((id) => tags.get(id)),
    all: () => tags.all(),
    insert: (tag) => (namesake(tag.name) ? undefined : tags.insert(tag)),
    update(id, tag) {
      const other = namesake(tag.name)
      return !(other && other.id !== id) && tags.update(id, tag)
    },
    remove(id) {
      ticketTags.removeWhere(({ tagId }) => tagId === id)
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
}: Tables): Sync<CustomFieldStore> {
  return {
    all: () =>
      customFields.all().map((field) => ({
        ...field,
        options: customFieldOptions
          .filter(({ fieldId }) => fieldId === field.id)
          .map(({ id, name }) => ({ id, name })),
      })),
    insert({ options, ...field }) {
      if (customFields.find(({ name }) => sameName(name, field.name))) return undefined
      const fieldId = customFields.insert(field)
      for (const name of options) customFieldOptions.insert({ fieldId, name })
      return fieldId
    },
    remove(id) {
      customFieldOptions.removeWhere(({ fieldId }) => fieldId === id)
      customFieldValues.removeWhere(({ fieldId }) => fieldId === id)
      return customFields.remove(id)
    },
  }
}

export function apiKeyStore({ apiKeys }: Tables): Sync<ApiKeyStore> {
  const namesake = (name: string) => apiKeys.find((row) => sameName(row.name, name))
  return {
    byToken: (tokenHash) => apiKeys.find(({ token }) => token === tokenHash),
    all: () => apiKeys.all(),
    insert: (key) => (namesake(key.name) ? undefined : apiKeys.insert(key)),
    removeByName(name) {
      const row = namesake(name)
      return row !== undefined && apiKeys.remove(row.id)
    },
  }
}

export function banStore({ bans }: Tables): Sync<BanStore> {
  const banned = (email: string) => bans.find((row) => sameName(row.email, email))
  return {
    has: (email) => banned(email) !== undefined,
    all: () => bans.all().map(({ email }) => email),
    add(email) {
      if (banned(email)) return false
      bans.insert({ email })
      return true
    },
    remove(email) {
      const row = banned(email)
      return row !== undefined && bans.remove(row.id)
    },
  }
}
