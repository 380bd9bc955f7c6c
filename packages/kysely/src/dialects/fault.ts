/** What keeps a database from serving a call: others have the locks or all connections, or it cannot be reached. */
export type FaultCode = 'DATABASE_BUSY' | 'DATABASE_UNAVAILABLE'

/** Says that the database did not run a statement, or that its result was lost. The statement itself is correct. */
export class Fault extends Error {
  override readonly name = 'Fault'

  constructor(
    readonly code: FaultCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options)
  }
}

/** Returns the fault of an error that broke a connection, or prevented one. */
export const lost = (cause: unknown): Fault => {
  const message = cause instanceof Error ? cause.message : String(cause)
  return new Fault('DATABASE_UNAVAILABLE', message || 'the connection to the database broke', { cause })
}
