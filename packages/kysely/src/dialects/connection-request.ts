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

/** Returns whether a statement with these values is a request. */
export const isRequest = (values: readonly unknown[]): values is readonly [ConnectionRequest] =>
  values[0] instanceof ConnectionRequest

/** Returns whether a statement is a request, and answers it. */
export function answersRequest(values: readonly unknown[], connection: unknown): boolean {
  if (!isRequest(values)) return false
  values[0].connection = connection
  return true
}
