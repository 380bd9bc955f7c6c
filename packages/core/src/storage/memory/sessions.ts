import type { AttemptStore, PasswordTokenStore, RememberTokenStore, SessionStore } from '../index.js'
import { isSameAccount, type Sync, type Tables } from './tables.js'

export function sessionStore({ sessions }: Tables): Sync<SessionStore> {
  const byHash = (tokenHash: string) => sessions.find((row) => row.tokenHash === tokenHash)
  return {
    byTokenHash(tokenHash) {
      const row = byHash(tokenHash)
      if (!row) return undefined
      const { id, ...session } = row
      return session
    },
    insert(session) {
      sessions.insert(session)
    },
    extend(tokenHash, expiresAt) {
      const row = byHash(tokenHash)
      if (row) sessions.update(row.id, { expiresAt })
    },
    remove: (tokenHash) => sessions.removeWhere((row) => row.tokenHash === tokenHash),
    removeOf: (account, except) =>
      sessions.removeWhere((row) => isSameAccount(row.account, account) && row.tokenHash !== except),
    removeExpired: (now) => sessions.removeWhere(({ expiresAt }) => expiresAt <= now),
  }
}

export const rememberTokenStore = ({ rememberTokens }: Tables): Sync<RememberTokenStore> => ({
  byTokenHash: (tokenHash) => rememberTokens.find((row) => row.tokenHash === tokenHash),
  insert(token) {
    rememberTokens.insert(token)
  },
  remove: (id) => rememberTokens.remove(id),
  removeOf: (account) => rememberTokens.removeWhere((row) => isSameAccount(row.account, account)),
  removeExpired: (now) => rememberTokens.removeWhere(({ expiresAt }) => expiresAt <= now),
})

export function passwordTokenStore({ passwordTokens }: Tables): Sync<PasswordTokenStore> {
  const open: Sync<PasswordTokenStore>['open'] = (email, kind, purpose) =>
    passwordTokens.find((row) => row.email === email && row.kind === kind && row.purpose === purpose)
  return {
    byTokenHash: (tokenHash) => passwordTokens.find((row) => row.tokenHash === tokenHash),
    open,
    insert(token) {
      const older = open(token.email, token.kind, token.purpose)
      if (older) passwordTokens.remove(older.id)
      passwordTokens.insert(token)
    },
    remove: (id) => passwordTokens.remove(id),
    removeOf: (email, kind) => passwordTokens.removeWhere((row) => row.email === email && row.kind === kind),
  }
}

export function attemptStore({ attempts }: Tables): Sync<AttemptStore> {
  const running = (key: string) => attempts.find((row) => row.key === key)
  return {
    add(key, now, windowMs) {
      const row = running(key)
      if (row && row.until > now) {
        attempts.update(row.id, { count: row.count + 1 })
        return { count: row.count + 1, until: row.until }
      }
      if (row) attempts.remove(row.id)
      const until = new Date(now.getTime() + windowMs)
      attempts.insert({ key, count: 1, until })
      return { count: 1, until }
    },
    giveBack(key) {
      const row = running(key)
      if (row) attempts.update(row.id, { count: Math.max(0, row.count - 1) })
    },
    clear: (key) => attempts.removeWhere((row) => row.key === key),
    removeExpired: (now) => attempts.removeWhere(({ until }) => until <= now),
  }
}
