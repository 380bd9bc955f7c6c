import type {
  AccountKind,
  AttemptStore,
  PasswordTokenStore,
  RememberTokenStore,
  SessionStore,
  StoredPasswordToken,
  StoredRememberToken,
} from '@opensupports/core'
import { type Selectable, sql } from 'kysely'
import type { Dialect } from '../dialects/dialect.js'
import type { Db, Schema } from '../schema.js'
import { statement } from '../statement.js'
import { addressOf, bit, dateOf, isSet, minuteOf } from '../values.js'
import { accountColumn, accountColumns, accountOf } from './account-columns.js'
import { removeInParts } from './remove-in-parts.js'
import { sessionAndSettings, sessionWithAccount } from './session-with-account.js'

export const sessionStore = (
  db: Db,
  dialect: Pick<Dialect, 'jsonOf' | 'settingsText' | 'settingsWithSession'>,
): SessionStore => ({
  byTokenHash: (tokenHash) => sessionWithAccount(db, dialect, tokenHash),
  ...(dialect.settingsWithSession
    ? { withSettings: (tokenHash: string) => sessionAndSettings(db, dialect, tokenHash) }
    : {}),
  async insert({ tokenHash, account, ticketNumber, expiresAt, rememberHash = null }) {
    const row = {
      remember_hash: rememberHash,
      token_hash: tokenHash,
      ticket_number: ticketNumber,
      expires_at: expiresAt.getTime(),
    }
    await db
      .insertInto('os_session')
      .values({ ...row, ...accountColumns(account) })
      .execute()
  },
  async extend(tokenHash, expiresAt) {
    const set = { expires_at: expiresAt.getTime() }
    await db.updateTable('os_session').set(set).where('token_hash', '=', tokenHash).execute()
  },
  async remove(tokenHash) {
    await db.deleteFrom('os_session').where('token_hash', '=', tokenHash).execute()
  },
  async removeOf(account, except) {
    const rows = db.deleteFrom('os_session').where(accountColumn(account), '=', account.id)
    await (except === undefined ? rows : rows.where('token_hash', '!=', except)).execute()
  },
  async removeExpired(now) {
    await removeInParts(db, 'os_session', sql`expires_at <= ${now.getTime()}`)
  },
})

const rememberTokenOf = (row: Selectable<Schema['sessioncookie']>): StoredRememberToken => ({
  id: row.id,
  tokenHash: row.token,
  account: accountOf(row),
  ip: row.ip,
  createdAt: dateOf(row.creation_date),
  expiresAt: row.os_expires_at === null ? dateOf(row.expiration_date) : new Date(row.os_expires_at),
})

export const rememberTokenStore = (db: Db): RememberTokenStore => ({
  async byTokenHash(tokenHash) {
    return (await db.selectFrom('sessioncookie').selectAll().where('token', '=', tokenHash).execute()).map(
      rememberTokenOf,
    )[0]
  },
  async insert({ tokenHash, account, ip, createdAt, expiresAt }) {
    await db
      .insertInto('sessioncookie')
      .values({
        token: tokenHash,
        ip,
        ...accountColumns(account),
        is_staff: bit(account.kind === 'staff'),
        creation_date: minuteOf(createdAt),
        expiration_date: minuteOf(expiresAt),
        os_expires_at: expiresAt.getTime(),
      })
      .execute()
  },
  async remove(id) {
    return (await db.deleteFrom('sessioncookie').where('id', '=', id).executeTakeFirst()).numDeletedRows > 0
  },
  async removeOf(account) {
    await db.deleteFrom('sessioncookie').where(accountColumn(account), '=', account.id).execute()
  },
  async removeAll() {
    await db.deleteFrom('sessioncookie').execute()
  },
  async removeExpired(now) {
    await removeInParts(db, 'sessioncookie', sql`os_expires_at <= ${now.getTime()}`)
    // Rows written by 4.11 have only `expiration_date`, in whole minutes.
    const old = sql<boolean>`os_expires_at is null and expiration_date <= ${minuteOf(now)}`
    await removeInParts(db, 'sessioncookie', old)
  },
})

const passwordTokenOf = (row: Selectable<Schema['recoverpassword']>): StoredPasswordToken => ({
  id: row.id,
  email: row.email,
  kind: isSet(row.staff) ? 'staff' : 'user',
  tokenHash: row.token,
  purpose: row.os_purpose === 'invitation' ? 'invitation' : 'recovery',
  expiresAt: new Date(row.os_expires_at ?? 0),
})

