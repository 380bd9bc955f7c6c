import * as v from 'valibot'
import type { Context } from '../../domain/index.js'
import { attempt, checkCaptcha, openSession, rememberLifetime } from '../../domain/index.js'
import { fail } from '../../errors.js'
import { column } from '../../model/index.js'
import { operation } from '../../operation.js'
import { flag, flexibleId, lowerCase, optional, secret, text } from '../../params/index.js'
import { randomToken, tokenHash } from '../../platform/index.js'
import type { AccountRef, Storage, StoredStaff, StoredUser } from '../../storage/index.js'

type Account =
  | { readonly kind: 'user'; readonly row: StoredUser }
  | { readonly kind: 'staff'; readonly row: StoredStaff }

/**
 * Signs a user or a staff member in, by e-mail and password or by a remember token, which is good for one time. What
 * is returned is the session to pass on.
 *
 * @throws INVALID_CAPTCHA when one is sent and wrong; INVALID_CREDENTIALS; UNVERIFIED_USER; USER_DISABLED;
 * ALREADY_BANNED; TOO_MANY_REQUESTS after too many wrong ones.
 */
export const login = operation({
  path: '/user/login',
  permission: 'any',
  session: 'starts',
  params: {
    email: optional(text('INVALID_CREDENTIALS', 254)),
    password: optional(secret('INVALID_CREDENTIALS')),
    /** Whether the account is a staff member's. */
    staff: flag(),
    /** Whether to return a remember token, good for 30 days. */
    remember: flag(),
    /** With `rememberToken`: whose it is. */
    userId: flexibleId(),
    rememberToken: optional(secret('INVALID_CREDENTIALS')),
    captcha: optional(secret('INVALID_CAPTCHA')),
  },
  data: v.object({
    userId: column.number(),
    userEmail: v.string(),
    staff: v.boolean(),
    token: v.string(),
    rememberToken: v.nullable(v.string()),
    rememberExpiration: v.nullable(column.date()),
  }),
  errors: [
    'INVALID_CAPTCHA',
    'INVALID_CREDENTIALS',
    'UNVERIFIED_USER',
    'USER_DISABLED',
    'ALREADY_BANNED',
    'TOO_MANY_REQUESTS',
  ],
  async run(context, params) {
    const { actor, storage, random, now } = context
    if (params.captcha !== undefined) await checkCaptcha(context, params.captcha)
    await removeExpired(storage, now)
    const tried = `${params.staff ? 'staff' : 'user'} ${lowerCase(params.email ?? '') || params.userId}`
    const account = await attempt(
      context,
      'login',
      tried,
      async () =>
        (await byPassword(context, params)) ??
        (await byRememberToken(context, params)) ??
        fail('INVALID_CREDENTIALS'),
    )
    const { kind, row } = account
    if (kind === 'user' && row.verificationToken !== null) fail('UNVERIFIED_USER')
    if (row.disabled) fail('USER_DISABLED')
    if (kind === 'user' && (await storage.bans.has(row.email))) fail('ALREADY_BANNED')

    const ref = { kind, id: row.id }
    const remember = params.remember
      ? {
          token: randomToken(random),
          expiresAt: new Date(now.getTime() + rememberLifetime),
        }
      : undefined
    const token = await storage.transaction(async (tx) => {
      await tx.sessions.removeExpired(now)
      await tx.attempts.removeExpired(now)
      if (actor.kind !== 'anonymous' && actor.session) await tx.sessions.remove(actor.session.tokenHash)
      if (remember) {
        const { expiresAt } = remember
        const hash = tokenHash(remember.token)
        await tx.rememberTokens.insert({
          tokenHash: hash,
          account: ref,
          ip: context.ip ?? null,
          createdAt: now,
          expiresAt,
        })
      }
      if (kind === 'staff') await tx.staff.update(row.id, { lastLogin: now })
      return openSession(tx, context, ref)
    })
    return {
      userId: row.id,
      userEmail: row.email,
      staff: kind === 'staff',
      token,
      rememberToken: remember?.token ?? null,
      rememberExpiration: remember?.expiresAt ?? null,
    }
  },
})

/** Nothing else looks at them again: a login is a good time to sweep. */
async function removeExpired(storage: Storage, now: Date) {
  await storage.sessions.removeExpired(now)
  await storage.rememberTokens.removeExpired(now)
  await storage.attempts.removeExpired(now)
}

async function byPassword(
  { storage, passwords }: Context,
  params: {
    email: string | undefined
    password: string | undefined
    staff: boolean
  },
): Promise<Account | undefined> {
  const email = lowerCase(params.email ?? '')
  if (email === '' || params.password === undefined) return undefined
  if (params.staff) {
    const row = await storage.staff.byEmail(email)
    return (await passwords.matches(params.password, row?.password)) && row
      ? { kind: 'staff', row }
      : undefined
  }
  const row = await storage.users.byEmail(email)
  const hash = row?.notRegistered ? undefined : row?.password
  return (await passwords.matches(params.password, hash)) && row ? { kind: 'user', row } : undefined
}

async function byRememberToken(
  { storage }: Context,
  {
    rememberToken,
    userId,
    staff,
  }: {
    rememberToken: string | undefined
    userId: number | undefined
    staff: boolean
  },
): Promise<Account | undefined> {
  if (!rememberToken) return undefined
  const stored = await storage.rememberTokens.byTokenHash(tokenHash(rememberToken))
  const wanted: AccountRef | undefined = stored?.account
  if (!stored || !wanted || wanted.id !== userId || (wanted.kind === 'staff') !== staff) return undefined
  if (!(await storage.rememberTokens.remove(stored.id))) return undefined
  if (wanted.kind === 'staff') {
    const row = await storage.staff.byId(wanted.id)
    return row && { kind: 'staff', row }
  }
  const row = await storage.users.byId(wanted.id)
  return row && { kind: 'user', row }
}
