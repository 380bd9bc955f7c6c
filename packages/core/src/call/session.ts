import { fail } from '../errors.js'
import { sameText, tokenHash } from '../platform/index.js'
import type { AccountRef, StoredSession, StoredStaff, StoredUser, Stores } from '../storage/index.js'

/**
 * Who calls: plain data. `{}` is a guest; what `user.login` and `ticket.check` answer can be passed on as it is.
 */
export interface SessionContext {
  readonly userId?: string | number | undefined
  readonly token?: string | undefined
  /** The caller's address, where a host knows it: limits of attempts count by it. */
  readonly ip?: string | undefined
  /** Ties what the log says of a failure to the request. */
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
 * Tells callers who pass the parameters where the session belongs.
 *
 * @throws SESSION_MISSING when the only argument of a call has fields, and none of them is a session's
 */
export function assertNoParameters(session: unknown): void {
  assertSession(session)
  const isEmpty = Object.keys(session).length === 0
  if (!isEmpty && !knownFields.some((field) => field in session)) fail('SESSION_MISSING')
}

/** The context of somebody who is not signed in. */
export const guest: SessionContext = Object.freeze({})

export interface Anonymous {
  readonly kind: 'anonymous'
  /** The code of refusals, where the caller has an account that may not be used. */
  readonly because?: 'UNKNOWN_STAFF' | 'USER_DISABLED'
}
export interface UserActor {
  readonly kind: 'user'
  readonly id: number
  readonly account: StoredUser
  readonly session: StoredSession | undefined
}
/** Somebody who knows a ticket's number and its author's address: may do with that one ticket what the author may. */
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
  /** Served departments. */
  readonly departmentIds: readonly number[]
  readonly session: StoredSession | undefined
}
/** Who calls an operation, found out before it runs. */
export type Actor = Anonymous | UserActor | TicketActor | StaffActor

/** Somebody who is not signed in. */
export const anonymous: Anonymous = { kind: 'anonymous' }

/** Somebody for whom the host vouched under an id that no staff member has. */
export const unknownStaff: Anonymous = { kind: 'anonymous', because: 'UNKNOWN_STAFF' }
const day = 86_400_000

/** How long a session lives after its last use. */
export const sessionLifetime = 30 * day

/** Finds out who calls by the session's token and account id, which must both be right. */
export async function resolveActor(context: SessionContext, stores: Stores, now: Date): Promise<Actor> {
  const { token, userId } = context
  if (typeof token !== 'string' || token === '') return anonymous
  if (typeof userId !== 'string' && typeof userId !== 'number') return anonymous
  const session = await stores.sessions.byTokenHash(tokenHash(token))
  if (!session || session.expiresAt <= now || !sameText(String(userId), String(session.account.id))) {
    return anonymous
  }
  // Once a day is enough to keep a session in use alive, and costs no write at each call.
  if (session.expiresAt.getTime() - now.getTime() < sessionLifetime - day) {
    await stores.sessions.extend(session.tokenHash, new Date(now.getTime() + sessionLifetime))
  }
  return actorFor(session.account, stores, session)
}

const disabled: Anonymous = { kind: 'anonymous', because: 'USER_DISABLED' }

/** The actor for an account; anonymous when it is gone or disabled. */
export async function actorFor(
  { kind, id }: AccountRef,
  stores: Stores,
  session?: StoredSession,
): Promise<Actor> {
  if (kind === 'staff') {
    const account = await stores.staff.byId(id)
    if (!account) return anonymous
    if (account.disabled) return disabled
    return {
      kind,
      id,
      account,
      level: account.level,
      departmentIds: await stores.staff.departmentIds(id),
      session,
    }
  }
  const account = await stores.users.byId(id)
  if (!account) return anonymous
  if (account.disabled) return disabled
  return session?.ticketNumber
    ? {
        kind: 'ticket',
        id,
        account,
        ticketNumber: session.ticketNumber,
        session,
      }
    : { kind, id, account, session }
}

/** How the storage names an actor who has an account. */
export const accountOf = (actor: Exclude<Actor, Anonymous>): AccountRef => ({
  kind: actor.kind === 'staff' ? 'staff' : 'user',
  id: actor.id,
})
