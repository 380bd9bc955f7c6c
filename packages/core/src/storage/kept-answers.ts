/** The answer of a write that was sent with an idempotency key. */
export interface KeptAnswer {
  /** SHA-256 of the caller, the path and the key. Unique. */
  readonly keyHash: string
  /** SHA-256 of the parameters. */
  readonly paramsHash: string
  /** JSON. */
  readonly answer: string
  readonly createdAt: Date
}

/** Keeps answers by idempotency keys, written in the transaction of the change itself. */
export interface KeptAnswerStore {
  byKey(keyHash: string): Promise<KeptAnswer | undefined>
  /**
   * Returns false when the key has an answer already. Waits for another transaction that has inserted the key, and
   * returns false once that has committed.
   */
  insert(kept: KeptAnswer): Promise<boolean>
  removeBefore(date: Date): Promise<void>
}
