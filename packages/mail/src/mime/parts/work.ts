/** Counts the steps of the parser, so that tests can check how they grow with the size of a mail. */
export interface Work {
  /** The number of lines and bytes read. */
  steps: number
}
