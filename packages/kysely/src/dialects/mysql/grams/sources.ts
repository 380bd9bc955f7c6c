import { type RawBuilder, type SqlBool, sql } from 'kysely'

/** A column whose texts are indexed. The numbers are stored. */
export type Kind = 'title' | 'content' | 'comment'

/** A table whose texts are indexed, by ascending ids. */
export interface Source {
  /** Stored, too. */
  readonly number: number
  readonly table: 'ticket' | 'ticketevent'
  /** The rows `x` of the table that have texts. */
  readonly rows: RawBuilder<SqlBool>
  readonly columns: readonly { readonly kind: Kind; readonly number: number; readonly name: string }[]
}

export const tickets: Source = {
  number: 1,
  table: 'ticket',
  rows: sql<SqlBool>`1 = 1`,
  columns: [
    { kind: 'title', number: 1, name: 'title' },
    { kind: 'content', number: 2, name: 'content' },
  ],
}

export const comments: Source = {
  number: 2,
  table: 'ticketevent',
  rows: sql<SqlBool>`x.type = 'COMMENT'`,
  columns: [{ kind: 'comment', number: 3, name: 'content' }],
}

export const sourceOf = (kind: Kind): Source => (kind === 'comment' ? comments : tickets)

export const numberOf = (kind: Kind): number =>
  sourceOf(kind).columns.find((column) => column.kind === kind)?.number ?? 0

/** Selects the id up to which a source is in the index. */
export async function lastIndexed(
  db: Parameters<RawBuilder<unknown>['execute']>[0],
  source: Source,
  lock = sql``,
): Promise<number> {
  const { rows } = await sql<{ id: number }>`select last_id as id from os_gram_done
    where source = ${source.number} ${lock}`.execute(db)
  return Number(rows[0]?.id ?? 0)
}
