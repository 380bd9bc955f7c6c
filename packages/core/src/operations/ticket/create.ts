import * as v from 'valibot'
import {
  type Anonymous,
  accountLock,
  accountOf,
  type Reader,
  type StaffActor,
  type Tx,
  tokenAllows,
  type UserActor,
} from '../../call/index.js'
import { checkCaptcha, findApiKey, guestAuthor, type TicketOpener } from '../../domain/accounts/index.js'
import { checkUploads, noUploads, storeUploads, withImageLinks } from '../../domain/files/index.js'
import { cleanHtml } from '../../domain/helpdesk/index.js'
import {
  countGuestTicket,
  countOfAccount,
  lockedDepartment,
  nextTicketNumber,
  openTicket,
  refuseBeyondLimit,
} from '../../domain/tickets/index.js'
import { fail } from '../../errors.js'
import type { Department, LanguageCode } from '../../model/index.js'
import { operation } from '../../operation/index.js'
import {
  type ContentInput,
  content,
  department,
  file,
  images,
  isEmail,
  isId,
  isName,
  lowerCase,
  optional,
  secret,
  secretOrNone,
  supportedLanguage,
  title,
} from '../../params/index.js'
import type { Upload } from '../../platform/index.js'

type Creator = Reader<UserActor | StaffActor | Anonymous>

/** What `/ticket/create` takes. */
export interface CreateTicketParams {
  /** 1 to 200 characters. */
  readonly title: string
  /** HTML, which is cleaned, or `{ text }` or `{ markdown }`. At most 10,000 bytes, not counting tags. */
  readonly content: ContentInput
  /** Default: the setting `default-department-id`. */
  readonly departmentId?: number | undefined
  /** Default: the setting `language`. */
  readonly language?: LanguageCode | undefined
  readonly captcha?: string | undefined
  /** Only for guests. */
  readonly email?: string | undefined
  /** Of a guest. */
  readonly name?: string | undefined
  /** Replaces a captcha. */
  readonly apiKey?: string | undefined
  /** An attachment. */
  readonly file?: Upload | undefined
  /** Pictures for the places `IMAGE_PATH_0`, … */
  readonly images?: readonly Upload[] | undefined
}

