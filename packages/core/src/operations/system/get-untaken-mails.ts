import * as v from 'valibot'
import { pageOf } from '../../domain/index.js'
import { operation } from '../../operation.js'
import { page } from '../../params/index.js'

/**
 * The mails that came in and are in no ticket, with the cause: those that could not be read, and those that the
 * helpdesk does not take. Newest first, 10 a page. They are still in their mailbox.
 *
 * @throws INVALID_PAGE
 */
export const getUntakenMails = operation({
  path: '/system/get-untaken-mails',
  permission: 'staff_3',
  params: { page: page('INVALID_PAGE') },
  data: v.array(
    v.object({
      mailbox: v.string(),
      /** Its number in the mailbox. */
      uid: v.number(),
      /** Null where it could not be read. */
      sender: v.nullable(v.string()),
      /** `failed`: it is tried again. */
      fate: v.picklist(['failed', 'given up', 'refused']),
      attempts: v.number(),
      at: v.date(),
      cause: v.string(),
    }),
  ),
  errors: ['NO_PERMISSION', 'INVALID_PAGE'],
  async run({ storage }, { page }) {
    const entries = await storage.mailLedger.problems(pageOf(page, 10))
    return entries.flatMap(({ mailbox, uid, sender, fate, attempts, at, cause }) =>
      fate === 'taken' || fate === 'ignored' || fate === 'begun'
        ? []
        : [{ mailbox, uid, sender, fate, attempts, at, cause: cause ?? '' }],
    )
  },
})
