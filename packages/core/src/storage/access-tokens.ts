/** A token with which a machine calls in the name of the staff member who made it. */
export interface StoredAccessToken {
  readonly id: number
  readonly name: string
  /** SHA-256 of the token. Unique. */
  readonly tokenHash: string
  /** The last characters of the token. */
  readonly ending: string
  /** Who made it. It is removed with this account. */
  readonly staffId: number
  readonly level: 1 | 2 | 3
  /** Names of operations, such as `ticket.create`, and of groups, such as `ticket.*`. */
  readonly scopes: readonly string[]
  /** Null for all departments of the staff member. */
  readonly departments: readonly number[] | null
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly revokedAt: Date | null
  readonly lastUsedAt: Date | null
}

/** Keeps the tokens of machines. Removing a staff member removes their tokens. */
export interface AccessTokenStore {
  byHash(tokenHash: string): Promise<StoredAccessToken | undefined>
  /** Returns all tokens by id. */
  all(): Promise<StoredAccessToken[]>
  /** Returns the new id. */
  insert(token: Omit<StoredAccessToken, 'id' | 'revokedAt' | 'lastUsedAt'>): Promise<number>
  /** Returns false when there is no such token, or it was revoked before. */
  revoke(id: number, at: Date): Promise<boolean>
  /** Writes when the token was last used. */
  touch(id: number, at: Date): Promise<void>
  /** Removes the tokens that expired or were revoked before a date. */
  removeEnded(before: Date): Promise<void>
}
