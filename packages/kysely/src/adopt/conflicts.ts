import { type BackupValue, nameKey } from '@opensupports/core'
import { ticketNumberAt } from '@opensupports/core/adoption'
import { sql } from 'kysely'
import { tablesOf411 } from '../ddl/index.js'
import { plainName } from '../purified-names.js'
import { anyTable, type Db } from '../schema.js'
import type { Patch } from './rules.js'
import type { OldShape } from './shape.js'

/** Rows that exclude each other. */
export interface Conflict {
  readonly table: string
  readonly column: string
  /** The value that they share; null if a required value is missing. */
  readonly value: string | number | null
  /** The rows, ordered by id. */
  readonly rows: readonly { readonly id: number; readonly text: string }[]
  /** How `resolveConflicts` resolves it. */
  readonly resolution: string
}

/** The changes that resolve the conflicts, by table and id. */
export interface Resolution {
  /**
   * The deleted rows. References to them move to another row; null: the referencing rows are deleted or lose the
   * reference, too.
   */
  readonly gone: Map<string, Map<number, number | null>>
  readonly changed: Map<string, Map<number, Patch>>
  /** The last used position in the sequence of ticket numbers. */
  lastPlace: number | undefined
}

type Way = 'merge' | 'drop' | 'rename' | 'renumber'

interface UniqueColumn {
  readonly table: string
  readonly column: string
  readonly way: Way
  /** Columns shown to distinguish the rows. */
  readonly label: readonly string[]
  /** Whether values are compared by `nameKey`. All rows are read then; these tables are small. */
  readonly isName?: boolean
}

const uniqueColumns: readonly UniqueColumn[] = [
  { table: 'user', column: 'email', way: 'merge', label: ['name', 'tickets'] },
  { table: 'staff', column: 'email', way: 'merge', label: ['name', 'level'] },
  { table: 'ban', column: 'email', way: 'drop', label: [] },
  { table: 'ticket', column: 'ticket_number', way: 'renumber', label: ['title', 'author_email'] },
  { table: 'setting', column: 'name', way: 'drop', label: [], isName: true },
  { table: 'language', column: 'code', way: 'drop', label: [], isName: true },
  { table: 'apikey', column: 'name', way: 'rename', label: [], isName: true },
  { table: 'tag', column: 'name', way: 'merge', label: ['color'], isName: true },
  { table: 'customfield', column: 'name', way: 'rename', label: ['type'], isName: true },
]

const resolutions: Record<Way, string> = {
  merge: 'the first row is kept and takes over what belongs to the others',
  drop: 'the first row is kept, the others are deleted',
  rename: 'the first row keeps its name, the others get a number appended',
  renumber:
    'the first ticket keeps its number, the others get new ones; only staff can open their older attachments then',
}

type OldRow = Record<string, BackupValue> & { id: number }

/** Returns groups of rows with the same name, each ordered by id. */
async function namesakesOf(db: Db, table: string, column: string, shown: readonly string[]) {
  const rows =
    await sql<OldRow>`select ${sql.join(shown.map((name) => sql.ref(name)))} from ${sql.table(table)}
    where ${sql.ref(column)} is not null order by id`.execute(db)
  const groups = new Map<string, OldRow[]>()
  for (const row of rows.rows) {
    const key = nameKey(plainName(String(row[column])))
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()].filter((group) => group.length > 1)
}

/** Returns an expression that compares with the collation of the adopted column, whatever the current one is. */
const compared = (column: string, isText: boolean) =>
  isText ? sql`convert(${sql.ref(column)} using utf8mb4) collate utf8mb4_unicode_ci` : sql`${sql.ref(column)}`

async function duplicatesOf(db: Db, shape: OldShape, unique: UniqueColumn): Promise<Conflict[]> {
  const { table, column, way, label, isName } = unique
  const columns = shape.get(table)?.columns
  const type = columns?.get(column)?.type
  if (!columns || !type) return []
  const shown = ['id', column, ...label.filter((name) => columns.has(name))]
  const groups = await (isName
    ? namesakesOf(db, table, column, shown)
    : equalsOf(db, table, column, shown, /char|text/.test(type)))
  return groups.map((group) => ({
    table,
    column,
    value: group[0]?.[column] ?? null,
    resolution: resolutions[way],
    rows: group.map((row) => ({ id: row.id, text: label.map((name) => row[name] ?? '').join(', ') })),
  }))
}

/** Returns rows that are equal for the database, oldest first. */
async function equalsOf(db: Db, table: string, column: string, shown: readonly string[], isText: boolean) {
  const value = compared(column, isText)
  const twice = sql`select ${value} as v from ${sql.table(table)} where ${sql.ref(column)} is not null
    group by ${value} having count(*) > 1`
  const { rows } = await sql<OldRow>`
    select ${sql.join(shown.map((name) => sql.ref(`t.${name}`)))}, d.v as os_group
    from ${sql.table(table)} t join (${twice}) d on d.v = ${compared(`t.${column}`, isText)}
    order by d.v, t.id`.execute(db)
  const groups: OldRow[][] = []
  for (const row of rows) {
    const group = groups.at(-1)
    // Grouped texts are compared byte by byte, and groups are contiguous.
    if (group && group[0]?.os_group === row.os_group) group.push(row)
    else groups.push([row])
  }
  return groups
}

async function withoutNumber(db: Db, shape: OldShape): Promise<Conflict[]> {
  if (!shape.get('ticket')?.columns.has('ticket_number')) return []
  const rows = await db
    .selectFrom('ticket')
    .select(['id', 'title'])
    .where('ticket_number', 'is', null as never)
    .orderBy('id')
    .execute()
  if (rows.length === 0) return []
  return [
    {
      table: 'ticket',
      column: 'ticket_number',
      value: null,
      resolution: 'they get new numbers',
      rows: rows.map(({ id, title }) => ({ id, text: title ?? '' })),
    },
  ]
}

