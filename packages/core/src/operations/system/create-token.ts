import * as v from 'valibot'
import { accessTokenPrefix } from '../../call/index.js'
import { fail } from '../../errors.js'
import { operation } from '../../operation/index.js'
import { days, existingDepartments, level, name, optional, scopes } from '../../params/index.js'
import { randomToken, tokenHash } from '../../platform/index.js'

/** What `/system/create-token` takes. */
export interface CreateTokenParams {
  readonly name: string
  /** Names of operations, such as `ticket.create`, or of groups, such as `ticket.*`. */
  readonly scopes: readonly string[]
  /** The ids of the only departments that it may be used for. Default: all that its maker serves. */
  readonly departments?: readonly number[] | undefined
  /** The highest staff level that it acts with. Default: 1. */
  readonly level?: 1 | 2 | 3 | undefined
  /** 1 to 3650. Default: 365. */
  readonly expiresInDays?: number | undefined
}

/** What `/system/create-token` answers. */
export interface CreatedToken {
  readonly id: number
  /** Shown here only: the helpdesk keeps its hash. */
  readonly token: string
  readonly expiresAt: Date
}

const day = 86_400_000

/**
 * Makes an access token for a machine, which sends it as `authorization: Bearer ost_…`. It acts as the caller, within its
 * scopes, level and departments, and never with more rights than the caller has at that time. No token can make, list or
 * revoke tokens, or open sessions. With `departments`, it calls only operations that stay within departments.
 *
 * @throws INVALID_NAME; INVALID_SCOPE for scopes that do not exist; INVALID_DEPARTMENT, INVALID_LEVEL, INVALID_EXPIRY
 */
export const createToken = operation<CreateTokenParams, CreatedToken>()({
  path: '/system/create-token',
  permission: 'staff_3',
  tokens: false,
  params: {
    name: name('INVALID_NAME'),
    scopes: scopes('INVALID_SCOPE'),
    departments: optional(existingDepartments('INVALID_DEPARTMENT')),
    level: optional(level('INVALID_LEVEL'), 1),
    expiresInDays: optional(days('INVALID_EXPIRY'), 365),
  },
  data: v.object({ id: v.number(), token: v.string(), expiresAt: v.date() }),
  async prepare(call, { scopes, departments }) {
    if (!scopes.every(call.isScope)) fail('INVALID_SCOPE')
    if (departments?.length === 0) fail('INVALID_DEPARTMENT')
  },
  async write(tx, { name, scopes, departments, level, expiresInDays }) {
    const { actor, now, random } = tx
    const token = `${accessTokenPrefix}${randomToken(random)}`
    const expiresAt = new Date(now.getTime() + expiresInDays * day)
    const id = await tx.accessTokens.insert({
      name,
      tokenHash: tokenHash(token),
      ending: token.slice(-4),
      staffId: actor.id,
      level,
      scopes,
      departments: departments ?? null,
      createdAt: now,
      expiresAt,
    })
    tx.emit('token.created', { tokenId: id })
    return { id, token, expiresAt }
  },
})
