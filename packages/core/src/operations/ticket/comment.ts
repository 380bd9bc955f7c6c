import { checkCaptcha, findApiKey } from '../../domain/accounts/index.js'
import { checkUploads, storeUploads, withImageLinks } from '../../domain/files/index.js'
import { cleanHtml } from '../../domain/helpdesk/index.js'
import {
  addComment,
  checkHistorySize,
  countOfAccount,
  manages,
  managesOrNot,
  refuseBeyondLimit,
} from '../../domain/tickets/index.js'
import { fail } from '../../errors.js'
import { nothing, operation } from '../../operation/index.js'
import {
  type ContentInput,
  content,
  file,
  flag,
  images,
  optional,
  secret,
  ticket,
} from '../../params/index.js'
import type { Upload } from '../../platform/index.js'

/** What `/ticket/comment` takes. */
export interface CommentParams {
  /** HTML, which is cleaned, or `{ text }` or `{ markdown }`. At most 10,000 bytes, not counting tags. */
  readonly content: ContentInput
  readonly ticketNumber: number
  /** Visible to staff only. Default: false. */
  readonly private?: boolean | undefined
  readonly captcha?: string | undefined
  /** Replaces a captcha. */
  readonly apiKey?: string | undefined
  /** An attachment. */
  readonly file?: Upload | undefined
  /** Pictures for the places `IMAGE_PATH_0`, … */
  readonly images?: readonly Upload[] | undefined
}

/**
 * Adds a comment to a ticket, open or closed, and mails it to author and owner. Only staff can write and see private
 * comments.
 *
 * @throws INVALID_CONTENT, also of users and guests for more than 30,000 characters when the contents of the ticket would
 * exceed 10,000,000; INVALID_TICKET when there is no such ticket; INVALID_CAPTCHA when one is sent and wrong;
 * NO_PERMISSION when the caller may not manage the ticket; INVALID_FILE; TOO_MANY_REQUESTS after 500 comments of a user
 * or a guest in an hour.
 */
export const comment = operation<CommentParams, null>()({
  path: '/ticket/comment',
  permission: 'user',
  ticketSession: true,
  idempotent: true,
  params: {
    /** HTML, which is cleaned, or `{ text }` or `{ markdown }`. At most 10,000 bytes, not counting tags. */
    content: content('INVALID_CONTENT'),
    ticket: ticket('ticketNumber', 'INVALID_TICKET'),
    private: flag(),
    captcha: optional(secret('INVALID_CAPTCHA')),
    apiKey: optional(secret('INVALID_CAPTCHA')),
    /** An attachment. */
    file: file('INVALID_FILE'),
    /** Pictures for the places `IMAGE_PATH_0`, … */
    images: images('INVALID_FILE'),
  },
  data: nothing,
  errors: ['TOO_MANY_REQUESTS'],
  checksInPrepare: true,
  check: (actor, { ticket }) => managesOrNot(actor, ticket),
  async prepare(call, { ticket, captcha, apiKey: sentKey, content, file, images }) {
    if (captcha && captcha !== '0') {
      const apiKey = await findApiKey(call, sentKey)
      await checkCaptcha(call, captcha, { apiKey, right: 'canCreateTickets' })
    }
    if (!manages(call.actor, ticket)) fail('NO_PERMISSION')
    const uploads = await checkUploads(call, { file, images })
    await refuseBeyondLimit('comment', call)
    const stored = await storeUploads(call, uploads, `t${ticket.ticketNumber}`)
    return { stored, content: withImageLinks(await cleanHtml(content), stored.images, call.apiUrl) }
  },
  async write(tx, { ticket, private: wantsPrivate }, { stored, content }) {
    await countOfAccount('comment', tx)
    await checkHistorySize(tx, ticket, content)
    await addComment(tx, ticket, {
      stored,
      content,
      private: wantsPrivate && tx.actor.kind === 'staff',
    })
    return null
  },
})
