/** How thoroughly to measure. */
export interface Effort {
  /** How many rounds each side has, by turns. */
  readonly rounds: number
  /** The length of a round: in milliseconds of CPU time in process, in those of the clock over HTTP. */
  readonly roundLength: number
  /** The longest warm-up of a call in process, in milliseconds. Over HTTP it is three times as long. */
  readonly longestWarmUp: number
}

export const thorough: Effort = { rounds: 7, roundLength: 150, longestWarmUp: 5000 }

/** A look at the orders of magnitude. */
export const quick: Effort = { rounds: 3, roundLength: 60, longestWarmUp: 2000 }
