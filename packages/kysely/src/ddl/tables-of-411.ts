import {
  type Column,
  type ColumnKind,
  isOf411,
  type OnDelete,
  type Table,
  tables,
} from '@opensupports/core/schema'

export interface TableOfOld {
  readonly name: string
  /** Without `id` and our own columns. 4.11 allows null in all of them. */
  readonly columns: Readonly<Record<string, ColumnKind>>
  /** Foreign keys: column → referenced table and action on delete. */
  readonly references: Readonly<Record<string, readonly [table: string, onDelete: OnDelete]>>
  /** The two columns of a link table, which are unique together. */
  readonly pair: readonly string[] | undefined
}

function tableOfOld([name, table]: readonly [string, Table]): TableOfOld {
  const columns = Object.entries(table.columns).filter(([column, { own }]) => column !== 'id' && !own)
  return {
    name,
    columns: Object.fromEntries(columns.map(([column, { kind }]) => [column, kind])),
    references: Object.fromEntries(
      columns.flatMap(([column, { references }]: [string, Column]) =>
        references ? [[column, [references.table, references.onDelete] as const]] : [],
      ),
    ),
    pair: Object.values(table.unique ?? {}).find(({ length }) => length === 2),
  }
}

/** The 26 tables of OpenSupports 4.11. Referenced tables come first. */
export const tablesOf411: readonly TableOfOld[] = Object.entries(tables)
  .filter(([name]) => isOf411(name))
  .map(tableOfOld)
