import type { HostTransaction } from '@opensupports/core'
import type { Kysely } from 'kysely'

/** The used part of a client of `pg`. Cast it to `PoolClient` for libraries that want one. */
export interface PgConnection {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[]; rowCount?: number | null }>
}

/** The used part of a connection of `mysql2`. */
export interface MysqlConnection {
  query(text: string, values: unknown[], done: (error: unknown, result: unknown) => void): unknown
  promise(): { query(text: string, values?: unknown[]): Promise<[unknown, unknown]> }
}

/** The used part of a database of `better-sqlite3`. */
export interface SqliteConnection {
  readonly inTransaction: boolean
  prepare(text: string): {
    run(...values: unknown[]): { changes: number; lastInsertRowid: number | bigint }
    get(...values: unknown[]): unknown
    all(...values: unknown[]): unknown[]
  }
}

/** An open transaction, in which the host writes its own rows. Neither commit it nor roll it back on the connection. */
export class SqlTransaction<Connection = unknown> implements HostTransaction<Connection> {
  readonly #kysely: () => Kysely<never>
  readonly #connection: () => Promise<Connection>

  constructor(kysely: () => Kysely<never>, connection: () => Promise<Connection>) {
    this.#kysely = kysely
    this.#connection = connection
  }

  /**
   * Returns Kysely on the transaction.
   *
   * @example
   * await trx.kysely<Shop>().insertInto('claim').values({ orderId, ticketNumber }).execute()
   */
  kysely<Tables>(): Kysely<Tables> {
    return this.#kysely() as unknown as Kysely<Tables>
  }

  connection(): Promise<Connection> {
    return this.#connection()
  }
}

/**
 * Returns Kysely on the transaction of an operation of the host, for its own tables.
 *
 * @throws Error if the storage is not one of this package
 *
 * @example
 * async write(tx, { ticket }) {
 *   await kyselyOf<Shop>(tx).insertInto('refund').values({ ticketNumber: ticket.ticketNumber }).execute()
 * }
 */
export function kyselyOf<Tables>(tx: { readonly trx: unknown }): Kysely<Tables> {
  if (!(tx.trx instanceof SqlTransaction))
    throw new Error('the storage of this helpdesk has no SQL: use one of @opensupports/kysely')
  return tx.trx.kysely<Tables>()
}
