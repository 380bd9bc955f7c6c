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
    `select t.name, pg_get_serial_sequence(t.name, 'id') as sequence
      from (select format('%I.%I', schemaname, tablename) as name, schemaname, tablename from pg_tables
        where schemaname = $1 and tablename not like 'os\\_migration%' and tablename <> 'os_lock') t
      join pg_attribute a on a.attrelid = t.name::regclass and a.attname = 'id'
      union all select format('%I.%I', schemaname, tablename), null from pg_tables
        where schemaname = $1 and tablename not like 'os\\_migration%' and tablename <> 'os_lock'
          and not exists (select from pg_attribute where attname = 'id'
            and attrelid = format('%I.%I', schemaname, tablename)::regclass)`,
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
