import { expect, test } from 'vitest'
import { openDatabase } from './databases.js'
import { row, rows, type Work } from './work.js'

function* added(name: string): Work<number> {
  const inserted = yield* row('insert into t (name) values (?) returning id', name)
  return Number(inserted?.id)
}

function* broken(): Work<void> {
  yield* added('lost')
  yield* rows('insert into missing (name) values (?)', 'x')
}

test('work runs without waiting on SQLite, and a transaction is rolled back as a whole', async () => {
  const database = openDatabase({ engine: 'sqlite', address: ':memory:' })
  database.run(rows('create table t (id integer primary key, name text)'))
  expect(database.write(added('kept'))).toBe(1)
  expect(() => database.write(broken())).toThrow('no such table: missing')
  expect(database.run(rows('select name from t'))).toEqual([{ name: 'kept' }])
  await database.close()
})