/** Returns all rows that violate a unique index. */
export async function conflictsOf(db: Db, shape: OldShape): Promise<Conflict[]> {
  const found = await withoutNumber(db, shape)
  for (const unique of uniqueColumns) found.push(...(await duplicatesOf(db, shape, unique)))
  return found
}

/**
 * Returns whether references from a table move to the remaining row of a merge. Custom field values do not: the
 * remaining account has its own.
 */
export const isMoved = (table: string): boolean => table !== 'customfieldvalue'

const emptyResolution = (): Resolution => ({ gone: new Map(), changed: new Map(), lastPlace: undefined })

function at<V>(map: Map<string, Map<number, V>>, table: string): Map<number, V> {
  const inner = map.get(table) ?? new Map<number, V>()
  map.set(table, inner)
  return inner
}

/** Returns the changes that resolve the conflicts. */
export async function resolutionOf(db: Db, conflicts: readonly Conflict[]): Promise<Resolution> {
  const resolution = emptyResolution()
  const numbers = await freeNumbers(db, conflicts)
  const names = new Map<string, Set<string>>()
  for (const { table, column, value, rows } of conflicts) {
    const way = uniqueColumns.find((unique) => unique.table === table)?.way ?? 'drop'
    const [first, ...others] = rows
    for (const { id } of value === null ? rows : others) {
      if (way === 'renumber') {
        const { number, place } = numbers.next()
        at(resolution.changed, table).set(id, { [column]: number })
        resolution.lastPlace = place
      } else if (way === 'rename') {
        const taken = names.get(table) ?? (await takenNames(db, table, column))
        names.set(table, taken)
        at(resolution.changed, table).set(id, { [column]: freeName(String(value), taken) })
      } else {
        at(resolution.gone, table).set(id, way === 'merge' ? (first?.id ?? null) : null)
      }
    }
    if (table === 'user' && first) {
      const tickets = rows.reduce((sum, { text }) => sum + Number(text.split(', ').at(-1) || 0), 0)
      at(resolution.changed, table).set(first.id, { tickets })
    }
  }
  return resolution
}

async function takenNames(db: Db, table: string, column: string): Promise<Set<string>> {
  const rows = await anyTable(db).selectFrom(table).select(column).execute()
  return new Set(rows.map((row) => nameKey(plainName(String(row[column])))))
}

function freeName(name: string, taken: Set<string>): string {
  for (let number = 2; ; number++) {
    const candidate = `${name.slice(0, 180)} ${number}`
    if (taken.has(nameKey(candidate))) continue
    taken.add(nameKey(candidate))
    return candidate
  }
}

/** Yields unused ticket numbers, from the current position of the sequence. */
async function freeNumbers(db: Db, conflicts: readonly Conflict[]) {
  const isNeeded = conflicts.some(({ table }) => table === 'ticket')
  const settings = new Map<string, string | null>()
  const taken = new Set<number>()
  let place = 0
  if (isNeeded) {
    for (const { name, value } of await db.selectFrom('setting').select(['name', 'value']).execute()) {
      if (!settings.has(name)) settings.set(name, value)
    }
    for (const { id, ticket_number } of await db
      .selectFrom('ticket')
      .select(['id', 'ticket_number'])
      .execute()) {
      place = Math.max(place, id)
      taken.add(ticket_number)
    }
  }
  const numbering = {
    first: Number(settings.get('ticket-first-number')) || 100_000,
    gap: Number(settings.get('ticket-gap')) || 100_003,
  }
  return {
    next() {
      for (;;) {
        place++
        const number = ticketNumberAt(numbering, place)
        if (taken.has(number)) continue
        taken.add(number)
        return { number, place }
      }
    },
  }
}

/**
 * Handles dangling references without a foreign key: sets them to null, or deletes the row, as the reference's
 * `onDelete` says. Returns their number.
 */
export async function danglingOf(db: Db, shape: OldShape, resolution: Resolution): Promise<number> {
  let count = 0
  for (const { name, references } of tablesOf411) {
    const table = shape.get(name)
    for (const [column, [target, onDelete]] of Object.entries(references)) {
      if (!table?.columns.has(column) || table.sureReferences.has(column) || !shape.has(target)) continue
      const { rows } = await sql<{ id: number }>`select t.id from ${sql.table(name)} t
        left join ${sql.table(target)} r on r.id = ${sql.ref(`t.${column}`)}
        where ${sql.ref(`t.${column}`)} is not null and r.id is null`.execute(db)
      count += rows.length
      for (const { id } of rows) {
        if (onDelete === 'cascade') at(resolution.gone, name).set(id, null)
        else {
          const changed = at(resolution.changed, name)
          changed.set(id, { ...changed.get(id), [column]: null })
        }
      }
    }
  }
  return count
}

/** Deletes duplicate links. Returns their number. */
export async function doubleLinksOf(db: Db, shape: OldShape, resolution: Resolution): Promise<number> {
  let count = 0
  for (const { name, pair } of tablesOf411) {
    const table = shape.get(name)
    if (!pair || !table || table.unique.has([...pair].sort().join(','))) continue
    const [one = '', other = ''] = pair
    const { rows } = await sql<{ id: number }>`select t.id from ${sql.table(name)} t
      join ${sql.table(name)} f on f.id < t.id and ${sql.ref(`f.${one}`)} = ${sql.ref(`t.${one}`)}
        and ${sql.ref(`f.${other}`)} = ${sql.ref(`t.${other}`)}`.execute(db)
    count += rows.length
    for (const { id } of rows) at(resolution.gone, name).set(id, null)
  }
  return count
}
