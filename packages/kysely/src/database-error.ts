/** A database could not be used; the message says why and holds no password, the cause is in `cause`. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
}
