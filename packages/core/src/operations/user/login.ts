import * as v from 'valibot'
import { accountLock, type Call, type Tx } from '../../call/index.js'
import {
  attempt,
  checkCaptcha,
  expiredRows,
  knownPlace,
  openSession,
  rememberLifetime,
  rememberPlace,
} from '../../domain/accounts/index.js'
import { type ErrorCode, fail } from '../../errors.js'
import { column } from '../../model/schemas/index.js'
import { operation } from '../../operation/index.js'
import { flag, flexibleId, lowerCase, optional, secret, text } from '../../params/index.js'
import { randomToken, tokenHash } from '../../platform/index.js'
import type { AccountRef, StoredRememberToken, StoredStaff, StoredUser, Stores } from '../../storage/index.js'

type Account =
  | { readonly kind: 'user'; readonly row: StoredUser }
  | { readonly kind: 'staff'; readonly row: StoredStaff }

/** An account, and how the caller proved it: by the password, or by this remember token. */
type Proved = Account & { readonly rememberToken: StoredRememberToken | undefined }

/** What `/user/login` takes. */
export interface LoginParams {
  readonly email?: string | undefined
  readonly password?: string | undefined
  /** Whether the account is a staff member's. */
  readonly staff?: boolean | undefined
  /** Whether to return a remember token, valid for 30 days. */
  readonly remember?: boolean | undefined
  /** Required with `rememberToken`: the id of its account. */
  readonly userId?: number | undefined
  readonly rememberToken?: string | undefined
  readonly captcha?: string | undefined
}

/** What `/user/login` answers. */
export interface LoginAnswer {
  readonly userId: number
  readonly userEmail: string
  readonly staff: boolean
  readonly token: string
  readonly rememberToken: string | null
  readonly rememberExpiration: Date | null
}

/**
 * Signs in a user or a staff member, by e-mail and password or by a remember token, which works once. The answer is the
 * session to pass to other calls.
 *
 * @throws INVALID_CAPTCHA when one is sent and wrong; INVALID_CREDENTIALS; UNVERIFIED_USER; USER_DISABLED;
 *   ALREADY_BANNED; TOO_MANY_REQUESTS after too many wrong passwords or tokens
 */
export const login = operation<LoginParams, LoginAnswer>()({
  path: '/user/login',
  permission: 'any',
  session: 'starts',
  params: {
    email: optional(text('INVALID_CREDENTIALS', 254)),
    password: optional(secret('INVALID_CREDENTIALS')),
    staff: flag(),
    remember: flag(),
    userId: flexibleId(),
    rememberToken: optional(secret('INVALID_CREDENTIALS')),
    captcha: optional(secret('INVALID_CAPTCHA')),
  },
  locks: [{ name: 'bans', mode: 'share' }],
  data: v.object({
    userId: column.number(),
    userEmail: v.string(),
    staff: v.boolean(),
    token: v.string(),
    rememberToken: v.nullable(v.string()),
    rememberExpiration: v.nullable(column.date()),
  }),
  errors: ['UNVERIFIED_USER', 'USER_DISABLED', 'ALREADY_BANNED', 'TOO_MANY_REQUESTS'],
  legacyCodes: { TOO_MANY_REQUESTS: 'INVALID_CREDENTIALS', ALREADY_BANNED: 'USER_DISABLED' },
  async prepare(call, params) {
    if (params.captcha !== undefined) await checkCaptcha(call, params.captcha)
    const proved = await provedAccount(call, params)
    const refusal = await refusalOf(call, proved)
    if (refusal) {
      if (proved.rememberToken) await call.rememberTokens.remove(proved.rememberToken.id)
      fail(refusal)
    }
    if (call.isSweepDue()) {
      for (const remove of expiredRows) await remove(call)
      // For hosts that run nothing in the background.
      await call.tickets.refreshStatistics()
    }
    return proved
  },
  async write(tx, { remember }, proved) {
    const { actor, random, now } = tx
    const { kind, row } = proved
    const account = { kind, id: row.id }
    // For staff, the account stores the time of the last login.
    await tx.lock([accountLock(account, kind === 'staff' ? 'update' : 'share')])
    await checkStillRight(tx, proved)
    if (actor.kind !== 'anonymous' && actor.session) await tx.sessions.remove(actor.session.tokenHash)
    const rememberToken = remember ? randomToken(random) : null
    const rememberExpiration = remember ? new Date(now.getTime() + rememberLifetime) : null
    const rememberHash = rememberToken === null ? undefined : tokenHash(rememberToken)
    if (rememberHash !== undefined && rememberExpiration) {
      await tx.rememberTokens.insert({
        tokenHash: rememberHash,
        account,
        ip: tx.ip ?? null,
        createdAt: now,
        expiresAt: rememberExpiration,
      })
    }
    await rememberPlace(tx, `${kind} ${row.id}`, account)
    if (kind === 'staff') await tx.staff.update(row.id, { lastLogin: now })
    const token = await openSession(tx, account, { rememberHash })
    return {
      userId: row.id,
      userEmail: row.email,
      staff: kind === 'staff',
      token,
      rememberToken,
      rememberExpiration,
    }
  },
})

