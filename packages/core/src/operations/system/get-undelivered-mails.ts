import * as v from 'valibot'
import { pageOf } from '../../domain/index.js'
import { operation } from '../../operation/index.js'
import { page } from '../../params/index.js'

/**
 * The mails that could not be delivered yet, with the cause, newest first, 10 a page. What they say is not told: it may
 * hold the right to set a password.
 *
 * @throws INVALID_PAGE
 */
export const getUndeliveredMails = operation({
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
      /** Null: it is given up. */
      nextAttempt: v.nullable(v.date()),
      cause: v.string(),
    }),
  ),
  async read(call, { page }) {
    const mails = await call.outbox.undelivered(pageOf(page, 10))
    return mails.map(({ variables, dueAt: nextAttempt, ...mail }) => ({ ...mail, nextAttempt }))
  },
})
