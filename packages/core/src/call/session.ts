import { fail } from '../errors.js'
import { tokenHash } from '../platform/index.js'
import type {
  AccountRef,
  SessionAndSettings,
  SessionWithAccount,
  StoredSession,
  StoredStaff,
  StoredUser,
  Stores,
} from '../storage/index.js'

/**
 * The caller, as plain data: `{}` for a guest, the answer of `user.login` or `ticket.check` as it is, or `{ token }` with
 * an access token.
 */
export interface SessionContext {
  readonly userId?: string | number | undefined
  readonly token?: string | undefined
  /** The caller's IP address, if the host knows it. Limits of attempts count by it. */
  readonly ip?: string | undefined
  /** Appears in the log with each failure of the request. */
  readonly requestId?: string | undefined
  /** Set by `actingAs`. Such a context may be spread, with `ip` and `requestId` added; a copy as JSON is refused. */
  readonly actingAs?: boolean | undefined
}

const knownFields: readonly (keyof SessionContext)[] = ['userId', 'token', 'ip', 'requestId', 'actingAs']

/** @throws SESSION_MISSING unless the value can be a session */
export function assertSession(session: unknown): asserts session is SessionContext {
  if (typeof session !== 'object' || session === null) fail('SESSION_MISSING')
}

/**
 * Detects parameters that were passed in place of the session.
 *
 * @throws SESSION_MISSING when the only argument of a call has fields, and none of them is a session's
 */
export function assertNoParameters(session: unknown): void {
  assertSession(session)
  const isEmpty = Object.keys(session).length === 0
  if (!isEmpty && !knownFields.some((field) => field in session)) fail('SESSION_MISSING')
}

/** The context of a caller who is not signed in. */
export const guest: SessionContext = Object.freeze({})

export interface Anonymous {
  readonly kind: 'anonymous'
  /** The code of refusals, if the caller's account may not be used. */
  readonly because?: 'UNKNOWN_STAFF' | 'USER_DISABLED' | 'UNKNOWN_TOKEN' | 'TOKEN_EXPIRED' | 'TOKEN_REVOKED'
  /** Whether an access token was shown. Then the caller is not even a guest. */
  readonly byToken?: boolean
}
export interface UserActor {
  readonly kind: 'user'
  readonly id: number
  readonly account: StoredUser
  readonly session: StoredSession | undefined
  /** The authors of the tickets that the call names, as far as the caller supervises them. */
  readonly supervises?: readonly number[] | undefined
}
/** A caller who knows a ticket's number and its author's address, and has the author's rights on that ticket alone. */
export interface TicketActor {
  readonly kind: 'ticket'
  readonly id: number
  readonly account: StoredUser
  readonly ticketNumber: number
  readonly session: StoredSession
}
export interface StaffActor {
  readonly kind: 'staff'
  readonly id: number
  readonly account: StoredStaff
  readonly level: 1 | 2 | 3
  /** The departments that the member serves. */
  readonly departmentIds: readonly number[]
  readonly session: StoredSession | undefined
  /** The grant of the access token that the caller showed. `level` and `departmentIds` are limited to it already. */
  readonly token?: TokenGrant
}
/** What an access token allows. */
export interface TokenGrant {
  /** The SHA-256 of the token. */
  readonly hash: string
  /** Names of operations, such as `ticket.create`, and of groups, such as `ticket.*`. */
  readonly scopes: readonly string[]
  /** The only departments that it may be used for; null for all of them. */
  readonly departments: readonly number[] | null
}
/** The caller of an operation, resolved before it runs. */
export type Actor = Anonymous | UserActor | TicketActor | StaffActor

/** A caller whose account is known. */
export type SignedIn = Exclude<Actor, Anonymous>

/** A caller who is not signed in. */
export const anonymous: Anonymous = { kind: 'anonymous' }

/** A caller that the host vouched for under an unknown staff id. */
export const unknownStaff: Anonymous = { kind: 'anonymous', because: 'UNKNOWN_STAFF' }
const day = 86_400_000

/** The lifetime of a session after its last use, in milliseconds. */
export const sessionLifetime = 30 * day

