import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testStorage } from '@opensupports/core/testing'
import { afterAll, describe, test } from 'vitest'
import { sqlite } from './index.js'

const folder = mkdtempSync(join(tmpdir(), 'opensupports-sqlite-'))
let files = 0

afterAll(() => rmSync(folder, { recursive: true }))

describe('in memory', () => testStorage(() => sqlite(':memory:'), { test }))
describe('in a file', () =>
  testStorage(() => sqlite(join(folder, `${++files}.db`), { synchronous: 'normal' }), { test }))
