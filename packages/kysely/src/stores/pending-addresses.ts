import type { PendingAddressStore, PendingSignUp, StoredPendingAddress } from '@opensupports/core'
import { type Selectable, sql } from 'kysely'
import type { Db, Schema } from '../schema.js'
import { addressOf } from '../values.js'
import { accountColumn, accountColumns, accountOf } from './account-columns.js'
import { removeInParts } from './remove-in-parts.js'

const pendingOf = (row: Selectable<Schema['os_pending_address']>): StoredPendingAddress => ({
  id: row.id,
  account: accountOf(row),
  email: row.email,
  tokenHash: row.token_hash,
  signUp: row.sign_up === null ? null : (JSON.parse(row.sign_up) as PendingSignUp),
  expiresAt: new Date(row.expires_at),
})

export function pendingAddressStore(db: Db): PendingAddressStore {
  const rows = () => db.selectFrom('os_pending_address').selectAll()
  return {
    byId: async (id) => (await rows().where('id', '=', id).execute()).map(pendingOf)[0],
    byEmail: async (email) =>
      (await rows().where('email', '=', addressOf(email)).orderBy('id').execute()).map(pendingOf),
    async insert({ account, email, tokenHash, signUp, expiresAt }) {
      const row = {
        ...accountColumns(account),
        email: addressOf(email),
        token_hash: tokenHash,
        sign_up: signUp && JSON.stringify(signUp),
        expires_at: expiresAt.getTime(),
      }
      const insert = db.insertInto('os_pending_address').values(row)
      return (await insert.returning('id').executeTakeFirstOrThrow()).id
    },
    async renew(id, tokenHash, expiresAt) {
      const set = { token_hash: tokenHash, expires_at: expiresAt.getTime() }
      const change = db.updateTable('os_pending_address').set(set).where('id', '=', id)
      return (await change.executeTakeFirst()).numUpdatedRows > 0
    },
    async remove(id) {
      const removal = db.deleteFrom('os_pending_address').where('id', '=', id)
      return (await removal.executeTakeFirst()).numDeletedRows > 0
    },
    async removeOf(account) {
      await db.deleteFrom('os_pending_address').where(accountColumn(account), '=', account.id).execute()
    },
    async removeExpired(now) {
      await removeInParts(db, 'os_pending_address', sql`expires_at <= ${now.getTime()}`)
    },
  }
}
