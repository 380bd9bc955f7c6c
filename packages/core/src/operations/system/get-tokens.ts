import * as v from 'valibot'
import { type NoParams, operation } from '../../operation/index.js'

/** One entry of what `/system/get-tokens` answers. */
export interface GetTokensEntry {
  readonly id: number
  readonly name: string
  /** Dots and the last four characters. */
  readonly token: string
  /** The staff member who made it, and as whom it acts. */
  readonly staffId: number
  readonly level: number
  readonly scopes: string[]
  /** Null for all departments of the staff member. */
  readonly departments: number[] | null
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly revokedAt: Date | null
  /** Exact to a minute. */
  readonly lastUsedAt: Date | null
}

/** Returns all access tokens by id. Those that expired or were revoked are listed for 30 more days. */
export const getTokens = operation<NoParams, GetTokensEntry[]>()({
  path: '/system/get-tokens',
  permission: 'staff_3',
  tokens: false,
  params: {},
  data: v.array(
    v.object({
      id: v.number(),
      name: v.string(),
      token: v.string(),
      staffId: v.number(),
      level: v.number(),
      scopes: v.array(v.string()),
      departments: v.nullable(v.array(v.number())),
      createdAt: v.date(),
      expiresAt: v.date(),
      revokedAt: v.nullable(v.date()),
      lastUsedAt: v.nullable(v.date()),
    }),
  ),
  async read(call) {
    const tokens = await call.accessTokens.all()
    return tokens.map(({ tokenHash, ending, scopes, departments, ...token }) => ({
      ...token,
      token: `…${ending}`,
      scopes: [...scopes],
      departments: departments && [...departments],
    }))
  },
})
