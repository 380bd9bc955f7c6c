/**
 * Every error code, with the HTTP status of its native answer and what it means.
 * The names are those of OpenSupports 4.11, misspellings included: clients compare them.
 */
const codes = {
  ALREADY_A_STAFF: [409, 'A staff member with this e-mail exists.'],
  ALREADY_BANNED: [403, 'The e-mail address is banned.'],
  ALREADY_DISABLED: [409, 'The user is disabled already.'],
  ALREADY_ENABLED: [409, 'The user is enabled already.'],
  BODY_CONSUMED: [
    500,
    'The host has read the request body, and left nothing of it: mount the helpdesk before the body parser, or pass on what it parsed as `request.body`.',
  ],
  CAN_NOT_DELETE_DEFAULT_DEPARTMENT: [409, 'The default department cannot be deleted.'],
  CROSS_SITE_REQUEST: [
    403,
    "The request would use the host's own sign-in, and does not prove that this site sent it: send it from a page of this site, or list the page's origin in the option `cors`, with `credentials`.",
  ],
  CUSTOM_FIELD_ALREADY_EXISTS: [409, 'A custom field of this name exists.'],
  DATABASE_BUSY: [
    503,
    'The database has no connection free, or another session holds a lock: retry after the seconds in Retry-After.',
  ],
  DATABASE_CONNECTION: [503, 'The database cannot be reached.'],
  DATABASE_CREATION: [503, 'The database cannot be created.'],
  DATABASE_UNAVAILABLE: [
    503,
    'The database cannot be reached, or the connection broke: retry after the seconds in Retry-After. Look first whether a change was made.',
  ],
  DEFAULT_DEPARTMENT_CAN_NOT_BE_PRIVATE: [409, 'The default department cannot be made private.'],
  DEPARTMENT_PRIVATE_TICKETS: [409, 'Tickets written by users cannot be in a private department.'],
  EMAIL_POLLING: [502, 'The mailbox cannot be read, or some of its mails could not be processed.'],
  EVENTS_GONE: [
    410,
    'Events after that position have been removed, or changed more than a list can show: read the current state, and start again from there.',
  ],
  IDEMPOTENCY_KEY_REUSED: [
    422,
    'The caller used this idempotency key for other parameters within 24 hours: use a new key for each ticket and comment.',
  ],
  IDENTITY_CONFLICT: [
    409,
    'Another account has the address that was given to `actingAs`, and accounts are not merged: call `actingAs` for its person with the present address first, or change or delete that account.',
  ],
  IDENTITY_NOT_LINKED: [
    409,
    'An account has the address that was given to `actingAs`, but is not linked to the id: pass `linkByEmail: true` if the host has verified the address.',
  ],
  IMAP_CONNECTION: [502, 'The mailbox server cannot be reached, or refuses the sign-in.'],
  IMPORT_RUNNING: [
    409,
    'Another CSV import is running: wait for its end. `/system/get-csv-import` returns its progress.',
  ],
  INIT_SETTINGS_DONE: [409, 'The helpdesk is installed already.'],
  INTERRUPTED: [503, 'The call was interrupted. Repeat it: completed work is kept.'],
  INTERNAL_ERROR: [500, 'A bug or an outage: the cause is in the log, under the request id.'],
  INVALID_ACCESS_TOKEN: [404, 'No such access token, or it was revoked before.'],
  INVALID_ASSIGNED_FILTER: [400, '`assigned` is neither 0 nor 1.'],
  INVALID_AUTHOR_FILTER: [400, '`authors` is not a list of existing accounts.'],
  INVALID_BACKUP: [400, 'The backup is incomplete, or was changed.'],
  INVALID_BLACK_LIST: [400, '`blackList` is not a list of accounts.'],
  INVALID_BODY: [400, 'The request body cannot be read: broken, aborted, or of an unknown type.'],
  INVALID_CAPTCHA: [403, 'The captcha was not solved, or the API key may not replace it.'],
  INVALID_CLOSED_FILTER: [400, '`closed` is neither 0 nor 1.'],
  INVALID_COLOR: [400, 'The colour is not `#` with 3 or 6 hexadecimal digits.'],
  INVALID_CONTENT: [400, 'The content is empty, or longer than 10,000 bytes, not counting tags.'],
  INVALID_CREDENTIALS: [401, 'E-mail and password, or remember token, match no account.'],
  INVALID_CURSOR: [400, 'The cursor is not one that was returned here: start again without it.'],
  INVALID_CUSTOM_FIELD: [404, 'No such custom field.'],
  INVALID_CUSTOM_FIELD_OPTION: [400, 'A custom field of type select has no such option.'],
  INVALID_CUSTOM_FIELD_OPTIONS: [400, 'Not a list of at least two options with a name.'],
  INVALID_CUSTOM_FIELD_TYPE: [400, 'The type is neither `text` nor `select`.'],
  INVALID_CUSTOM_RESPONSE: [404, 'No such custom response.'],
  INVALID_DATE_RANGE_FILTER: [
    400,
    '`dateRange` is not two dates in order: ISO texts with a time zone, or numbers YYYYMMDDHHmm in UTC.',
  ],
  INVALID_DEFAULT_DEPARTMENT: [400, 'The default department must exist and be public.'],
  INVALID_DEPARTMENT: [400, 'No such department, or not one that the caller may use here.'],
  INVALID_DEPARTMENT_FILTER: [400, '`departments` is not a list of existing departments.'],
  INVALID_DESCRIPTION: [400, 'The description is longer than 100 characters.'],
  INVALID_EMAIL: [400, 'The e-mail address is malformed, unknown, or taken.'],
  INVALID_EVENTS: [
    400,
    '`events` is not a list of 1 to 100 names of events, such as `ticket.created`, of groups, such as `ticket.*`, or `*`.',
  ],
  INVALID_EVENTS_BEFORE: [400, '`eventsBefore` is not the id of an event.'],
  INVALID_EVENTS_LIMIT: [400, '`eventsLimit` is not a whole number from 1 to 200.'],
  INVALID_EXPIRY: [400, '`expiresInDays` is not a whole number from 1 to 3650.'],
  INVALID_FILE: [400, 'The file is missing, too large, of a refused type, or not found.'],
  INVALID_HOURS: [400, '`keepOldForHours` is not a whole number from 0 to 168.'],
  INVALID_IDEMPOTENCY_KEY: [400, 'The idempotency key is not a text of 1 to 255 visible ASCII characters.'],
  INVALID_IDENTITY: [400, "The host's id of a person is not a text of 1 to 255 characters."],
  INVALID_LANGUAGE: [400, 'Not a language code, or not a supported language.'],
  INVALID_LEVEL: [400, 'The staff level is not 1, 2 or 3.'],
  INVALID_LIST: [400, 'Not a list of existing accounts.'],
  INVALID_MAIL: [404, 'No failed mail of the outbox, and no untaken mail without a ticket, has this id.'],
  INVALID_NAME: [400, 'The name is blank, longer than 200 characters, or taken.'],
  INVALID_OLD_PASSWORD: [403, 'The current password does not match.'],
  INVALID_ORDER: [400, '`orderBy` is neither `id` nor `tickets`.'],
  INVALID_ORDER_BY: [400, '`orderBy` does not name a column and a direction.'],
  INVALID_OWNER_FILTER: [400, '`owners` is not a list of existing staff members.'],
  INVALID_PAGE: [400, 'The page is not a whole number from 1 on.'],
  INVALID_PAGE_SIZE: [400, 'The page size is not a whole number from 5 to 50.'],
  INVALID_PASSPHRASE: [
    403,
    'The secrets of the backup are encrypted: pass the passphrase that it was made with.',
  ],
  INVALID_PASSWORD: [400, 'The password is blank, not 6 to 200 characters long, or wrong.'],
  INVALID_QUERY: [400, 'The search text is blank or longer than 200 characters.'],
  INVALID_QUERY_FILTER: [400, 'The search text is blank or longer than 200 characters.'],
  INVALID_SCOPE: [
    400,
    '`scopes` is not a list of 1 to 100 names of operations, such as `ticket.create`, or of groups, such as `ticket.*`.',
  ],
  INVALID_SETTING: [400, 'A setting has an invalid value.'],
  INVALID_STAFF: [404, 'No such staff member.'],
  INVALID_STATE: [400, '`state` is neither `waiting` nor `delivered` nor `failed`.'],
  INVALID_SUBJECT: [400, 'The subject is blank or shorter than 4 characters.'],
  INVALID_SUPERVISED_USERS: [400, 'Not a list of users that the caller supervises.'],
  INVALID_SUPPORTED_LANGUAGES: [400, 'Supported languages must be among the allowed ones.'],
  INVALID_TAG: [404, 'No such tag, or the ticket does not carry it.'],
  INVALID_TAG_FILTER: [400, '`tags` is not a list of existing tags.'],
  INVALID_TEMPLATE: [404, 'No such mail template.'],
  INVALID_TEXT_1: [400, 'A required variable is missing in the first text.'],
  INVALID_TEXT_2: [400, 'A required variable is missing in the second text.'],
  INVALID_TEXT_3: [400, 'A required variable is missing in the third text.'],
  INVALID_TICKET: [404, 'No such ticket.'],
  INVALID_TICKET_EVENT: [409, 'Not a comment that can be edited now.'],
  INVALID_TITLE: [400, 'The title is blank or longer than 200 characters.'],
  INVALID_TOKEN: [400, 'The token is wrong, expired or used already.'],
  INVALID_TOPIC: [404, 'No such topic or article.'],
  INVALID_UNREAD_STAFF_FILTER: [400, '`unreadStaff` is neither 0 nor 1.'],
  INVALID_UPDATED_SINCE: [
    400,
    '`updatedSince` is neither `now` nor what a list returned as `updatedSince`, or came with a cursor or a later page.',
  ],
  INVALID_URL: [
    400,
    'The URL is not an http or https address of at most 500 characters, or contains a user, a password or a fragment.',
  ],
  INVALID_USER: [404, 'No such user.'],
  INVALID_USER_SEARCH_OPTION: [400, '`searchUsers` is neither 0 nor 1.'],
  INVALID_WEBHOOK: [404, 'No such webhook.'],
  INVALID_WEBHOOK_DELIVERY: [404, 'No such delivery: it may have been removed, days after it ended.'],
  LAST_ADMIN: [409, 'No other staff member of level 3 can sign in: give one level 3 first.'],
  MANDATORY_LOGIN_IS_DESACTIVATED: [409, 'Registration cannot be off while mandatory login is off.'],
  NAME_ALREADY_USED: [409, 'The name is used already.'],
  NOT_FOUND: [
    404,
    'No such path with this method, or no such file. Call paths by POST, `/system/download` by GET.',
  ],
  NOT_INSTALLED: [
    503,
    'The helpdesk is not installed: call `helpdesk.install()`, or `/system/init-settings` and `/system/init-admin`.',
  ],
  NOT_IN_TRANSACTION: [
    409,
    'The operation runs several transactions, so it cannot be a part of one: call it on the helpdesk, not on the desk of a transaction.',
  ],
  NO_PERMISSION: [403, 'The caller is not signed in, or may not do this.'],
  NO_TRANSACTION: [
    500,
    'No transaction is open on the connection that was given to `within`: begin one first, or use `transaction`, which begins it.',
  ],
  REFUSED: [422, 'A hook of the host refused the call: `data` has its code and message.'],
  REGISTRATION_IS_DESACTIVATED: [409, 'Mandatory login cannot be off while registration is off.'],
  REQUEST_TOO_LARGE: [413, 'The request body is over the limit of the server.'],
  SAME_DEPARTMENT: [409, 'Both departments are the same.'],
  SERVER_BUSY: [503, 'The server has too many requests in progress: retry after the seconds in Retry-After.'],
  SESSION_LOST: [
    403,
    'The session came from `actingAs`, but lost its identity: call `actingAs` of this helpdesk again, and pass on what it returns, not a copy as JSON.',
  ],
  SESSION_MISSING: [
    400,
    'No session was passed: the first argument says who calls. `{}` is a guest; others come from `user.login` or `actingAs`.',
  ],
  SMTP_CONNECTION: [502, 'The SMTP server cannot be reached, or refuses the sign-in.'],
  SUPERVISOR_CAN_NOT_SUPERVISE_HIMSELF: [409, 'Supervisors cannot supervise themselves.'],
  TAG_EXISTS: [409, 'A tag of this name exists, or the ticket carries it already.'],
  TICKET_ALREADY_ASSIGNED: [409, 'The ticket has an owner.'],
  TICKET_CONTENT_CANNOT_BE_EDITED: [409, 'The ticket has comments: its text is fixed.'],
  TOKEN_DEPARTMENT: [
    403,
    'The access token is for some departments, and the call concerns others: name one of its departments, or use another token.',
  ],
  TOKEN_EXPIRED: [401, 'The access token has expired: make a new one with `/system/create-token`.'],
  TOKEN_NOT_ALLOWED: [
    403,
    'No access token may do this, whatever its scopes: do it in the session of a staff member.',
  ],
  TOKEN_REVOKED: [401, 'The access token was revoked: make a new one with `/system/create-token`.'],
  TOKEN_SCOPE: [
    403,
    'The access token has no scope for this operation: make one that has it with `/system/create-token`.',
  ],
  TOO_MANY_REQUESTS: [429, 'Too many attempts: retry after the seconds in Retry-After.'],
  TOO_MANY_STREAMS: [
    429,
    'The session, the account or the server has too many event streams open: close one, or retry after the seconds in Retry-After.',
  ],
  TOO_MANY_WEBHOOKS: [409, 'There are 50 webhooks already: delete one first.'],
  TRANSACTION_OPEN: [
    500,
    'The call was made inside a transaction of the same helpdesk, which it would wait for: make it on the `desk` or the `tx` that the transaction gives, or after its end.',
  ],
  UNKNOWN_FIELD: [
    400,
    'The path has no parameter with the name in `field`: remove it, or correct its spelling.',
  ],
  UNKNOWN_IDENTITY: [
    403,
    'No account is linked to the id that was given to `actingAs`: pass `email` and `name` too, so that one can be made.',
  ],
  UNKNOWN_STAFF: [403, 'No staff member has the id that was given to `actingAs({ staff })`.'],
  UNKNOWN_TOKEN: [401, 'No access token has this value, or the staff member who made it is gone.'],
  UNVERIFIED_USER: [403, 'The e-mail address was never verified.'],
  USER_DISABLED: [403, 'The account is disabled: staff can enable it again.'],
  USER_EXISTS: [409, 'A user with this e-mail exists.'],
  WRONG_BASE_PATH: [
    404,
    'The handler serves another path than this: set its option `basePath` to the path that it is mounted on, as browsers see it.',
  ],
  WRONG_ISOLATION: [
    500,
    'The transaction that was given to `within` has another isolation level: begin it as READ COMMITTED.',
  ],
  YOU_CAN_NOT_DELETE_YOURSELF: [409, 'Staff members cannot delete themselves.'],
} as const satisfies Record<string, readonly [status: number, meaning: string]>

