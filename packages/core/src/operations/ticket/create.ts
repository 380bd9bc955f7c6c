import * as v from 'valibot'
import type { Context } from '../../domain/index.js'
import {
  checkCaptcha,
  checkUploads,
  cleanHtml,
  countTicket,
  findApiKey,
  guestAuthor,
  openTicket,
  ticketNumberAt,
  withImageLinks,
} from '../../domain/index.js'
import { fail } from '../../errors.js'
import type { Department } from '../../model/index.js'
import { operation } from '../../operation.js'
import {
  content,
  department,
  file,
  images,
  isEmail,
  isName,
  lowerCase,
  optional,
  secret,
  secretOrNone,
  supportedLanguage,
  title,
} from '../../params/index.js'
import { type Anonymous, accountOf, type StaffActor, type UserActor } from '../../session.js'
import type { Storage } from '../../storage/index.js'

type Creator = Context<UserActor | StaffActor | Anonymous>

/**
 * Opens a ticket. Guests may too while mandatory login is off: with an e-mail and a name, and a captcha once it is set
 * up. A guest's ticket is marked as unproved until the link of a mail about it is followed, and shows what the guest
 * sent. The mail that confirms it quotes nothing of it unless the address has proved a ticket or an account before.
 * Texts `IMAGE_PATH_0`, `IMAGE_PATH_1`, … in the content become links to `images`.
 *
 * @throws NO_PERMISSION for guests while mandatory login is on; INVALID_TITLE, INVALID_CONTENT; INVALID_DEPARTMENT when
 * there is no such one, or it is private and the caller is not staff; INVALID_LANGUAGE when it is not supported;
 * INVALID_CAPTCHA, INVALID_EMAIL, INVALID_NAME for guests; INVALID_EMAIL also for an address that is not the caller's;
 * ALREADY_BANNED; INVALID_FILE; TOO_MANY_REQUESTS after 10 tickets of guests for one e-mail address in an hour, 60 of
 * guests from one network, 500 of one signed-in user (in proportion to the setting `attempt-limit`).
 */
export const create = operation({
  path: '/ticket/create',
  permission: 'user',
  guests: true,
  params: {
    title: title('INVALID_TITLE'),
    /** Rich text: HTML, cleaned. At most 10,000 bytes without tags. */
    content: content('INVALID_CONTENT'),
    /** Default: the setting `default-department-id`. */
    departmentId: optional(department('INVALID_DEPARTMENT')),
    /** Default: the setting `language`. */
    language: optional(supportedLanguage('INVALID_LANGUAGE')),
    captcha: optional(secretOrNone('INVALID_CAPTCHA')),
    /** Of a guest; others leave it out. */
    email: optional(secret('INVALID_EMAIL')),
    /** Of a guest. */
    name: optional(secretOrNone('INVALID_NAME')),
    apiKey: optional(secretOrNone('INVALID_CAPTCHA')),
    /** An attachment. */
    file: file('INVALID_FILE'),
    /** Pictures for the places `IMAGE_PATH_0`, … */
    images: images('INVALID_FILE'),
  },
  data: v.object({ ticketNumber: v.number() }),
  errors: [
    'NO_PERMISSION',
    'INVALID_TITLE',
    'INVALID_CONTENT',
    'INVALID_DEPARTMENT',
    'INVALID_LANGUAGE',
    'INVALID_CAPTCHA',
    'INVALID_EMAIL',
    'INVALID_NAME',
    'ALREADY_BANNED',
    'INVALID_FILE',
    'TOO_MANY_REQUESTS',
  ],
  /** Only an API key that asks for it makes 4.11 tell the number. */
  legacyData: async (data, context, { apiKey }) =>
    (await findApiKey(context, apiKey))?.shouldReturnTicketNumber ? data : null,

  async run(context, params) {
    const { actor, storage } = context
    const settings = await context.settings()
    const email = lowerCase(params.email ?? '')
    const apiKey = await findApiKey(context, params.apiKey)
    if (actor.kind === 'anonymous') {
      await checkCaptcha(context, params.captcha, {
        apiKey,
        right: 'canCreateTickets',
      })
      if (!isEmail(email)) fail('INVALID_EMAIL')
      if (!isName(params.name)) fail('INVALID_NAME')
    }
    if (params.departmentId?.private && actor.kind !== 'staff') fail('INVALID_DEPARTMENT')
    const isOfStaff = isEmail(email) && (await storage.staff.byEmail(email)) !== undefined
    checkSentEmail(context, email, isOfStaff)
    if (await storage.bans.has(actor.kind === 'anonymous' ? email : actor.account.email))
      fail('ALREADY_BANNED')
    const uploads = await checkUploads(context, params)
    await countTicket(context, { email, byKey: apiKey?.canCreateTickets ?? false })

    const department = await chooseDepartment(context, params.departmentId)
    if (isOfStaff) {
      // Answers must not tell whose address is one of staff: the guest gets a number that no ticket will have.
      const unused = await storage.tickets.nextSequence()
      return { ticketNumber: ticketNumberAt(settings.ticketNumbering, unused) }
    }
    const cleaned = cleanHtml(params.content)
    const apiUrl = await context.apiUrl()
    // Of who is signed in, a name is not needed: one that cannot be is left out.
    const sent = { authorName: isName(params.name) ? params.name : null, authorEmail: email }
    const ticketNumber = await openTicket(context, {
      ...{ title: params.title, departmentId: department.id, uploads, sent },
      language: params.language ?? settings.language,
      content: ({ images }) => withImageLinks(cleaned, images, apiUrl),
      author: (tx) => authorOf(context, tx, email, params.name ?? ''),
      unproved: actor.kind === 'anonymous',
      tellAuthor: actor.kind === 'anonymous',
    })
    return { ticketNumber }
  },
})

/**
 * Nobody may write in the name of staff, or of another account.
 *
 * @throws INVALID_EMAIL; under `neutralAnswers` not for a guest with an address of staff
 */
function checkSentEmail({ actor, neutralAnswers }: Creator, email: string, isOfStaff: boolean): void {
  if (email === '') return
  if (actor.kind === 'anonymous' && (!isOfStaff || neutralAnswers)) return
  if (actor.kind === 'user' && actor.account.email === email && !isOfStaff) return
  fail('INVALID_EMAIL')
}

/** Users cannot choose while the setting `default-is-locked` is on. */
async function chooseDepartment({ actor, storage, settings }: Creator, chosen: Department | undefined) {
  const { defaultDepartmentId, defaultIsLocked } = await settings()
  if (chosen && (actor.kind === 'staff' || !defaultIsLocked)) return chosen
  return (await storage.departments.byId(defaultDepartmentId)) ?? fail('INVALID_DEPARTMENT')
}

/** The caller; for a guest, the account of the address, made now when there is none. */
async function authorOf({ actor, now }: Creator, tx: Storage, email: string, name: string) {
  if (actor.kind === 'anonymous') return guestAuthor(tx, { email, name }, now)
  return { ...accountOf(actor), name: actor.account.name, email: actor.account.email }
}
