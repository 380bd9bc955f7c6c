import { expect, test } from 'vitest'
import { type Tables, tables } from '../../schema/index.js'
import type { BackupPart } from '../index.js'
import { backupStore } from './backup.js'
import { makeTables } from './tables.js'

/** The table description with two more columns. */
const described: Tables = {
  ...tables,
  tag: {
    columns: {
      ...tables.tag.columns,
      os_since: { kind: 'millis', null: true },
      os_priority: { kind: 'int' },
    },
  },
}

const run = async <T>(call: () => T | Promise<T>): Promise<T> => call()

test('a column that is added to the description is in backups of the memory storage', async () => {
  const [one, other] = [makeTables({ entries: undefined }), makeTables({ entries: undefined })]
  const tag = { name: 'urgent', color: 'red', priority: 7, since: new Date(1000) }
  one.tags.insert(tag)

  const parts: BackupPart[] = []
  for await (const part of backupStore(one, run, described).parts()) parts.push(part)
  const ofTags = parts.find(({ table }) => table === 'tag')
  expect(ofTags?.columns).toEqual(['id', 'name', 'color', 'os_since', 'os_priority'])
  expect(ofTags?.rows).toEqual([[1, 'urgent', 'red', 1000, 7]])

  async function* again() {
    yield* parts
  }
  expect(await backupStore(other, run, described).restore(again())).toBe(true)
  expect(other.tags.all()).toEqual([{ id: 1, ...tag }])
})

test('every table of the description that backups have is in those of the memory storage, with all columns', async () => {
  const parts: BackupPart[] = []
  for await (const part of backupStore(makeTables({ entries: undefined }), run).parts()) parts.push(part)
  const found = Object.fromEntries(parts.map(({ table, columns }) => [table, [...columns].sort()]))
  const expected = Object.entries<Tables[string]>(tables)
    .filter(([, { backup }]) => backup !== false)
    .map(([name, { columns }]) => [name, Object.keys(columns).sort()])
  expect(found).toEqual(Object.fromEntries(expected))
})
