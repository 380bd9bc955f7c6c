import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { withStatementCache } from './connect.js'
import { withUnseenLimits } from './unseen-limits.js'

test('bound limits get a sign, in every part of a statement', () => {
  expect(withUnseenLimits('select * from (select a from t limit ?) limit ? offset ?')).toBe(
    'select * from (select a from t limit +?) limit +? offset ?',
  )
})

test('texts and other limits stay as they are', () => {
  const sql = "select 'limit ?', 'it''s limit ?' from t limit 10"
  expect(withUnseenLimits(sql)).toBe(sql)
})

test('a statement with a bound limit returns so many rows', () => {
  const database = new Database(':memory:').exec('create table t (a); insert into t values (1), (2), (3)')
  const statement = withStatementCache(database).prepare('select a from t order by a limit ? offset ?')
  expect(statement.all([2, 1])).toEqual([{ a: 2 }, { a: 3 }])
  expect(statement.all([1, 0])).toEqual([{ a: 1 }])
  database.close()
})