declare const own: unique symbol

/** A code that a host has declared with `ownErrors`. */
export type OwnErrorCode = string & { readonly [own]: true }

/** A documented reason why an operation refused. Compare it with `error.code`. */
export type ErrorCode = keyof typeof codes | OwnErrorCode

/** All error codes of the helpdesk itself. */
export const errorCodes = Object.keys(codes) as ErrorCode[]

/** What a code of a host means. */
export interface OwnError {
  /** The HTTP status of its native answer, from 400 to 599. */
  readonly status: number
  /** A sentence for developers: what the code means, and what to do about it. */
  readonly detail: string
}

const declared = new Map<string, OwnError>()

/**
 * Declares error codes of the host, for its own operations and hooks. Throws if a code has another meaning already.
 *
 * @returns the codes by their names
 * @example
 * export const billing = ownErrors({
 *   REFUND_TOO_LATE: { status: 409, detail: 'Refunds end 30 days after the payment.' },
 * })
 * fail(billing.REFUND_TOO_LATE)
 */
export function ownErrors<const Errors extends Readonly<Record<string, OwnError>>>(
  errors: Errors,
): { readonly [Code in keyof Errors]: OwnErrorCode } {
  for (const [code, { status, detail }] of Object.entries(errors)) {
    if (!/^[A-Z][A-Z0-9_]*$/.test(code)) throw new Error(`the error code ${code} is not in capital letters`)
    if (!Number.isInteger(status) || status < 400 || status > 599)
      throw new Error(`the status of ${code} is not from 400 to 599`)
    const known = declared.get(code)
    const isOther = known !== undefined && (known.status !== status || known.detail !== detail)
    if (code in codes || isOther) throw new Error(`the error code ${code} has another meaning already`)
    declared.set(code, { status, detail })
  }
  return Object.fromEntries(Object.keys(errors).map((code) => [code, code])) as {
    readonly [Code in keyof Errors]: OwnErrorCode
  }
}

