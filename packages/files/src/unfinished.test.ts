import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { removeUnfinished, unfinishedName } from './unfinished.js'

test('only unfinished files that nobody writes any more are removed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'opensupports-files-'))
  const now = new Date('2026-01-02T12:00:00Z')
  const put = async (name: string, at: string) => {
    await writeFile(join(folder, name), 'words')
    await utimes(join(folder, name), new Date(at), new Date(at))
  }
  const young = unfinishedName()
  await put(unfinishedName(), '2026-01-02T10:59:00Z')
  await put(young, '2026-01-02T11:01:00Z')
  await put('stored.txt', '2026-01-01T00:00:00Z')
  await put('.film.part', '2026-01-01T00:00:00Z')
  expect(await removeUnfinished(folder, now)).toBe(1)
  expect((await readdir(folder)).toSorted()).toEqual([young, '.film.part', 'stored.txt'].toSorted())
  expect(await removeUnfinished(join(folder, 'missing'), now)).toBe(0)
  await rm(folder, { recursive: true })
})
