import type { IdentityStore, StoredIdentity } from '@opensupports/core'
import type { Selectable } from 'kysely'
import type { Db, Schema } from '../schema.js'
import { accountColumn, accountColumns, accountOf } from './account-columns.js'

const identityOf = (row: Selectable<Schema['os_identity']>): StoredIdentity => ({
  identityHash: row.identity_hash,
  externalId: row.external_id,
  account: accountOf(row),
})

export function identityStore(db: Db): IdentityStore {
  const rows = () => db.selectFrom('os_identity').selectAll()
  const byHash = async (identityHash: string) =>
    (await rows().where('identity_hash', '=', identityHash).execute()).map(identityOf)[0]
  const byAccount: IdentityStore['byAccount'] = async (account) =>
    (await rows().where(accountColumn(account), '=', account.id).execute()).map(identityOf)[0]
  return {
    byHash,
    byAccount,
    async insert({ identityHash, externalId, account }) {
      if ((await byHash(identityHash)) || (await byAccount(account))) return false
      const row = { identity_hash: identityHash, external_id: externalId, ...accountColumns(account) }
      await db.insertInto('os_identity').values(row).execute()
      return true
    },
    async remove(identityHash) {
      await db.deleteFrom('os_identity').where('identity_hash', '=', identityHash).execute()
    },
  }
}
