import type { AccessTokenStore, StoredAccessToken } from '@opensupports/core'
import type { Selectable } from 'kysely'
import type { Db, Schema } from '../schema.js'

const dateOrNull = (millis: number | null) => (millis === null ? null : new Date(millis))

const tokenOf = (row: Selectable<Schema['os_access_token']>): StoredAccessToken => ({
  id: row.id,
  name: row.name,
  tokenHash: row.token_hash,
  ending: row.ending,
  staffId: row.staff_id,
  level: row.level as 1 | 2 | 3,
  scopes: JSON.parse(row.scopes) as string[],
  departments: row.departments === null ? null : (JSON.parse(row.departments) as number[]),
  createdAt: new Date(row.created_at),
  expiresAt: new Date(row.expires_at),
  revokedAt: dateOrNull(row.revoked_at),
  lastUsedAt: dateOrNull(row.last_used_at),
})

export function accessTokenStore(db: Db): AccessTokenStore {
  const rows = () => db.selectFrom('os_access_token').selectAll()
  return {
    async byHash(tokenHash) {
      return (await rows().where('token_hash', '=', tokenHash).execute()).map(tokenOf)[0]
    },
    async all() {
      return (await rows().orderBy('id').execute()).map(tokenOf)
    },
    async insert(token) {
      const row = {
        name: token.name,
        token_hash: token.tokenHash,
        ending: token.ending,
        staff_id: token.staffId,
        level: token.level,
        scopes: JSON.stringify(token.scopes),
        departments: token.departments && JSON.stringify(token.departments),
        created_at: token.createdAt.getTime(),
        expires_at: token.expiresAt.getTime(),
        revoked_at: null,
        last_used_at: null,
      }
      const insert = db.insertInto('os_access_token').values(row).returning('id')
      return (await insert.executeTakeFirstOrThrow()).id
    },
    async revoke(id, at) {
      const change = db
        .updateTable('os_access_token')
        .set({ revoked_at: at.getTime() })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
      return (await change.executeTakeFirst()).numUpdatedRows > 0
    },
    async touch(id, at) {
      await db
        .updateTable('os_access_token')
        .set({ last_used_at: at.getTime() })
        .where('id', '=', id)
        .execute()
    },
    async removeEnded(before) {
      await db
        .deleteFrom('os_access_token')
        .where((row) =>
          row.or([row('expires_at', '<', before.getTime()), row('revoked_at', '<', before.getTime())]),
        )
        .execute()
    },
  }
}
