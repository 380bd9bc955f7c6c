import type { DatabaseConnection, Driver } from 'kysely'

/** Returns a driver that has one connection. Whoever gives it the connection begins and ends transactions, and closes it. */
export const oneConnectionDriver = (connection: DatabaseConnection): Driver => ({
  init: async () => {},
  acquireConnection: async () => connection,
  beginTransaction: async () => {},
  commitTransaction: async () => {},
  rollbackTransaction: async () => {},
  releaseConnection: async () => {},
  destroy: async () => {},
})
