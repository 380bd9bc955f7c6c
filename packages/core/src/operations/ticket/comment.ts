import {
  addComment,
  checkCanManage,
  checkCaptcha,
  checkUploads,
  cleanHtml,
  findApiKey,
  withImageLinks,
} from '../../domain/index.js'
import { nothing, operation } from '../../operation.js'
import { content, file, flag, images, optional, secret, ticketNumber } from '../../params/index.js'

/**
 * Adds a comment to a ticket, open or closed, and tells author and owner by mail. A private comment is for staff alone
 * and leaves no trace for the author; only staff can write one.
 *
 * @throws INVALID_CONTENT; INVALID_TICKET when there is no such ticket; INVALID_CAPTCHA when one is sent and wrong;
 * NO_PERMISSION when the caller may not manage the ticket; INVALID_FILE.
 */
export const comment = operation({
  path: '/ticket/comment',
  permission: 'user',
  ticketSession: true,
  params: {
    /** Rich text: HTML, cleaned. At most 10,000 bytes without tags. */
    content: content('INVALID_CONTENT'),
    ticketNumber: ticketNumber('INVALID_TICKET'),
    private: flag(),
    captcha: optional(secret('INVALID_CAPTCHA')),
    apiKey: optional(secret('INVALID_CAPTCHA')),
    /** An attachment. */
    file: file('INVALID_FILE'),
    /** Pictures for the places `IMAGE_PATH_0`, … */
    images: images('INVALID_FILE'),
  },
  data: nothing,
  errors: ['NO_PERMISSION', 'INVALID_CONTENT', 'INVALID_TICKET', 'INVALID_CAPTCHA', 'INVALID_FILE'],
  async run(context, { ticketNumber: ticket, ...params }) {
    const { actor } = context
    if (params.captcha && params.captcha !== '0') {
      const apiKey = await findApiKey(context, params.apiKey)
      await checkCaptcha(context, params.captcha, {
        apiKey,
        right: 'canCreateTickets',
      })
    }
    await checkCanManage(context, ticket)
    const uploads = await checkUploads(context, params)

    const cleaned = cleanHtml(params.content)
    const apiUrl = await context.apiUrl()
    await addComment(context, ticket, {
      uploads,
      private: params.private && actor.kind === 'staff',
      content: ({ images }) => withImageLinks(cleaned, images, apiUrl),
    })
    return null
  },
})
