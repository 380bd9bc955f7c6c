import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { withNamedRows } from './named-rows.js'

const opened = () => new Database(':memory:').exec('create table t (a, b); insert into t values (1, null)')

test('values have the names of their columns', () => {
  const database = opened()
  const statement = withNamedRows(database.prepare('select b, a as "the first" from t where a = ?'))
  expect(statement.all([1])).toEqual([{ b: null, 'the first': 1 }])
  expect(statement.all([2])).toEqual([])
  expect([...statement.iterate([1])]).toEqual([{ b: null, 'the first': 1 }])
  database.close()
})

test('a statement with * follows a migration', () => {
  const database = opened()
  const statement = withNamedRows(database.prepare('select * from t'))
  expect(statement.all([])).toEqual([{ a: 1, b: null }])
  database.exec('alter table t rename column a to c')
  expect(statement.all([])).toEqual([{ c: 1, b: null }])
  database.close()
})

test('changes say how many rows they changed', () => {
  const database = opened()
  expect(withNamedRows(database.prepare('update t set b = 2')).run([]).changes).toBe(1)
  database.close()
})