/** Returns the status and the meaning of a code. */
function meaningOf(code: ErrorCode): OwnError {
  const known = declared.get(code)
  if (known) return known
  const [status, detail] = codes[code as keyof typeof codes]
  return { status, detail }
}

/**
 * Codes that every operation may answer with, besides those that it declares: the caller is refused, or the server or
 * its database is busy. Each comes with the code that clients of 4.11 get instead.
 */
const everywhere: Partial<Record<ErrorCode, ErrorCode>> = {
  BODY_CONSUMED: 'INVALID_BODY',
  CROSS_SITE_REQUEST: 'CROSS_SITE_REQUEST',
  DATABASE_BUSY: 'DATABASE_BUSY',
  DATABASE_UNAVAILABLE: 'DATABASE_UNAVAILABLE',
  IDENTITY_CONFLICT: 'NO_PERMISSION',
  IDENTITY_NOT_LINKED: 'NO_PERMISSION',
  INTERNAL_ERROR: 'INTERNAL_ERROR',
  INTERRUPTED: 'SERVER_BUSY',
  NOT_INSTALLED: 'NO_PERMISSION',
  REFUSED: 'REFUSED',
  SERVER_BUSY: 'SERVER_BUSY',
  SESSION_LOST: 'NO_PERMISSION',
  SESSION_MISSING: 'NO_PERMISSION',
  TOKEN_DEPARTMENT: 'NO_PERMISSION',
  TOKEN_EXPIRED: 'NO_PERMISSION',
  TOKEN_NOT_ALLOWED: 'NO_PERMISSION',
  TOKEN_REVOKED: 'NO_PERMISSION',
  TOKEN_SCOPE: 'NO_PERMISSION',
  TRANSACTION_OPEN: 'INTERNAL_ERROR',
  UNKNOWN_FIELD: 'UNKNOWN_FIELD',
  UNKNOWN_IDENTITY: 'NO_PERMISSION',
  UNKNOWN_STAFF: 'NO_PERMISSION',
  UNKNOWN_TOKEN: 'NO_PERMISSION',
  USER_DISABLED: 'NO_PERMISSION',
}

