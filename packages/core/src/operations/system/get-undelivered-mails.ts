import * as v from 'valibot'
import { pageOf } from '../../domain/helpdesk/index.js'
import { operation } from '../../operation/index.js'
import { page } from '../../params/index.js'

/** What `/system/get-undelivered-mails` takes. */
export interface GetUndeliveredMailsParams {
  readonly page: number
}

/** One entry of what `/system/get-undelivered-mails` answers. */
export interface GetUndeliveredMailsEntry {
  readonly id: number
  readonly template: string
  readonly to: string
  readonly language: string
  readonly createdAt: Date
  readonly attempts: number
  /** Null for a dead letter. */
  readonly nextAttempt: Date | null
  readonly cause: string
}

/**
 * Returns the mails that could not be delivered yet, with the cause, newest first, 10 per page. Their contents are left
 * out: they may hold a token that sets a password.
 *
 * @throws INVALID_PAGE
 */
export const getUndeliveredMails = operation<GetUndeliveredMailsParams, GetUndeliveredMailsEntry[]>()({
  path: '/system/get-undelivered-mails',
  permission: 'staff_3',
  params: { page: page('INVALID_PAGE') },
  data: v.array(
    v.object({
      id: v.number(),
      template: v.string(),
      to: v.string(),
      language: v.string(),
      createdAt: v.date(),
      attempts: v.number(),
      nextAttempt: v.nullable(v.date()),
      cause: v.string(),
    }),
  ),
  async read(call, { page }) {
    const mails = await call.outbox.undelivered(pageOf(page, 10))
    return mails.map(({ variables, dueAt: nextAttempt, ...mail }) => ({ ...mail, nextAttempt }))
  },
})
