import type {
  AccountKind,
  AttemptStore,
  PasswordTokenStore,
  RememberTokenStore,
  SessionStore,
} from '../index.js'
import { servedBy } from './staff.js'
import { isSameAccount, type Sync, type Tables } from './tables.js'
import { address, toMinute } from './text.js'

export function sessionStore({ sessions, users, staff, by }: Tables): Sync<SessionStore> {
  const byHash = (tokenHash: string) => by.sessionHash(tokenHash)[0]
  return {
    byTokenHash(tokenHash) {
      const row = byHash(tokenHash)
      if (!row) return undefined
      const { id, ...session } = row
      const { account } = session
      const isStaff = account.kind === 'staff'
      return {
        session,
        user: isStaff ? undefined : users.get(account.id),
        staff: isStaff ? staff.get(account.id) : undefined,
        departmentIds: isStaff ? servedBy(by, account.id) : [],
      }
    },
    insert(session) {
      sessions.insert(session)
    },
    extend(tokenHash, expiresAt) {
      const row = byHash(tokenHash)
      if (row) sessions.update(row.id, { expiresAt })
    },
    remove: (tokenHash) => sessions.removeAll(by.sessionHash(tokenHash)),
    removeOf: (account, except) =>
      sessions.removeAll(
        sessions.filter((row) => isSameAccount(row.account, account) && row.tokenHash !== except),
      ),
    removeExpired: (now) => sessions.removeAll(sessions.filter(({ expiresAt }) => expiresAt <= now)),
  }
}

export const rememberTokenStore = ({ rememberTokens, by }: Tables): Sync<RememberTokenStore> => ({
  byTokenHash: (tokenHash) => by.rememberHash(tokenHash)[0],
  insert(token) {
    rememberTokens.insert({ ...token, createdAt: toMinute(token.createdAt) })
  },
  remove: (id) => rememberTokens.remove(id),
  removeOf: (account) =>
    rememberTokens.removeAll(rememberTokens.filter((row) => isSameAccount(row.account, account))),
  removeAll: () => rememberTokens.removeAll(rememberTokens.all()),
  removeExpired: (now) =>
    rememberTokens.removeAll(rememberTokens.filter(({ expiresAt }) => expiresAt <= now)),
})

export function passwordTokenStore({ passwordTokens, by }: Tables): Sync<PasswordTokenStore> {
  const ofAccount = (email: string, kind: AccountKind) =>
    by.passwordEmail(address(email)).filter((row) => row.kind === kind)
  const open: Sync<PasswordTokenStore>['open'] = (email, kind, purpose) =>
    ofAccount(email, kind).find((row) => row.purpose === purpose)
  return {
    byTokenHash: (tokenHash) => by.passwordHash(tokenHash)[0],
    open,
    insert(token) {
      const older = open(token.email, token.kind, token.purpose)
      if (older) passwordTokens.remove(older.id)
      passwordTokens.insert({ ...token, email: address(token.email) })
    },
    remove: (id) => passwordTokens.remove(id),
    removeOf: (email, kind) => passwordTokens.removeAll(ofAccount(email, kind)),
  }
}

export function attemptStore({ attempts, by }: Tables): Sync<AttemptStore> {
  const running = (key: string) => by.attemptKey(key)[0]
  return {
    add(key, now, windowMs) {
      const row = running(key)
      const latest = new Date(now.getTime() + windowMs)
      if (row && row.until > now) {
        const until = row.until < latest ? row.until : latest
        attempts.update(row.id, { count: row.count + 1, until })
        return { count: row.count + 1, until }
      }
      if (row) attempts.remove(row.id)
      attempts.insert({ key, count: 1, until: latest })
      return { count: 1, until: latest }
    },
    current(key, now) {
      const row = running(key)
      return row && row.until > now ? { count: row.count, until: row.until } : undefined
    },
    giveBack(key) {
      const row = running(key)
      if (row) attempts.update(row.id, { count: Math.max(0, row.count - 1) })
    },
    clear: (key) => attempts.removeAll(by.attemptKey(key)),
    removeExpired: (now) => attempts.removeAll(attempts.filter(({ until }) => until <= now)),
  }
}
