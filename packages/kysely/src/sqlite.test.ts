import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testStorage } from '@opensupports/core/testing'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { openedStorage } from './database.js'
import { sqliteDatabase } from './dialects/sqlite/index.js'
import { built } from './dialects/sqlite/threads/built.test-support.js'
import type { SqliteOptions } from './sqlite.js'
import { sqlite } from './sqlite.js'

const folder = mkdtempSync(join(tmpdir(), 'opensupports-sqlite-'))
let files = 0

afterAll(() => rmSync(folder, { recursive: true }))

describe('in memory', () => testStorage(() => sqlite(':memory:'), { test }))
describe('in a file, with threads', () => {
  let program: URL
  beforeAll(async () => {
    program = await built('read-thread', folder)
  })
  const options: SqliteOptions = { synchronous: 'normal' }
  const open = async () =>
    openedStorage(await sqliteDatabase(join(folder, `${++files}.db`), options, program), options)
  testStorage(open, { test })
})
