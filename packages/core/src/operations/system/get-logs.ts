import * as v from 'valibot'
import { pageOf } from '../../domain/helpdesk/index.js'
import { column } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { page } from '../../params/index.js'

const pageSize = 10

/** What `/system/get-logs` takes. */
export interface GetLogsParams {
  readonly page: number
}

/** The author of an entry in what `/system/get-logs` answers. */
export interface GetLogsAuthor {
  readonly name: string
  readonly id: number | null
  readonly staff: boolean
}

/** One entry of what `/system/get-logs` answers. */
export interface GetLogsEntry {
  readonly type: string
  /** What it was done to: a ticket number, a name, an e-mail. */
  readonly to: string | null
  readonly author: GetLogsAuthor
  readonly date: Date
}

/**
 * Returns who did what, newest first, 10 per page. Pages past the end are empty. Entries are never deleted.
 *
 * @throws INVALID_PAGE
 */
export const getLogs = operation<GetLogsParams, GetLogsEntry[]>()({
  path: '/system/get-logs',
  permission: 'staff_1',
  params: { page: page('INVALID_PAGE') },
  data: v.array(
    v.object({
      type: v.string(),
      to: v.nullable(v.string()),
      author: v.object({
        name: v.string(),
        id: v.nullable(column.number()),
        staff: v.boolean(),
      }),
      date: column.date(),
    }),
  ),
  async read(call, { page }) {
    return (await call.logs.list(pageOf(page, pageSize))).map(({ type, to, date, authorName, author }) => ({
      type,
      to,
      date,
      author: { name: authorName, id: author?.id ?? null, staff: author?.kind === 'staff' },
    }))
  },
})
