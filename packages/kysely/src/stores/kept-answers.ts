import type { KeptAnswerStore } from '@opensupports/core'
import { sql } from 'kysely'
import type { Db } from '../schema.js'
import { removeInParts } from './remove-in-parts.js'

export const keptAnswerStore = (db: Db): KeptAnswerStore => ({
  async byKey(keyHash) {
    const found = db.selectFrom('os_kept_answer').selectAll().where('key_hash', '=', keyHash)
    const row = await found.executeTakeFirst()
    if (!row) return undefined
    return {
      keyHash,
      paramsHash: row.params_hash,
      answer: row.answer,
      createdAt: new Date(row.created_at),
    }
  },
  async insert({ keyHash, paramsHash, answer, createdAt }) {
    const insert = db
      .insertInto('os_kept_answer')
      .values({ key_hash: keyHash, params_hash: paramsHash, answer, created_at: createdAt.getTime() })
      .onConflict((clash) => clash.doNothing())
      .returning('id')
    return (await insert.execute()).length > 0
  },
  async removeBefore(date) {
    await removeInParts(db, 'os_kept_answer', sql`created_at < ${date.getTime()}`)
  },
})
