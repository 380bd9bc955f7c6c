import * as v from 'valibot'
import { pageOf } from '../../domain/helpdesk/index.js'
import { operation } from '../../operation/index.js'
import { page } from '../../params/index.js'
import { type UntakenReason, untakenReasons } from '../../storage/index.js'

/** What `/system/get-untaken-mails` takes. */
export interface GetUntakenMailsParams {
  readonly page: number
}

/** One entry of what `/system/get-untaken-mails` answers. */
export interface GetUntakenMailsEntry {
  readonly id: number
  readonly mailbox: string
  /** Its number in the mailbox. */
  readonly uid: number
  /** Null when the mail could not be read. */
  readonly sender: string | null
  /** Null when the mail could not be read. */
  readonly subject: string | null
  /**
   * `failed`: it is retried. `taken`: it is in a ticket, except for what the cause names. `ignored`: it is automatic,
   * or a copy.
   */
  readonly fate: 'failed' | 'given up' | 'refused' | 'ignored' | 'taken'
  /** Of the ticket that it is in, or that the original is in when it is a copy. */
  readonly ticketNumber: number | null
  readonly attempts: number
  readonly at: Date
  /** Null for mails of earlier versions. */
  readonly reason: UntakenReason | null
  /** The reason as a sentence, with the details. */
  readonly cause: string
}

/**
 * Returns the incoming mails that are in no ticket, or only in part, with the cause, newest first, 10 per page. All but
 * copies of mails that are in a ticket are still in their mailbox. `/system/retry-untaken-mail` retries one.
 *
 * @throws INVALID_PAGE
 */
export const getUntakenMails = operation<GetUntakenMailsParams, GetUntakenMailsEntry[]>()({
  path: '/system/get-untaken-mails',
  permission: 'staff_3',
  params: { page: page('INVALID_PAGE') },
  data: v.array(
    v.object({
      id: v.number(),
      mailbox: v.string(),
      uid: v.number(),
      sender: v.nullable(v.string()),
      subject: v.nullable(v.string()),
      fate: v.picklist(['failed', 'given up', 'refused', 'ignored', 'taken']),
      ticketNumber: v.nullable(v.number()),
      attempts: v.number(),
      at: v.date(),
      reason: v.nullable(v.picklist(untakenReasons)),
      cause: v.string(),
    }),
  ),
  async read(call, { page }) {
    const entries = await call.mailLedger.problems(pageOf(page, 10))
    return entries.flatMap(
      ({ id, mailbox, uid, sender, subject, fate, ticketNumber, attempts, at, reason, cause }) =>
        fate === 'begun'
          ? []
          : {
              id,
              mailbox,
              uid,
              sender,
              subject,
              fate,
              ticketNumber,
              attempts,
              at,
              reason,
              cause: cause ?? '',
            },
    )
  },
})