/** What `/ticket/create` answers. */
export interface CreatedTicket {
  readonly ticketNumber: number
}

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
export const create = operation<CreateTicketParams, CreatedTicket>()({
  path: '/ticket/create',
  permission: 'user',
  withinDepartments: true,
  guests: true,
  idempotent: true,
  params: {
    title: title('INVALID_TITLE'),
    /** HTML, which is cleaned, or `{ text }` or `{ markdown }`. At most 10,000 bytes, not counting tags. */
    content: content('INVALID_CONTENT'),
    /** Default: the setting `default-department-id`. */
    department: optional(department('departmentId', 'INVALID_DEPARTMENT')),
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
  locks: (actor, { department }, { defaultDepartmentId }) => [
    { name: 'bans', mode: 'share' },
    { name: 'settings', mode: 'share' },
    // With the other rows: a lock by itself takes a statement.
    ...(department || !isId(defaultDepartmentId)
      ? []
      : [{ table: 'departments' as const, id: defaultDepartmentId, mode: 'share' as const }]),
    // The account stores the number of the user's tickets.
    ...(actor.kind === 'user' ? [accountLock(accountOf(actor), 'update')] : []),
  ],
  data: v.object({ ticketNumber: v.number() }),
  errors: ['ALREADY_BANNED', 'TOO_MANY_REQUESTS'],
  legacySchema: v.nullable(v.object({ ticketNumber: v.number() })),
  /** 4.11 returns the number only to API keys that ask for it. */
  legacyData: async (data, call, { apiKey }) =>
    (await findApiKey(call, apiKey))?.shouldReturnTicketNumber ? data : null,

  async prepare(call, params) {
    const apiKey = await findApiKey(call, params.apiKey)
    if (call.actor.kind === 'anonymous')
      await checkCaptcha(call, params.captcha, { apiKey, right: 'canCreateTickets' })
    const sender = await checkSender(call, params)
    const { email, isOfStaff } = sender
    const uploads = await checkUploads(call, params)
    if (call.actor.kind === 'anonymous')
      await countGuestTicket(call, { email, byKey: apiKey?.canCreateTickets ?? false })
    await refuseBeyondLimit('ticket', call)
    const department = await chooseDepartment(call, params.department, (id) => call.departments.byId(id))
    const ticketNumber = await nextTicketNumber(call)
    const stored = await storeUploads(call, isOfStaff ? noUploads : uploads, `t${ticketNumber}`)
    const content = withImageLinks(await cleanHtml(params.content), stored.images, call.apiUrl)
    return { ticketNumber, stored, content, sender, department }
  },

  async write(tx, params, { ticketNumber, stored, content, ...prepared }) {
    const { email, isOfStaff } = tx.isCurrent ? prepared.sender : await checkSender(tx, params)
    const department = tx.isCurrent
      ? prepared.department
      : await chooseDepartment(tx, params.department, (id) => lockedDepartment(tx, id))
    await countOfAccount('ticket', tx)
    // The answer must not reveal addresses of staff: the guest gets a number that no ticket will have.
    if (isOfStaff) return { ticketNumber }
    const isGuest = tx.actor.kind === 'anonymous'
    await openTicket(tx, await authorOf(tx, email, params.name ?? ''), {
      ticketNumber,
      title: params.title,
      content,
      language: params.language ?? tx.settings.language,
      department,
      // A signed-in caller needs no name, so ignore an invalid one.
      authorName: isName(params.name) ? params.name : null,
      authorEmail: email,
      stored,
      unproved: isGuest,
      tellAuthor: isGuest,
    })
    return { ticketNumber }
  },
})

interface SentSender {
  readonly email?: string | undefined
  readonly name?: string | undefined
  readonly department?: Department | undefined
}

/**
 * Checks that a guest does not write in the name of staff or of another account.
 *
 * @returns whether the address is one of staff, which only `neutralAnswers` lets pass
 * @throws INVALID_EMAIL, INVALID_NAME, INVALID_DEPARTMENT, ALREADY_BANNED
 */
async function checkSender(
  { actor, staff, bans, neutralAnswers }: Creator,
  sent: SentSender,
): Promise<{ email: string; isOfStaff: boolean }> {
  const email = lowerCase(sent.email ?? '')
  if (actor.kind === 'anonymous') {
    if (!isEmail(email)) fail('INVALID_EMAIL')
    if (!isName(sent.name)) fail('INVALID_NAME')
  }
  if (sent.department?.private && actor.kind !== 'staff') fail('INVALID_DEPARTMENT')
  const isOfStaff = isEmail(email) && (await staff.byEmail(email)) !== undefined
  const isAllowed =
    actor.kind === 'anonymous'
      ? !isOfStaff || neutralAnswers
      : email === '' || (actor.kind === 'user' && actor.account.email === email && !isOfStaff)
  if (!isAllowed) fail('INVALID_EMAIL')
  if (await bans.has(actor.kind === 'anonymous' ? email : actor.account.email)) fail('ALREADY_BANNED')
  return { email, isOfStaff }
}

/** Users cannot choose while the setting `default-is-locked` is on. */
async function chooseDepartment(
  { actor, settings }: Creator,
  chosen: Department | undefined,
  byId: (id: number) => Promise<Department | undefined>,
): Promise<Department> {
  const { defaultDepartmentId, defaultIsLocked } = settings
  if (chosen && (actor.kind === 'staff' || !defaultIsLocked)) return chosen
  if (!tokenAllows(actor, defaultDepartmentId)) fail('TOKEN_DEPARTMENT')
  return (await byId(defaultDepartmentId)) ?? fail('INVALID_DEPARTMENT')
}

/** Returns the caller; for a guest, the account of the address, which is created if there is none. */
async function authorOf(
  tx: Tx<UserActor | StaffActor | Anonymous>,
  email: string,
  name: string,
): Promise<TicketOpener> {
  const { actor } = tx
  if (actor.kind === 'anonymous') return guestAuthor(tx, { email, name })
  return { ...accountOf(actor), name: actor.account.name, email: actor.account.email }
}
