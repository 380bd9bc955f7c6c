/** Where the sequence of ticket numbers starts, and how far it jumps: made once, at installation. */
export interface TicketNumbering {
  /** 100000 to 999999. */
  readonly first: number
  /** A prime from 100000 to 999999, so that the sequence meets every number once before it comes round. */
  readonly gap: number
}

/**
 * The number at a place of the sequence. The first 900,000 places have six digits, in an order that tells nobody how
 * many tickets there are; the places after them have seven.
 */
export function ticketNumberAt({ first, gap }: TicketNumbering, place: number): number {
  return place < 900_000
    ? 100_000 + ((first - 100_000 + place * gap) % 900_000)
    : 1_000_000 + ((first + place * gap) % 9_000_000)
}
