/** A database cannot be used. The message says why, without passwords. The original error is in `cause`. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
}
