import type { Db } from '../schema.js'

/** How transactions of the helpdesk and of the host come together on one connection. */
export interface HostConnections {
  /** Returns the driver's connection of one of our transactions. */
  of(tx: Db): Promise<unknown>
  /**
   * Returns a function that makes a Kysely for the host's own statements in an open transaction. Absent where each
   * transaction has a Kysely of its own, which the host gets too.
   */
  kysely?(tx: Db): () => Db
  /**
   * Runs `work` under a savepoint of the host's transaction.
   *
   * @throws NO_TRANSACTION, WRONG_ISOLATION
   */
  within<T>(connection: unknown, work: (tx: Db) => Promise<T>): Promise<T>
}

/** The statements by which Kysely marks a transaction, as parts of the host's transaction. */
const asPart: Readonly<Record<string, string>> = {
  begin: 'savepoint os_within',
  commit: 'release savepoint os_within',
  rollback: 'rollback to savepoint os_within',
}

/** Returns the statement to run in place of one of Kysely's. */
export const partOf = (text: string): string => asPart[text] ?? text