export function passwordTokenStore(db: Db, { rowLocks }: Pick<Dialect, 'rowLocks'>): PasswordTokenStore {
  const openOnes = (email: string, kind: AccountKind, purpose: StoredPasswordToken['purpose']) =>
    db
      .selectFrom('recoverpassword')
      .selectAll()
      .where('email', '=', addressOf(email))
      .where('staff', '=', bit(kind === 'staff'))
      .where('os_purpose', '=', purpose)
  return {
    async byTokenHash(tokenHash) {
      const rows = await db.selectFrom('recoverpassword').selectAll().where('token', '=', tokenHash).execute()
      return rows.map(passwordTokenOf)[0]
    },
    open: async (email, kind, purpose) =>
      (await openOnes(email, kind, purpose).execute()).map(passwordTokenOf)[0],
    async insert({ email, kind, purpose, tokenHash, expiresAt }) {
      // Serialize concurrent inserts for one account, so that the second one deletes the first token.
      const account = db.selectFrom(kind).select('id').where('email', '=', addressOf(email))
      if (rowLocks) await account.modifyEnd(rowLocks.update).execute()
      const older = (await openOnes(email, kind, purpose).execute()).map(({ id }) => id)
      if (older.length > 0) await db.deleteFrom('recoverpassword').where('id', 'in', older).execute()
      await db
        .insertInto('recoverpassword')
        .values({
          email: addressOf(email),
          token: tokenHash,
          staff: bit(kind === 'staff'),
          os_purpose: purpose,
          os_expires_at: expiresAt.getTime(),
        })
        .execute()
    },
    async remove(id) {
      return (
        (await db.deleteFrom('recoverpassword').where('id', '=', id).executeTakeFirst()).numDeletedRows > 0
      )
    },
    async removeOf(email, kind) {
      const rows = db.deleteFrom('recoverpassword').where('email', '=', addressOf(email))
      await rows.where('staff', '=', bit(kind === 'staff')).execute()
    },
  }
}

interface Attempt {
  key: string
  now: number
  until: number
}
const attemptUpsert = (db: Db, { key, now, until }: Attempt) =>
  db
    .insertInto('os_attempt')
    .values({ key, count: 1, until })
    .onConflict((clash) =>
      clash.column('key').doUpdateSet({
        count: sql<number>`case when os_attempt.until > ${now} then os_attempt.count + 1 else 1 end`,
        until: sql<number>`case when os_attempt.until > ${now} and os_attempt.until <= ${sql.ref('excluded.until')} then os_attempt.until else ${sql.ref('excluded.until')} end`,
      }),
    )
const addAttempt = statement(attemptUpsert)
const countAttempt = statement((db, attempt: Attempt) =>
  attemptUpsert(db, attempt).returning(['count', 'until']),
)

const attemptOf = statement((db, { key }: { key: string }) =>
  db.selectFrom('os_attempt').select(['count', 'until']).where('key', '=', key),
)

export const attemptStore = (db: Db, { upsertsReturn }: Pick<Dialect, 'upsertsReturn'>): AttemptStore => ({
  async add(key, now, windowMs) {
    const attempt = { key, now: now.getTime(), until: now.getTime() + windowMs }
    if (!upsertsReturn) await addAttempt(db, attempt)
    // The upsert locked the row, so the count cannot change before it is read.
    const [row] = upsertsReturn ? await countAttempt(db, attempt) : await attemptOf(db, { key })
    return { count: row?.count ?? 1, until: new Date(row?.until ?? 0) }
  },
  async current(key, now) {
    const [row] = await attemptOf(db, { key })
    return row && row.until > now.getTime() ? { count: row.count, until: new Date(row.until) } : undefined
  },
  async giveBack(key) {
    const set = { count: sql<number>`case when count > 0 then count - 1 else 0 end` }
    await db.updateTable('os_attempt').set(set).where('key', '=', key).execute()
  },
  async clear(key) {
    await db.deleteFrom('os_attempt').where('key', '=', key).execute()
  },
  async removeExpired(now) {
    await removeInParts(db, 'os_attempt', sql`${sql.ref('until')} <= ${now.getTime()}`)
  },
})
