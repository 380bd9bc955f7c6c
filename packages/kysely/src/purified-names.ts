import type { BackupPart, BackupValue, HostConnection, NewLog, Storage } from '@opensupports/core'
import type { Db } from './schema.js'

/** The name of the row in `os_counter` that marks a database with encoded names. */
const mark = 'purified-names'

/**
 * Plain-text columns in which OpenSupports 4.11 stores `&`, `<` and `>` as HTML entities, because it inserts them into
 * pages unescaped.
 */
const purifiedColumns: Readonly<Record<string, readonly string[]>> = {
  user: ['name'],
  ticket: ['title', 'author_name'],
  department: ['name'],
  customfield: ['name', 'description'],
  tag: ['name'],
  customresponse: ['name'],
  topic: ['name'],
  article: ['title'],
  log: ['to', 'author_name'],
}

/** The same for the values of stores. */
const purifiedFields = new Set(['name', 'title', 'description', 'customfield', 'authorName', 'to'])

/** The stores whose rows 4.11 reads and writes too. */
const sharedStores = [
  'departments',
  'staff',
  'users',
  'people',
  'tickets',
  'tags',
  'customResponses',
  'customFields',
  'topics',
  'articles',
  'logs',
] as const satisfies readonly (keyof Storage)[]

const characters: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#039;': "'",
}

/** Returns a name as typed. Each entity is decoded once: `&amp;lt;` is `&lt;`. */
export const plainName = (stored: string): string =>
  stored.replace(/&(?:amp|lt|gt|quot|#0?39);/g, (entity) => characters[entity] ?? entity)

/** Encodes a name as 4.11 stores it. */
const purifiedName = (name: string): string =>
  name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Returns the columns of a row that change when its names are decoded, with their new values. */
export function withPlainNames<Row extends Readonly<Record<string, BackupValue | undefined>>>(
  table: string,
  row: Row,
): Record<string, BackupValue> {
  const columns = isNameOfEvent(table, row.type) ? ['content'] : (purifiedColumns[table] ?? [])
  return Object.fromEntries(
    columns.flatMap((column) => {
      const value = row[column]
      return typeof value === 'string' && value.includes('&') ? [[column, plainName(value)]] : []
    }),
  )
}

/** Events other than comments have the name of a department or of a staff member. */
const isNameOfEvent = (table: string, type: unknown) => table === 'ticketevent' && type !== 'COMMENT'

type Methods = Record<string, (...args: unknown[]) => Promise<unknown>>

/**
 * Wraps the storage of a database that 4.11 may still use. Names are encoded when written and decoded when read.
 * Backups hold decoded names.
 */
export function storageOfPurifiedNames<Trx>(storage: Storage<Trx>): Storage<Trx> {
  const shared = sharedStores.map((name) => [name, translated(storage[name] as unknown as Methods)])
  return {
    ...storage,
    ...(Object.fromEntries(shared) as Pick<Storage, (typeof sharedStores)[number]>),
    backup: {
      parts: () => plainParts(storage.backup.parts()),
      restore: (parts) => storage.backup.restore(parts),
    },
    journal: {
      add: ({ logs, ...entries }) =>
        storage.journal.add({ logs: logs.map((entry) => walk(entry, purifiedName) as NewLog), ...entries }),
    },
    transaction: (work) => storage.transaction((tx) => work(storageOfPurifiedNames(tx))),
    ...(storage.within
      ? {
          within: <T>(connection: HostConnection<Trx>, work: (tx: Storage<Trx>) => Promise<T>) =>
            storage.within?.(connection, (tx) => work(storageOfPurifiedNames(tx))) as Promise<T>,
        }
      : {}),
  }
}

function translated(store: Methods): Methods {
  return Object.fromEntries(
    Object.entries(store).map(([name, method]) => [
      name,
      async (...args: unknown[]) => {
        const named =
          name === 'byName' ? args.map((arg) => (typeof arg === 'string' ? purifiedName(arg) : arg)) : args
        return walk(await method(...named.map((arg) => walk(arg, purifiedName))), plainName)
      },
    ]),
  )
}

/** Converts the names within a value at any depth. */
function walk(value: unknown, change: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((each) => walk(each, change))
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value
  const event = 'type' in value && 'content' in value && value.type !== 'COMMENT'
  return Object.fromEntries(
    Object.entries(value).map(([field, inner]) => [
      field,
      typeof inner === 'string'
        ? purifiedFields.has(field) || (event && field === 'content')
          ? change(inner)
          : inner
        : walk(inner, change),
    ]),
  )
}

async function* plainParts(parts: AsyncIterable<BackupPart>): AsyncGenerator<BackupPart> {
  for await (const part of parts) {
    const { table, columns, rows } = part
    const places = new Map(columns.map((column, place) => [column, place]))
    if (table === 'os_counter') {
      const name = places.get('name') ?? 0
      yield { ...part, rows: rows.filter((row) => row[name] !== mark) }
      continue
    }
    yield {
      ...part,
      rows: rows.map((row) => {
        const named = Object.fromEntries(columns.map((column, place) => [column, row[place] ?? null]))
        const plain = withPlainNames(table, named)
        return row.map((value, place) => plain[columns[place] ?? ''] ?? value)
      }),
    }
  }
}

/** Returns whether names are stored as an old server stores them: the database was adopted in place. */
export async function isPurified(db: Db): Promise<boolean> {
  const found = db.selectFrom('os_counter').select('value').where('name', '=', mark)
  return (await found.executeTakeFirst()) !== undefined
}

/** Marks a database as adopted in place. */
export async function markPurified(db: Db): Promise<void> {
  if (!(await isPurified(db))) await db.insertInto('os_counter').values({ name: mark, value: 1 }).execute()
}