/** Whether a code needs no declaration by an operation. */
export const isPossibleEverywhere = (code: ErrorCode): boolean => code in everywhere

/** Returns the code that clients of 4.11 get for a code that no 4.11 operation declares. */
export const legacyCodeElsewhere = (code: ErrorCode): ErrorCode => everywhere[code] ?? code

/**
 * The error that every operation throws when it refuses.
 *
 * @example
 * try {
 *   await helpdesk.ticket.close(session, { ticketNumber: 123456 })
 * } catch (error) {
 *   if (error instanceof OpenSupportsError && error.code === 'INVALID_TICKET') …
 * }
 */
export class OpenSupportsError extends Error {
  override readonly name = 'OpenSupportsError'
  /** The HTTP status of this code on the native wire; the 4.11 wire answers 200. */
  readonly status: number
  /** Extra data for a few codes, such as `{ retryAfter }` in seconds; sent as `data`. */
  readonly details: unknown
  /** What the code means, and what to do about it: a sentence for developers. */
  readonly detail: string
  /** The invalid parameter, if known. */
  readonly field: string | undefined

  constructor(
    readonly code: ErrorCode,
    {
      details = null,
      field,
      ...options
    }: ErrorOptions & { readonly details?: unknown; readonly field?: string | undefined } = {},
  ) {
    const { status, detail } = meaningOf(code)
    super(`${code}: ${detail}${field === undefined ? '' : ` (${field})`}`, options)
    this.status = status
    this.details = details
    this.detail = detail
    this.field = field
  }

