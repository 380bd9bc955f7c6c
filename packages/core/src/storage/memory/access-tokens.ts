import type { AccessTokenStore } from '../index.js'
import type { Sync, Tables } from './tables.js'

export const accessTokenStore = ({ accessTokens, by }: Tables): Sync<AccessTokenStore> => ({
  byHash: (tokenHash) => by.accessTokenHash(tokenHash)[0],
  all: () => accessTokens.all(),
  insert: (token) => accessTokens.insert(Object.assign({ revokedAt: null, lastUsedAt: null }, token)),
  revoke(id, at) {
    const isValid = accessTokens.get(id)?.revokedAt === null
    if (isValid) accessTokens.update(id, { revokedAt: at })
    return isValid
  },
  touch(id, at) {
    accessTokens.update(id, { lastUsedAt: at })
  },
  removeEnded: (before) =>
    accessTokens.removeAll(
      accessTokens.filter(({ expiresAt, revokedAt }) => expiresAt < before || (revokedAt ?? before) < before),
    ),
})
