import { sql } from 'kysely'
import { collation, columnTypes, createTable, isExact } from '../dialects/mysql/migrations.js'
import { type ColumnKind, type TableOfOld, tablesOf411 } from '../migrations/index.js'
import type { Db } from '../schema.js'
import type { OldColumn, OldShape, OldTable } from './shape.js'

/** What has to be done to one table. */
export interface TableChange {
  readonly table: string
  /** For people. */
  readonly text: string
  readonly statement: string
}

/** Texts that an index is made on cannot be of any length. */
const indexed = new Set([
  'user.email',
  'staff.email',
  'ban.email',
  'setting.name',
  'language.code',
  'apikey.name',
  'apikey.token',
  'tag.name',
  'customfield.name',
  'sessioncookie.token',
  'recoverpassword.token',
  'recoverpassword.email',
  'mailtemplate.template',
  'mailtemplate.language',
])

const isText = ({ type }: OldColumn) => /char|text/.test(type)

/** The type that a column has to get; undefined where it is wide enough. Old servers go on with any of them. */
function widerType(table: string, column: OldColumn, kind: ColumnKind): string | undefined {
  const { type, length, name } = column
  switch (kind) {
    case 'text':
      return type === 'mediumtext' || type === 'longtext' ? undefined : `longtext ${collation}`
    case 'line':
    case 'name': {
      const wanted = `${columnTypes[kind]} ${collation}`
      if (!isText(column)) return wanted
      if (type === 'varchar') return (length ?? 0) < lengthOf(kind) ? wanted : undefined
      return indexed.has(`${table}.${name}`) ? `${columnTypes.line} ${collation}` : undefined
    }
    case 'int':
      return type === 'tinyint' || type === 'smallint' || isText(column) ? columnTypes.int : undefined
    case 'double':
      return /int$/.test(type) ? columnTypes.double : undefined
    case 'bool':
      return isText(column) ? columnTypes.bool : undefined
  }
}

const lengthOf = (kind: 'line' | 'name') => Number(/\d+/.exec(columnTypes[kind])?.[0])

const list = (names: readonly string[]) => names.join(', ')

function changeOf(wanted: TableOfOld, found: OldTable): TableChange | undefined {
  const { name: table, columns, references = {}, unique } = wanted
  const parts: string[] = []
  const clauses: string[] = []
  const foreign = [...found.columns.values()].filter(
    (column) => isText(column) && column.collation !== 'utf8mb4_unicode_ci' && !isExact(table, column.name),
  )
  if (foreign.length > 0) {
    clauses.push(`convert to ${collation}`)
    parts.push('compares texts as utf8mb4_unicode_ci does')
  }
  const [widened, added]: [string[], string[]] = [[], []]
  for (const [name, kind] of Object.entries(columns)) {
    const column = found.columns.get(name)
    const type = column ? widerType(table, column, kind) : columnTypes[kind]
    if (!type) continue
    clauses.push(`${column ? 'modify' : 'add'} column \`${name}\` ${type}`)
    ;(column ? widened : added).push(name)
  }
  if (widened.length > 0) parts.push(`wider: ${list(widened)}`)
  if (added.length > 0) parts.push(`added: ${list(added)}`)
  for (const [column, [target, onDelete]] of Object.entries(references)) {
    if (found.sureReferences.has(column)) continue
    clauses.push(`add constraint \`c_fk_${table}_${column}\` foreign key (\`${column}\`)
      references \`${target}\` (id) on delete ${onDelete} on update ${onDelete}`)
    parts.push(`${column} points to ${target} for sure`)
  }
  if (unique && !found.unique.has([...unique].sort().join(','))) {
    clauses.push(`add unique (${unique.join(', ')})`)
    parts.push(`each pair of ${list(unique)} once`)
  }
  if (clauses.length === 0) return undefined
  return { table, text: parts.join('; '), statement: `alter table \`${table}\` ${clauses.join(', ')}` }
}

/** What has to be done to the tables of an old database, those first that others point to. */
export function tableChangesOf(shape: OldShape): TableChange[] {
  return tablesOf411.flatMap((wanted) => {
    const found = shape.get(wanted.name)
    if (!found) return { table: wanted.name, text: 'made', statement: createTable(wanted) }
    return changeOf(wanted, found) ?? []
  })
}

export async function changeTable(db: Db, { statement }: TableChange): Promise<void> {
  await sql.raw(statement).execute(db)
}
