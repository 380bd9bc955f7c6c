import { Kysely } from 'kysely'
import { expect, test } from 'vitest'
import type { Schema } from '../../schema.js'
import { MysqlLikeOthers } from './statements.js'

/** Returns a fake database that answers every statement with the insert id 7 and records its text. */
function database() {
  const sent: string[] = []
  const connection = {
    query(statement: string, _: unknown, done: (error: null, result: object) => void) {
      sent.push(statement)
      done(null, { insertId: 7, affectedRows: 1 })
    },
    release() {},
  }
  const pool = {
    getConnection: (done: (error: null, one: typeof connection) => void) => done(null, connection),
    end: (done: () => void) => done(),
  }
  return { db: new Kysely<Schema>({ dialect: new MysqlLikeOthers({ pool: pool as never }) }), sent }
}

const tag = { name: 'urgent', color: '#f00' }

test('returns the id of an insert without `returning` in the statement', async () => {
  const { db, sent } = database()
  expect(await db.insertInto('tag').values(tag).returning('id').execute()).toEqual([{ id: 7 }])
  expect(sent.filter((statement) => statement.includes('returning'))).toEqual([])
})

test('rejects `returning` of other columns without writing anything', async () => {
  const { db, sent } = database()
  const all = db.insertInto('tag').values(tag).returningAll()
  const two = db.insertInto('tag').values(tag).returning(['id', 'name'])
  const changed = db.updateTable('tag').set(tag).returning('id')
  const removed = db.deleteFrom('tag').returning('id')
  for (const statement of [all, two, changed, removed])
    await expect(statement.execute()).rejects.toThrow('only the id of an inserted row')
  expect(sent.filter((statement) => /insert|update|delete/.test(statement))).toEqual([])
})
