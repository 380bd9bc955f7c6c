/** The start of the sequence of ticket numbers, and its step. The installation creates them once. */
export interface TicketNumbering {
  /** 100000 to 999999. */
  readonly first: number
  /** A prime from 100000 to 999999, so that the sequence reaches every number once before it repeats. */
  readonly gap: number
}

/**
 * Returns the number at a position of the sequence. The first 900,000 numbers have six digits, in an order that hides
 * how many tickets there are; later ones have seven.
 */
export function ticketNumberAt({ first, gap }: TicketNumbering, place: number): number {
  return place < 900_000
    ? 100_000 + ((first - 100_000 + place * gap) % 900_000)
    : 1_000_000 + ((first + place * gap) % 9_000_000)
}
