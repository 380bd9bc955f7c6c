import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeFolder } from './make-folder.js'

const home = mkdtempSync(join(tmpdir(), 'opensupports-folder-'))
afterAll(() => rmSync(home, { recursive: true }))

test('folders within folders are made, for their owner alone; once more does nothing', async () => {
  const path = join(home, 'a', 'b', 'c')
  await makeFolder(path)
  await makeFolder(path)
  expect(statSync(path).mode & 0o777).toBe(0o700)
  expect(statSync(join(home, 'a')).mode & 0o777).toBe(0o700)
})

test('what cannot be made is told at once', async () => {
  writeFileSync(join(home, 'file'), '')
  await expect(makeFolder(join(home, 'file', 'more'))).rejects.toThrow(join(home, 'file'))
  await expect(makeFolder(join(home, 'file'))).rejects.toThrow('is not a folder')
})

test.skipIf(process.platform !== 'linux')('nothing is tried for ever where folders cannot be', async () => {
  await expect(makeFolder('/proc/opensupports/data')).rejects.toThrow('/proc/opensupports')
})
