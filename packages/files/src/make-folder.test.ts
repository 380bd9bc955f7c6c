import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeFolder } from './make-folder.js'

const home = mkdtempSync(join(tmpdir(), 'opensupports-folder-'))
afterAll(() => rmSync(home, { recursive: true }))

test('nested folders are created for their owner only, and existing ones are kept', async () => {
  const path = join(home, 'a', 'b', 'c')
  await makeFolder(path)
  await makeFolder(path)
  expect(statSync(path).mode & 0o777).toBe(0o700)
  expect(statSync(join(home, 'a')).mode & 0o777).toBe(0o700)
})

test('a folder that cannot be created is an error', async () => {
  writeFileSync(join(home, 'file'), '')
  await expect(makeFolder(join(home, 'file', 'more'))).rejects.toThrow(join(home, 'file'))
  await expect(makeFolder(join(home, 'file'))).rejects.toThrow('is not a folder')
})

test.skipIf(process.platform !== 'linux')(
  'a folder in /proc is an error, without endless retries',
  async () => {
    await expect(makeFolder('/proc/opensupports/data')).rejects.toThrow('/proc/opensupports')
  },
)
