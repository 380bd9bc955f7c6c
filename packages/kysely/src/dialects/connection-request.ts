import { CompiledQuery } from 'kysely'
import type { Db } from '../schema.js'

/** The only parameter of a statement that our view of a pool answers itself, since Kysely hides the connection. */
export class ConnectionRequest {
  connection: unknown
}

/** Returns the driver's connection on which a transaction is open. */
export async function pooledConnectionOf(tx: Db): Promise<unknown> {
  const request = new ConnectionRequest()
  await tx.executeQuery(CompiledQuery.raw('-- the connection of the transaction', [request]))
  return request.connection
}

/** Returns whether a statement is a request, and answers it. */
export function answersRequest(values: readonly unknown[], connection: unknown): boolean {
  const [first] = values
  if (!(first instanceof ConnectionRequest)) return false
  first.connection = connection
  return true
}
