/** Counts what the reader looks at, so that tests can tell how the work grows with the mail. */
export interface Work {
  /** Lines and bytes that were looked at. */
  steps: number
}