/** Returns the hash of a session's token; undefined if the context cannot be that of a session. */
export function sessionHash({ token, userId }: SessionContext): string | undefined {
  if (typeof token !== 'string' || token === '') return undefined
  if (typeof userId !== 'string' && typeof userId !== 'number') return undefined
  return tokenHash(token)
}

/**
 * Returns the actor of a session, whose token and account id must both be right; otherwise anonymous.
 *
 * @param known what was found for the session, if it was read together with the settings
 */
export async function resolveActor(
  context: SessionContext,
  stores: Stores,
  now: Date,
  known?: SessionAndSettings,
): Promise<Actor> {
  const { userId } = context
  const hash = sessionHash(context)
  if (hash === undefined) return anonymous
  const found = known ? known.found : await stores.sessions.byTokenHash(hash)
  if (!found) return anonymous
  const { expiresAt, account } = found.session
  // The token is the secret, not the id.
  if (expiresAt <= now || String(userId) !== String(account.id)) return anonymous
  // Extend a session once a day, not with a write at each call.
  if (expiresAt.getTime() - now.getTime() < sessionLifetime - day) {
    await stores.sessions.extend(found.session.tokenHash, new Date(now.getTime() + sessionLifetime))
  }
  return sessionActor(found)
}

/** Returns the actor of a session; anonymous if its account is deleted or disabled. */
export function sessionActor({ session, user, staff, departmentIds }: SessionWithAccount): Actor {
  if (staff) return staffActorOf(staff, departmentIds, session)
  return user ? userActorOf(user, session) : anonymous
}

const disabled: Anonymous = { kind: 'anonymous', because: 'USER_DISABLED' }

/** Returns the actor for an account without a session; anonymous if it is deleted or disabled. */
export async function actorFor({ kind, id }: AccountRef, stores: Stores): Promise<Actor> {
  if (kind === 'staff') {
    const account = await stores.staff.byId(id)
    return account ? staffActorOf(account, await stores.staff.departmentIds(id)) : anonymous
  }
  const account = await stores.users.byId(id)
  return account ? userActorOf(account) : anonymous
}

/** Returns the actor for a staff member's row; anonymous if it is disabled. */
export function staffActorOf(
  account: StoredStaff,
  departmentIds: readonly number[],
  session?: StoredSession,
): StaffActor | Anonymous {
  if (account.disabled) return disabled
  const { id, level } = account
  return { kind: 'staff', id, account, level, departmentIds, session }
}

/** Returns the actor for a user's row; anonymous if it is disabled. */
export function userActorOf(account: StoredUser, session?: StoredSession): Actor {
  if (account.disabled) return disabled
  const { id } = account
  return session?.ticketNumber
    ? { kind: 'ticket', id, account, ticketNumber: session.ticketNumber, session }
    : { kind: 'user', id, account, session }
}

/**
 * Returns the actor if it is signed in.
 *
 * @throws NO_PERMISSION for guests; USER_DISABLED or another reason why the caller's account may not be used
 */
export const signedIn = (actor: Actor): SignedIn =>
  actor.kind === 'anonymous' ? fail(actor.because ?? 'NO_PERMISSION') : actor

/** Returns whether an access token of the caller allows a department. Other callers need none. */
export const tokenAllows = (actor: Actor, departmentId: number | null): boolean => {
  const departments = actor.kind === 'staff' ? actor.token?.departments : undefined
  return !departments || (departmentId !== null && departments.includes(departmentId))
}

/** Returns the storage's reference to the actor's account. */
export const accountOf = (actor: SignedIn): AccountRef => ({
  kind: actor.kind === 'staff' ? 'staff' : 'user',
  id: actor.id,
})

/** Returns the actor with those of the authors whom the caller supervises, so that rules about tickets need no I/O. */
export async function knowingSupervised<A extends Actor>(
  actor: A,
  authors: readonly (AccountRef | null)[],
  { users }: Pick<Stores, 'users'>,
): Promise<A> {
  if (actor.kind !== 'user') return actor
  const supervises: number[] = []
  for (const author of authors) {
    const mayBe = author?.kind === 'user' && author.id !== actor.id
    if (mayBe && (await users.supervises(actor.id, author.id))) supervises.push(author.id)
  }
  return supervises.length === 0 ? actor : { ...actor, supervises }
}
