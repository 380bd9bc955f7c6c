import {
  type ApiKeyStore,
  type BanStore,
  type CustomFieldStore,
  type CustomResponseStore,
  sameName,
  type TagStore,
} from '@opensupports/core'
import type { Dialect } from '../dialects/dialect.js'
import { lockName } from '../locks.js'
import type { Db } from '../schema.js'
import { statement } from '../statement.js'
import { addressOf, bit, isSet } from '../values.js'
import { lockRow } from './row-locks.js'

const allTags = statement((db) => db.selectFrom('tag').select(['id', 'name', 'color']).orderBy('id'))

const bansOf = statement((db, { email }: { email: string }) =>
  db.selectFrom('ban').select('id').where('email', '=', email),
)

/**
 * Returns the first row with the same name. Reads all rows: the tables are small, and no database implements
 * `sameName`.
 */
async function namesakeIn(
  db: Db,
  table: 'tag' | 'customfield' | 'apikey',
  name: string,
): Promise<{ id: number } | undefined> {
  const rows = await db.selectFrom(table).select(['id', 'name']).orderBy('id').execute()
  return rows.find((row) => sameName(row.name, name))
}

export function tagStore(db: Db, { rowLocks }: Pick<Dialect, 'rowLocks'>): TagStore {
  const tags = () => db.selectFrom('tag').select(['id', 'name', 'color'])
  return {
    byId: (id) => tags().where('id', '=', id).executeTakeFirst(),
    async existing(ids) {
      if (ids.length === 0) return []
      return (await db.selectFrom('tag').select('id').where('id', 'in', ids).execute()).map(({ id }) => id)
    },
    all: () => allTags(db, {}),
    async insert(tag) {
      await lockName(db, rowLocks, 'tagNames')
      if (await namesakeIn(db, 'tag', tag.name)) return undefined
      const insert = db
        .insertInto('tag')
        .values(tag)
        .onConflict((clash) => clash.doNothing())
      return (await insert.returning('id').executeTakeFirst())?.id
    },
    async update(id, { name, color }) {
      await lockName(db, rowLocks, 'tagNames')
      const other = await namesakeIn(db, 'tag', name)
      if (other && other.id !== id) return false
      const change = db.updateTable('tag').set({ name, color }).where('id', '=', id)
      return (await change.executeTakeFirst()).numUpdatedRows > 0
    },
    async remove(id) {
      return (await db.deleteFrom('tag').where('id', '=', id).executeTakeFirst()).numDeletedRows > 0
    },
  }
}

export function customResponseStore(db: Db): CustomResponseStore {
  const responses = () => db.selectFrom('customresponse').select(['id', 'name', 'language', 'content'])
  return {
    byId: (id) => responses().where('id', '=', id).executeTakeFirst(),
    all: () => responses().orderBy('id').execute(),
    async insert(response) {
      return (
        await db.insertInto('customresponse').values(response).returning('id').executeTakeFirstOrThrow()
      ).id
    },
    async update(id, { name, language, content }) {
      const change = db.updateTable('customresponse').set({ name, language, content }).where('id', '=', id)
      return (await change.executeTakeFirst()).numUpdatedRows > 0
    },
    async remove(id) {
      return (
        (await db.deleteFrom('customresponse').where('id', '=', id).executeTakeFirst()).numDeletedRows > 0
      )
    },
  }
}

