import type { QueryResultRow } from 'pg'

/** A pool of connections to PostgreSQL, or a PGlite database. */
export interface Queryable {
  query<Row extends QueryResultRow>(text: string, parameters?: unknown[]): Promise<{ rows: Row[] }>
}

/**
 * Returns the statements that empty the tables of a schema and restart the ids. Truncating would take ten times as long:
 * it creates new files for each table.
 */
export async function emptying(database: Queryable, schema: string): Promise<string> {
  const { rows } = await database.query<{ name: string; sequence: string | null }>(
    `select t.name, case when exists (select from pg_attribute a where a.attrelid = t.oid and a.attname = 'id')
        then pg_get_serial_sequence(t.name, 'id') end as sequence
      from (select c.oid, format('%I.%I', n.nspname, c.relname) as name
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = $1 and c.relkind in ('r', 'p') and c.relname not like 'os\\_migration%'
          and c.relname <> 'os_lock') t`,
    [schema],
  )
  const sequences = rows.flatMap(({ sequence }) => (sequence ? `setval('${sequence}', 1, false)` : []))
  return [
    'set session_replication_role = replica',
    ...rows.map(({ name }) => `delete from ${name}`),
    'set session_replication_role = default',
    `select ${sequences.join(', ')}`,
  ].join(';')
}
