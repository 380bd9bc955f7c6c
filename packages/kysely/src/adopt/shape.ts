import { sql } from 'kysely'
import type { Db } from '../schema.js'

/** A column of a 4.11 table. */
export interface OldColumn {
  readonly name: string
  /** The data type: `varchar`, `text`, `tinyint`, … */
  readonly type: string
  /** The maximum length of texts, in characters. Null for other types. */
  readonly length: number | null
  readonly collation: string | null
}

/** The actual state of a 4.11 table. */
export interface OldTable {
  readonly columns: ReadonlyMap<string, OldColumn>
  /** The columns with a foreign key. */
  readonly sureReferences: ReadonlySet<string>
  /** The columns of each unique index, sorted and joined with commas. */
  readonly unique: ReadonlySet<string>
  readonly indexNames: ReadonlySet<string>
  readonly collation: string
}

export type OldShape = ReadonlyMap<string, OldTable>

/** Introspects the tables of a MySQL or MariaDB database. */
export async function shapeOf(db: Db): Promise<OldShape> {
  const tables = await sql<{ name: string; collation: string }>`
    select table_name as name, table_collation as collation from information_schema.tables
    where table_schema = database() and table_type = 'BASE TABLE'`.execute(db)
  const columns = await sql<OldColumn & { table: string }>`
    select table_name as \`table\`, column_name as name, data_type as type,
      character_maximum_length as length, collation_name as collation
    from information_schema.columns where table_schema = database() order by ordinal_position`.execute(db)
  const references = await sql<{ table: string; name: string }>`
    select table_name as \`table\`, column_name as name from information_schema.key_column_usage
    where table_schema = database() and referenced_table_name is not null`.execute(db)
  const indexes = await sql<{ table: string; name: string; plain: number; columns: string }>`
    select table_name as \`table\`, index_name as name, max(non_unique) as plain,
      group_concat(column_name order by column_name) as columns
    from information_schema.statistics where table_schema = database() group by table_name, index_name`.execute(
    db,
  )
  return new Map(
    tables.rows.map(({ name, collation }) => {
      const ofTable = <Row extends { table: string }>({ rows }: { rows: Row[] }) =>
        rows.filter(({ table }) => table === name)
      const table: OldTable = {
        columns: new Map(ofTable(columns).map((column) => [column.name, column])),
        sureReferences: new Set(ofTable(references).map((reference) => reference.name)),
        unique: new Set(ofTable(indexes).flatMap((index) => (Number(index.plain) ? [] : index.columns))),
        indexNames: new Set(ofTable(indexes).map((index) => index.name)),
        collation,
      }
      return [name, table]
    }),
  )
}
