import { type Column, indexPart, type Table, tables } from '@opensupports/core/schema'
import { sql } from 'kysely'
import { type TableOfOld, tablesOf411 } from '../ddl/index.js'
import { collation, createTable, isExact, words } from '../dialects/mysql/ddl.js'
import type { Db } from '../schema.js'
import type { OldColumn, OldShape, OldTable } from './shape.js'

/** A change of one table. */
export interface TableChange {
  readonly table: string
  /** A description for people. */
  readonly text: string
  readonly statement: string
}

/** Indexed texts need a length limit. */
const isIndexed = (table: Table, column: string): boolean =>
  [...Object.values(table.unique ?? {}), ...Object.values(table.indexes ?? {})].some((names) =>
    names.some((text) => indexPart(text).column === column),
  )

const isText = ({ type }: OldColumn) => /char|text/.test(type)

const typeOf = ({ kind, length }: Column): string =>
  kind === 'line' ? words.line(length) : words.types[kind as keyof typeof words.types]

/**
 * Returns the new type of a column, or undefined if the current one is wide enough. 4.11 works with all of these types.
 */
function widerType(table: Table, found: OldColumn, wanted: Column): string | undefined {
  const { type, length, name } = found
  const better = typeOf(wanted)
  switch (wanted.kind) {
    case 'text':
      return type === 'mediumtext' || type === 'longtext' ? undefined : `longtext ${collation}`
    case 'line':
    case 'name':
    case 'address':
      if (!isText(found)) return `${better} ${collation}`
      if (type === 'varchar') {
        return (length ?? 0) < Number(/\d+/.exec(better)?.[0]) ? `${better} ${collation}` : undefined
      }
      return isIndexed(table, name) ? `${words.line(undefined)} ${collation}` : undefined
    case 'minute':
      return /int$/.test(type) ? better : undefined
    case 'flag':
      return isText(found) ? better : undefined
    default:
      return type === 'tinyint' || type === 'smallint' || isText(found) ? better : undefined
  }
}

const list = (names: readonly string[]) => names.join(', ')

const isExactHere = ({ columns }: Table, name: string): boolean => {
  const column = columns[name]
  return column !== undefined && isExact(column)
}

function changeOf(wanted: TableOfOld, found: OldTable): TableChange | undefined {
  const { name: table, columns, references, pair } = wanted
  const described: Table = tables[table as keyof typeof tables]
  const parts: string[] = []
  const clauses: string[] = []
  const foreign = [...found.columns.values()].filter(
    (column) =>
      isText(column) && column.collation !== 'utf8mb4_unicode_ci' && !isExactHere(described, column.name),
  )
  if (foreign.length > 0) {
    clauses.push(`convert to ${collation}`)
    parts.push('collation changed to utf8mb4_unicode_ci')
  }
  const [widened, added]: [string[], string[]] = [[], []]
  for (const name of Object.keys(columns)) {
    const column = found.columns.get(name)
    const needed = described.columns[name] as Column
    const type = column ? widerType(described, column, needed) : typeOf(needed)
    if (!type) continue
    clauses.push(`${column ? 'modify' : 'add'} column \`${name}\` ${type}`)
    ;(column ? widened : added).push(name)
  }
  if (widened.length > 0) parts.push(`widened: ${list(widened)}`)
  if (added.length > 0) parts.push(`added: ${list(added)}`)
  for (const [column, [target, onDelete]] of Object.entries(references)) {
    if (found.sureReferences.has(column)) continue
    clauses.push(`add constraint \`c_fk_${table}_${column}\` foreign key (\`${column}\`)
      references \`${target}\` (id) on delete ${onDelete} on update ${onDelete}`)
    parts.push(`foreign key added: ${column} to ${target}`)
  }
  if (pair && !found.unique.has([...pair].sort().join(','))) {
    clauses.push(`add unique (${pair.join(', ')})`)
    parts.push(`unique index added: ${list(pair)}`)
  }
  if (clauses.length === 0) return undefined
  return { table, text: parts.join('; '), statement: `alter table \`${table}\` ${clauses.join(', ')}` }
}

/** Returns the changes of an old database's tables, referenced tables first. */
export function tableChangesOf(shape: OldShape): TableChange[] {
  return tablesOf411.flatMap((wanted) => {
    const found = shape.get(wanted.name)
    if (!found)
      return {
        table: wanted.name,
        text: 'created',
        statement: createTable(wanted.name, tables[wanted.name as keyof typeof tables]),
      }
    return changeOf(wanted, found) ?? []
  })
}

export async function changeTable(db: Db, { statement }: TableChange): Promise<void> {
  await sql.raw(statement).execute(db)
}
