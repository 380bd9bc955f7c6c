import assert from 'node:assert/strict'
import type { FileStore } from '@opensupports/core'
import { brokenUpload, upload } from './makers.js'
import type { Rule } from './rule.js'

type Listed = FileStore & Required<Pick<FileStore, 'names'>>

const isListed = (files: FileStore): files is Listed => files.names !== undefined

async function namesOf(files: Listed): Promise<string[]> {
  const listed: string[] = []
  for await (const name of files.names()) listed.push(name)
  return listed.sort()
}

/** Listing is optional, so skip the check for a store without `names`. */
export function listingRules(rule: Rule): void {
  const listing = (name: string, check: (files: Listed) => Promise<void>) =>
    rule(name, async (files) => {
      if (isListed(files)) await check(files)
    })

  listing('an empty store names nothing', async (files) => {
    assert.deepEqual(await namesOf(files), [])
  })

  listing('each name is given once', async (files) => {
    const names = Array.from({ length: 30 }, (_, index) => `t${index}_a.b-c_D.txt`)
    await Promise.all([...names, 'x'.repeat(255)].map((name) => files.put(name, upload(name))))
    await files.put('t3_a.b-c_D.txt', upload('again'))
    assert.deepEqual(await namesOf(files), [...names, 'x'.repeat(255)].sort())
  })

  listing('what was removed, or broke off, has no name', async (files) => {
    for (const name of ['a', 'b', 'c']) await files.put(name, upload(name))
    await files.remove('b')
    await assert.rejects(files.put('d', brokenUpload(100_000)))
    assert.deepEqual(await namesOf(files), ['a', 'c'])
  })

  listing('the listing may end early, and starts over', async (files) => {
    for (const name of ['a', 'b', 'c']) await files.put(name, upload(name))
    for await (const name of files.names()) {
      assert.ok(['a', 'b', 'c'].includes(name))
      break
    }
    assert.deepEqual(await namesOf(files), ['a', 'b', 'c'])
  })

  listing('files may be removed while they are named', async (files) => {
    const names = Array.from({ length: 12 }, (_, index) => `n${index}`)
    for (const name of names) await files.put(name, upload(name))
    const seen: string[] = []
    for await (const name of files.names()) {
      seen.push(name)
      await files.remove(name)
    }
    assert.deepEqual(seen.sort(), names.sort())
    assert.deepEqual(await namesOf(files), [])
  })
}