export const customFieldStore = (db: Db, { rowLocks }: Pick<Dialect, 'rowLocks'>): CustomFieldStore => ({
  async all() {
    const fields = await db.selectFrom('customfield').selectAll().orderBy('id').execute()
    const options = await db.selectFrom('customfieldoption').selectAll().orderBy('id').execute()
    return fields.map(({ id, name, description, type }) => ({
      id,
      name,
      description: description ?? '',
      type: type === 'select' ? 'select' : 'text',
      options: options
        .filter(({ customfield_id }) => customfield_id === id)
        .map((option) => ({ id: option.id, name: option.name })),
    }))
  },
  async insert({ name, description, type, options }) {
    await lockName(db, rowLocks, 'customFieldNames')
    if (await namesakeIn(db, 'customfield', name)) return undefined
    const insert = db.insertInto('customfield').values({ name, description, type })
    const field = await insert
      .onConflict((clash) => clash.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!field) return undefined
    const rows = options.map((option) => ({ name: option, customfield_id: field.id }))
    if (rows.length > 0) await db.insertInto('customfieldoption').values(rows).execute()
    return field.id
  },
  async remove(id) {
    if (!(await lockRow(db, { rowLocks }, 'customfield', id, 'removal'))) return false
    await db.deleteFrom('customfieldvalue').where('customfield_id', '=', id).execute()
    await db.deleteFrom('customfieldoption').where('customfield_id', '=', id).execute()
    return (await db.deleteFrom('customfield').where('id', '=', id).executeTakeFirst()).numDeletedRows > 0
  },
})

export function apiKeyStore(db: Db, { rowLocks }: Pick<Dialect, 'rowLocks'>): ApiKeyStore {
  const keys = async (column?: 'token', value?: string) => {
    const query = db.selectFrom('apikey').selectAll().orderBy('id')
    const rows = await (column && value !== undefined ? query.where(column, '=', value) : query).execute()
    return rows.map((row) => ({
      id: row.id,
      name: row.name,
      token: row.token,
      ending: row.token_ending ?? '',
      canCreateUsers: isSet(row.can_create_users),
      canCreateTickets: isSet(row.can_create_tickets),
      canCheckTickets: isSet(row.can_check_tickets),
      shouldReturnTicketNumber: isSet(row.should_return_ticket_number),
      ...(row.os_sealed_key === null ? {} : { sealedKey: row.os_sealed_key }),
      ...(row.os_sealed_until === null ? {} : { sealedUntil: new Date(row.os_sealed_until) }),
    }))
  }
  return {
    byToken: async (tokenHash) => (await keys('token', tokenHash))[0],
    all: () => keys(),
    async insert(key) {
      await lockName(db, rowLocks, 'apiKeyNames')
      if (await namesakeIn(db, 'apikey', key.name)) return undefined
      const row = {
        name: key.name,
        token: key.token,
        token_ending: key.ending,
        can_create_users: bit(key.canCreateUsers),
        can_create_tickets: bit(key.canCreateTickets),
        can_check_tickets: bit(key.canCheckTickets),
        should_return_ticket_number: bit(key.shouldReturnTicketNumber),
        os_sealed_key: key.sealedKey ?? null,
        os_sealed_until: key.sealedUntil?.getTime() ?? null,
      }
      const insert = db
        .insertInto('apikey')
        .values(row)
        .onConflict((clash) => clash.doNothing())
      return (await insert.returning('id').executeTakeFirst())?.id
    },
    async removeByName(name) {
      const namesake = await namesakeIn(db, 'apikey', name)
      if (!namesake) return false
      const removal = db.deleteFrom('apikey').where('id', '=', namesake.id)
      return (await removal.executeTakeFirst()).numDeletedRows > 0
    },
  }
}

export function banStore(db: Db): BanStore {
  const has = async (email: string) => (await bansOf(db, { email: addressOf(email) })).length > 0
  return {
    has,
    async all() {
      return (await db.selectFrom('ban').select('email').orderBy('id').execute()).map(({ email }) => email)
    },
    async add(email) {
      if (await has(email)) return false
      const insert = db
        .insertInto('ban')
        .values({ email: addressOf(email) })
        .onConflict((clash) => clash.doNothing())
      return (await insert.returning('id').execute()).length > 0
    },
    async remove(email) {
      return (
        (await db.deleteFrom('ban').where('email', '=', addressOf(email)).executeTakeFirst()).numDeletedRows >
        0
      )
    },
  }
}
