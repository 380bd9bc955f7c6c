import { fail } from '../errors.js'
import { isEmail, isId, isName, lowerCase } from '../params/index.js'
import type { SessionContext } from './session.js'

/** A user whom the host knows by an id. Absent fields are left as they are in the helpdesk. */
export interface HostUser {
  /** The host's own id, of 1 to 255 characters. */
  readonly id: string
  /** Required before the first use, as is `name`. */
  readonly email?: string | undefined
  readonly name?: string | undefined
  /**
   * Whether to link an account that has the address already. Say so only if the host has verified the address: the
   * person gets the account's tickets. Default false.
   */
  readonly linkByEmail?: boolean | undefined
}

/** A user whom the host knows by the e-mail address alone. */
export interface AddressedUser {
  readonly id?: undefined
  readonly email: string
  readonly name: string
}

/** A staff member whom the host knows by an id. Absent fields are left as they are in the helpdesk. */
export interface HostStaff {
  /** The host's own id, of 1 to 255 characters. */
  readonly id: string
  /** Required before the first use, as is `name`. */
  readonly email?: string | undefined
  readonly name?: string | undefined
  /** Default for a new member: 1. The last member of level 3 keeps that level. */
  readonly level?: 1 | 2 | 3 | undefined
  /** The ids of the departments that the member serves. Default for a new member: none. */
  readonly departments?: readonly number[] | undefined
  /** Whether to link a staff member who has the address already. Default false. */
  readonly linkByEmail?: boolean | undefined
}

/** An account that the host authenticated with its own sign-in. A number is the helpdesk's own id of a staff member. */
export type ActingAs = { readonly user: HostUser | AddressedUser } | { readonly staff: HostStaff | number }

/**
 * The authenticated account, and the helpdesk that made the context. A spread keeps this symbol, and no request can
 * contain it.
 */
const identity: unique symbol = Symbol('identity of actingAs')

interface ActingContext extends SessionContext {
  readonly [identity]?: { readonly helpdesk: object; readonly as: ActingAs }
}

/**
 * Returns what the host says with the address in lower case.
 *
 * @throws INVALID_IDENTITY, INVALID_EMAIL, INVALID_NAME, INVALID_LEVEL, INVALID_DEPARTMENT
 */
export function checkedAccount(account: ActingAs): ActingAs {
  if ('user' in account) {
    const { user } = account
    if (user.id === undefined) return { user: { email: addressOf(user.email), name: nameOf(user.name) } }
    const { email, name, linkByEmail } = user
    return {
      user: {
        id: idOf(user.id),
        email: email === undefined ? undefined : addressOf(email),
        name: name === undefined ? undefined : nameOf(name),
        linkByEmail,
      },
    }
  }
  const { staff } = account
  if (typeof staff === 'number') return account
  const { id, email, name, level, departments, linkByEmail } = staff
  if (level !== undefined && ![1, 2, 3].includes(level)) fail('INVALID_LEVEL')
  if (departments !== undefined && !(Array.isArray(departments) && departments.every(isId)))
    fail('INVALID_DEPARTMENT')
  return {
    staff: {
      id: idOf(id),
      email: email === undefined ? undefined : addressOf(email),
      name: name === undefined ? undefined : nameOf(name),
      level,
      departments: departments && [...new Set(departments)],
      linkByEmail,
    },
  }
}

function idOf(id: unknown): string {
  const isText = typeof id === 'string' && id !== '' && id.length <= 255
  return isText && id.isWellFormed() && !id.includes('\0') ? id : fail('INVALID_IDENTITY')
}

function addressOf(email: unknown): string {
  const address = typeof email === 'string' ? lowerCase(email) : ''
  return isEmail(address) ? address : fail('INVALID_EMAIL')
}

const nameOf = (name: string): string => (isName(name) ? name : fail('INVALID_NAME'))

/** Makes a context that only this process can hold. */
export function contextFor(helpdesk: object, as: ActingAs): SessionContext {
  return Object.freeze({ actingAs: true, [identity]: { helpdesk, as } } satisfies ActingContext)
}

/**
 * Returns the account that this helpdesk made a context for; undefined if `actingAs` did not make it.
 *
 * @throws SESSION_LOST when a copy has lost the identity, or another helpdesk made it
 */
export function identityOf(helpdesk: object, context: SessionContext): ActingAs | undefined {
  const known = (context as ActingContext)[identity]
  if (known?.helpdesk === helpdesk) return known.as
  if (context.actingAs || known) fail('SESSION_LOST')
  return undefined
}
