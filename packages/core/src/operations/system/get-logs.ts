import * as v from 'valibot'
import { pageOf } from '../../domain/index.js'
import { column } from '../../model/index.js'
import { operation } from '../../operation/index.js'
import { page } from '../../params/index.js'

const pageSize = 10

/**
 * Who did what, newest first, 10 a page; none past the end. Entries are kept for ever.
 *
 * @throws INVALID_PAGE
 */
export const getLogs = operation({
  path: '/system/get-logs',
  permission: 'staff_1',
  params: { page: page('INVALID_PAGE') },
  data: v.array(
    v.object({
      type: v.string(),
      /** What it was done to: a ticket number, a name, an e-mail. */
      to: v.nullable(v.string()),
      author: v.object({
        /** As it was then; empty for guests. */
        name: v.string(),
        /** Null for guests, and when the account is gone. */
        id: v.nullable(column.number()),
        staff: v.boolean(),
      }),
      date: column.date(),
    }),
  ),
  async read(call, { page }) {
    return (await call.logs.list(pageOf(page, pageSize))).map(({ type, to, date, authorName, author }) => ({
      ...{ type, to, date },
      author: { name: authorName, id: author?.id ?? null, staff: author?.kind === 'staff' },
    }))
  },
})