  /** Returns a copy of the error that names the invalid parameter. */
  inField(field: string | undefined): OpenSupportsError {
    if (field === undefined) return this
    return new OpenSupportsError(this.code, { details: this.details, field, cause: this.cause })
  }
}

/**
 * Throws an `OpenSupportsError` with the code.
 *
 * @param details extra data for callers, sent as `data`
 */
export function fail(code: ErrorCode, details?: unknown): never {
  throw new OpenSupportsError(code, { details })
}

/** Seconds after which a caller may retry. */
const retryAfter = { DATABASE_BUSY: 1, DATABASE_UNAVAILABLE: 5 }

/**
 * Returns the error that a storage throws when its database cannot serve a call now.
 *
 * @param code DATABASE_BUSY if others hold the locks or all connections, and nothing was changed;
 *   DATABASE_UNAVAILABLE if the database cannot be reached, or a connection broke
 * @param cause the driver's error, which goes to the log only
 */
export const databaseFault = (
  code: 'DATABASE_BUSY' | 'DATABASE_UNAVAILABLE',
  cause?: unknown,
): OpenSupportsError => new OpenSupportsError(code, { details: { retryAfter: retryAfter[code] }, cause })

/** Returns whether a code says that the database cannot serve a call now. */
export const isDatabaseFault = (code: ErrorCode): boolean => code in retryAfter

/**
 * Refuses a call from a hook: `helpdesk.before` or `helpdesk.prepare`.
 *
 * @param code a code of the host, such as `QUOTA_USED_UP`; callers find it in `data.code`
 * @param message a text for people; callers find it in `data.message`
 * @throws REFUSED
 */
export function refuse(code: string, message: string): never {
  throw new OpenSupportsError('REFUSED', { details: { code, message } })
}
