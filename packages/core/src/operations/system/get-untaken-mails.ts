import * as v from 'valibot'
import { pageOf } from '../../domain/index.js'
import { operation } from '../../operation/index.js'
import { page } from '../../params/index.js'

/** What `/system/get-untaken-mails` takes. */
export interface GetUntakenMailsParams {
  readonly page: number
}

/** One entry of what `/system/get-untaken-mails` answers. */
export interface GetUntakenMailsEntry {
  readonly mailbox: string
  /** Its number in the mailbox. */
  readonly uid: number
  /** Null where it could not be read. */
  readonly sender: string | null
  /**
   * `failed`: it is tried again. `taken`: it is in a ticket, but for what the cause names. `ignored`: no person wrote
   * it, or it is a copy.
   */
  readonly fate: 'failed' | 'given up' | 'refused' | 'ignored' | 'taken'
  /** Of the ticket in which it is, or the mail that it is a copy of. */
  readonly ticketNumber: number | null
  readonly attempts: number
  readonly at: Date
  readonly cause: string
}

/**
 * The mails that came in and are in no ticket, or not as a whole, with the cause. Newest first, 10 a page. They are still
 * in their mailbox, but copies of mails that are in a ticket.
 *
 * @throws INVALID_PAGE
 */
export const getUntakenMails = operation<GetUntakenMailsParams, GetUntakenMailsEntry[]>()({
  path: '/system/get-untaken-mails',
  permission: 'staff_3',
  params: { page: page('INVALID_PAGE') },
  data: v.array(
    v.object({
      mailbox: v.string(),
      uid: v.number(),
      sender: v.nullable(v.string()),
      fate: v.picklist(['failed', 'given up', 'refused', 'ignored', 'taken']),
      ticketNumber: v.nullable(v.number()),
      attempts: v.number(),
      at: v.date(),
      cause: v.string(),
    }),
  ),
  async read(call, { page }) {
    const entries = await call.mailLedger.problems(pageOf(page, 10))
    return entries.flatMap(({ mailbox, uid, sender, fate, ticketNumber, attempts, at, cause }) =>
      fate === 'begun' ? [] : { mailbox, uid, sender, fate, ticketNumber, attempts, at, cause: cause ?? '' },
    )
  },
})
