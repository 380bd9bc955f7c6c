import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, expect, test } from 'vitest'
import { sqlite } from './sqlite.js'

const folder = mkdtempSync(join(tmpdir(), 'opensupports-old-rows-'))
const file = join(folder, 'old.db')
const storage = await sqlite(file)
const old = new Database(file)

afterAll(async () => {
  old.close()
  await storage.close()
  rmSync(folder, { recursive: true })
})

test.each([
  ...[null, '', '0', 0, 'false', 'FALSE'].map((value) => [value, false] as const),
  ...['1', 1, 'true', 'on'].map((value) => [value, true] as const),
])('a topic whose `private` is %j: %j', async (value, expected) => {
  const { lastInsertRowid } = old
    .prepare('insert into topic (name, private) values (?, ?)')
    .run('Fire', value)
  expect(await storage.topics.byId(Number(lastInsertRowid))).toEqual({
    id: Number(lastInsertRowid),
    name: 'Fire',
    icon: null,
    iconColor: null,
    private: expected,
  })
})

test.each([
  [null, 1],
  ['7', 7],
  ['last', 1],
  ['1.5', 1],
])('an article whose `position` is %j has position %j', async (value, expected) => {
  const insert = old.prepare('insert into article (title, content, position) values (?, ?, ?)')
  const { lastInsertRowid } = insert.run('Smoke', 'Run', value)
  expect(await storage.articles.byId(Number(lastInsertRowid))).toMatchObject({
    position: expected,
    lastEdited: new Date(0),
    topicId: null,
  })
})
