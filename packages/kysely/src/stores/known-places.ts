import type { KnownPlaceStore } from '@opensupports/core'
import type { Db } from '../schema.js'
import { accountColumns } from './account-columns.js'

export const knownPlaceStore = (db: Db): KnownPlaceStore => ({
  async has(placeHash, since) {
    const found = db.selectFrom('os_known_place').select('used_at').where('place_hash', '=', placeHash)
    return ((await found.executeTakeFirst())?.used_at ?? -1) >= since.getTime()
  },
  async remember({ placeHash, account, usedAt }) {
    const used_at = usedAt.getTime()
    await db
      .insertInto('os_known_place')
      .values({ place_hash: placeHash, ...accountColumns(account), used_at })
      .onConflict((clash) => clash.column('place_hash').doUpdateSet({ used_at }))
      .execute()
  },
  async removeUnused(since) {
    await db.deleteFrom('os_known_place').where('used_at', '<', since.getTime()).execute()
  },
})
