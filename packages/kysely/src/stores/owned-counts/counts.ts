import { statement } from '../../statement.js'

/** Selects how many tickets each member owns, and how many of them are closed. */
export const ownedCounts = statement((db) =>
  db
    .selectFrom('os_owned_count')
    .groupBy('staff_id')
    .select(({ fn }) => [
      'staff_id',
      fn.sum<number>('assigned').as('assigned'),
      fn.sum<number>('closed').as('closed'),
    ]),
)
