import { fail, managesOrNot, operation, ownErrors, parameter, ticket } from '@opensupports/core/extend'
import { kyselyOf, type SqlTransaction } from '@opensupports/kysely'
import * as v from 'valibot'

/** The tables of the shop. */
export interface Shop {
  refund: { ticket_number: number; cents: number }
}

/** Creates the tables of the shop. */
export const createShop = (trx: SqlTransaction): Promise<unknown> =>
  trx
    .kysely<Shop>()
    .schema.createTable('refund')
    .ifNotExists()
    .addColumn('ticket_number', 'integer', (column) => column.primaryKey())
    .addColumn('cents', 'integer', (column) => column.notNull())
    .execute()

export const billingErrors = ownErrors({
  INVALID_CENTS: { status: 400, detail: 'An amount is 1 to 100,000 cents.' },
  REFUNDED_ALREADY: { status: 409, detail: 'The ticket has its refund already.' },
})

export interface RefundParams {
  readonly ticketNumber: number
  readonly cents: number
}

export interface RefundAnswer {
  /** Of all refunds. */
  readonly totalCents: number
}

/** Refunds the author of a ticket, and closes the ticket. */
export const refund = operation<RefundParams, RefundAnswer>()({
  path: '/billing/refund',
  description: 'Refunds the author of a ticket, and closes the ticket.',
  permission: 'staff_2',
  params: {
    ticket: ticket('ticketNumber', 'INVALID_TICKET'),
    cents: parameter(
      billingErrors.INVALID_CENTS,
      v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
    ),
  },
  data: v.object({ totalCents: v.number() }),
  errors: [billingErrors.REFUNDED_ALREADY],
  check: (actor, { ticket }) => managesOrNot(actor, ticket),
  async write(tx, { ticket, cents }) {
    const { ticketNumber } = ticket
    const shop = kyselyOf<Shop>(tx)
    const paid = shop.selectFrom('refund').select('cents').where('ticket_number', '=', ticketNumber)
    if (await paid.executeTakeFirst()) fail(billingErrors.REFUNDED_ALREADY)
    await shop.insertInto('refund').values({ ticket_number: ticketNumber, cents }).execute()
    await tx.tickets.update(ticket.id, { closed: true })
    tx.emit('ticket.closed', { ticketNumber })
    const refunds = await shop.selectFrom('refund').select('cents').execute()
    return { totalCents: refunds.reduce((sum, each) => sum + each.cents, 0) }
  },
})
