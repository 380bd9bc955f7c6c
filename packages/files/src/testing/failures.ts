import assert from 'node:assert/strict'
import type { FileStore, Upload } from '@opensupports/core'
import { brokenUpload, largeUpload, textOf, upload } from './makers.js'
import type { Rule } from './rule.js'

async function assertNothing(files: FileStore): Promise<void> {
  assert.equal(await files.open('a'), undefined)
  for await (const name of files.names?.() ?? []) assert.fail(`${name} is left`)
}

/** Announced and true sizes of a file. */
const wrongSizes = [
  [10, 5],
  [5, 10],
  [0, 5],
  [5, 0],
  [300_000, 200_000],
  [200_000, 300_000],
] as const

export function failureRules(rule: Rule): void {
  for (const sent of [0, 1, 65_536, 3_000_000]) {
    rule(
      `a file that breaks off after ${sent} bytes is not kept, and put() throws its error`,
      async (files) => {
        await assert.rejects(files.put('a', brokenUpload(sent)), /the sender hung up/)
        await assertNothing(files)
        await files.put('a', upload('the next one'))
        assert.equal(await textOf(files, 'a'), 'the next one')
      },
    )
  }

  rule('a file that breaks off at its last byte is not kept', async (files) => {
    await assert.rejects(files.put('a', brokenUpload(100_000, 100_000)), /the sender hung up/)
    await assertNothing(files)
  })

  rule('a file that breaks off does not replace the previous one', async (files) => {
    await files.put('a', upload('kept'))
    await assert.rejects(files.put('a', brokenUpload(100_000)), /the sender hung up/)
    assert.equal(await textOf(files, 'a'), 'kept')
  })

  rule('a file that cannot be read at all is not kept', async (files) => {
    const unreadable: Upload = {
      name: 'a',
      size: 5,
      stream() {
        throw new Error('the sender is gone')
      },
    }
    await assert.rejects(files.put('a', unreadable), /the sender is gone/)
    await assertNothing(files)
  })

  rule('a file with a wrong size is rejected, or kept with its true size', async (files) => {
    for (const [said, size] of wrongSizes) {
      const kept = await files.put('a', { ...largeUpload(size), size: said }).then(
        () => true,
        () => false,
      )
      const file = await files.open('a')
      assert.equal(file?.size, kept ? size : undefined, `${said} said, ${size} long`)
      await files.remove('a')
    }
  })

  rule('a file that breaks off does not affect a concurrent upload', async (files) => {
    const [broken, whole] = await Promise.allSettled([
      files.put('a', brokenUpload(200_000)),
      files.put('b', upload('whole')),
    ])
    assert.deepEqual([broken.status, whole.status], ['rejected', 'fulfilled'])
    assert.equal(await files.open('a'), undefined)
    assert.equal(await textOf(files, 'b'), 'whole')
  })
}
