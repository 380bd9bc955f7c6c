import { OpenSupportsError } from '@opensupports/core'
import { Kysely, type MysqlPool, type MysqlPoolConnection } from 'kysely'
import type { Db, Schema } from '../../schema.js'
import { pooledConnectionOf } from '../connection-request.js'
import { type HostConnections, partOf } from '../host-connections.js'
import { hasNumber, withoutParameters } from './faults.js'
import { MysqlLikeOthers } from './statements.js'

type Query = (
  text: string,
  values: readonly unknown[],
  done: (error: unknown, result: unknown) => void,
) => unknown

/** A connection of `mysql2`. That of `mysql2/promise` wraps one. */
type Connection = { readonly query: Query } | { readonly connection: { readonly query: Query } }

/** The server has no savepoint of this name. */
const noSavepoint = 1305
const unknownVariable = 1193

export const mysqlHost: HostConnections = {
  of: pooledConnectionOf,
  async within<T>(connection: unknown, work: (tx: Db) => Promise<T>): Promise<T> {
    const ask = queryOf(connection as Connection)
    await assertReadCommitted(ask)
    return new Kysely<Schema>({ dialect: new MysqlLikeOthers({ pool: poolOf(ask) }) })
      .transaction()
      .execute(work)
  },
}

type Ask = (text: string, values?: readonly unknown[]) => Promise<unknown>

function queryOf(connection: Connection): Ask {
  const plain = 'connection' in connection ? connection.connection : connection
  return (text, values = []) =>
    new Promise((resolve, reject) => {
      plain.query(text, values, (error, result) =>
        error ? reject(withoutParameters(error, text)) : resolve(result),
      )
    })
}

async function assertReadCommitted(ask: Ask): Promise<void> {
  try {
    await ask('savepoint os_check')
    // Without a transaction, the savepoint ended with its statement.
    await ask('release savepoint os_check')
  } catch (cause) {
    if (hasNumber(cause, [noSavepoint])) throw new OpenSupportsError('NO_TRANSACTION', { cause })
    throw cause
  }
  const [row] = (await ask('select @@session.transaction_isolation as level').catch((error: unknown) => {
    // MariaDB before 11.1 has the old name alone.
    if (!hasNumber(error, [unknownVariable])) throw error
    return ask('select @@session.tx_isolation as level')
  })) as { level: string }[]
  if (row?.level !== 'READ-COMMITTED') throw new OpenSupportsError('WRONG_ISOLATION')
}

const poolOf = (ask: Ask): MysqlPool => ({
  getConnection(done) {
    const query: Query = (text, values, answered) =>
      ask(partOf(text), values).then(
        (result) => answered(null, result),
        // After a deadlock the savepoint is gone: its error must not hide that of the deadlock.
        (error: unknown) => answered(text === 'rollback' ? null : error, undefined),
      )
    done(undefined, { query: query as unknown as MysqlPoolConnection['query'], release: () => {} })
  },
  end: (done) => done(undefined),
})
