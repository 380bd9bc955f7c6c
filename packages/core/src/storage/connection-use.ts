/** How a storage uses the connections to its database. */
export interface ConnectionUse {
  readonly inUse: number
  /** How many calls wait for a connection. */
  readonly waiting: number
  /** The most connections; null if the pool is the host's. */
  readonly limit: number | null
}