interface Credentials {
  readonly email: string | undefined
  readonly password: string | undefined
  readonly staff: boolean
  readonly userId: number | undefined
  readonly rememberToken: string | undefined
}

/** Returns the account whose password or remember token was sent. */
async function provedAccount(call: Call, credentials: Credentials): Promise<Proved> {
  const { email, staff, userId } = credentials
  const address = lowerCase(email ?? '')
  const named = address === '' ? undefined : await accountOfAddress(call, staff, address)
  const remembered = await rememberedAccount(call, credentials)
  const tried = async () =>
    (await withPassword(call, named, credentials)) ?? remembered ?? fail('INVALID_CREDENTIALS')
  // Remember tokens cannot be guessed, so wrong passwords from others must not block a caller who has one.
  if (remembered) return tried()
  const kind = staff ? 'staff' : 'user'
  const whose = named ? `${kind} ${named.row.id}` : `${kind} ${address || userId}`
  return attempt(call, 'login', whose, tried, await placeOf(call, named, whose))
}

/**
 * Returns the caller's place if the account was signed in from there before: the network, or a session that is still
 * open.
 */
async function placeOf(call: Call, named: Account | undefined, whose: string): Promise<string | undefined> {
  const { actor } = call
  if (!named) return undefined
  const isOpen = actor.kind === named.kind && actor.id === named.row.id
  return isOpen && actor.session ? actor.session.tokenHash : knownPlace(call, whose)
}

async function accountOfAddress(stores: Stores, staff: boolean, email: string): Promise<Account | undefined> {
  if (staff) {
    const row = await stores.staff.byEmail(email)
    return row && { kind: 'staff', row }
  }
  const row = await stores.users.byEmail(email)
  return row && { kind: 'user', row }
}

async function accountById(stores: Stores, { kind, id }: AccountRef): Promise<Account | undefined> {
  if (kind === 'staff') {
    const row = await stores.staff.byId(id)
    return row && { kind, row }
  }
  const row = await stores.users.byId(id)
  return row && { kind, row }
}

/**
 * Checks the password. Takes equally long for an address without an account.
 *
 * @throws UNVERIFIED_USER when it is the password of a sign-up whose address is not verified yet
 */
async function withPassword(
  call: Call,
  named: Account | undefined,
  { email, password }: Credentials,
): Promise<Proved | undefined> {
  if (!email || password === undefined) return undefined
  const hasNone = named?.kind === 'user' && named.row.notRegistered
  const waiting = hasNone ? await call.pendingAddresses.byEmail(named.row.email) : []
  const signUp = waiting.findLast((pending) => pending.signUp)?.signUp
  const isRight = await call.passwords.matches(password, hasNone ? signUp?.password : named?.row.password)
  if (isRight && hasNone) fail('UNVERIFIED_USER')
  return isRight && named ? { ...named, rememberToken: undefined } : undefined
}

async function rememberedAccount(
  call: Call,
  { rememberToken: token, userId, staff }: Credentials,
): Promise<Proved | undefined> {
  const stored = token ? await call.rememberTokens.byTokenHash(tokenHash(token)) : undefined
  if (!stored || stored.account.id !== userId || (stored.account.kind === 'staff') !== staff) return undefined
  const account = await accountById(call, stored.account)
  return account && { ...account, rememberToken: stored }
}

/** Returns why an account may not sign in, or undefined if it may. */
async function refusalOf(stores: Stores, { kind, row }: Account): Promise<ErrorCode | undefined> {
  if (kind === 'user' && row.verificationToken !== null) return 'UNVERIFIED_USER'
  if (row.disabled) return 'USER_DISABLED'
  if (kind === 'user' && (await stores.bans.has(row.email))) return 'ALREADY_BANNED'
  return undefined
}

/**
 * Checks again in the transaction that opens the session: the password may have been changed, the account disabled or
 * the token used in the meantime. Uses up the remember token.
 */
async function checkStillRight(tx: Tx, { kind, row, rememberToken }: Proved): Promise<void> {
  const now = await accountById(tx, { kind, id: row.id })
  if (!now || now.row.password !== row.password) return fail('INVALID_CREDENTIALS')
  const refusal = await refusalOf(tx, now)
  if (refusal) fail(refusal)
  if (rememberToken && !(await tx.rememberTokens.remove(rememberToken.id))) fail('INVALID_CREDENTIALS')
}
