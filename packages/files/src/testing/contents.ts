import assert from 'node:assert/strict'
import { byteAt, bytesOf, largeUpload, stored, textOf, upload } from './makers.js'
import type { Rule } from './rule.js'

const large = 30 * 1_048_576

export function contentRules(rule: Rule): void {
  rule('a small file is returned unchanged, with its size in bytes', async (files) => {
    await files.put('t1_a.txt', upload('größer'))
    assert.equal((await stored(files, 't1_a.txt')).size, 8)
    assert.equal(await textOf(files, 't1_a.txt'), 'größer')
  })

  rule('an empty file is kept', async (files) => {
    await files.put('empty', upload(''))
    assert.equal((await stored(files, 'empty')).size, 0)
    assert.equal(await textOf(files, 'empty'), '')
  })

  rule('every byte value is returned unchanged', async (files) => {
    const bytes = Uint8Array.from({ length: 65_537 }, (_, place) => place)
    await files.put('bytes', upload(bytes))
    assert.deepEqual(await bytesOf(await stored(files, 'bytes')), bytes)
  })

  rule('a file of 30 MiB that is never completely in memory is returned in order', async (files) => {
    await files.put('large', largeUpload(large))
    const file = await stored(files, 'large')
    assert.equal(file.size, large)
    let read = 0
    for await (const piece of file.stream()) {
      const wrong = piece.findIndex((byte, at) => byte !== byteAt(read + at))
      assert.equal(wrong, -1, `another byte at ${read + wrong}`)
      read += piece.length
    }
    assert.equal(read, large)
  })

  rule('a file sent byte by byte is kept', async (files) => {
    await files.put('a', largeUpload(300, 1))
    assert.deepEqual(
      await bytesOf(await stored(files, 'a')),
      Uint8Array.from({ length: 300 }, (_, at) => byteAt(at)),
    )
  })

  rule('a file of the same name replaces the first', async (files) => {
    await files.put('a', upload('the first, which is longer'))
    await files.put('a', upload('the second'))
    assert.equal(await textOf(files, 'a'), 'the second')
    await files.put('a', upload(''))
    assert.equal(await textOf(files, 'a'), '')
  })

  rule('files with other names are unchanged', async (files) => {
    const names = ['a', 'a.b', 'a.bc', 'ab', 'a_b']
    for (const name of names) await files.put(name, upload(name))
    for (const name of names) assert.equal(await textOf(files, name), name)
    await files.remove('a')
    assert.equal(await textOf(files, 'a'), undefined)
    for (const name of names.slice(1)) assert.equal(await textOf(files, name), name)
  })

  rule('the name given by the sender is ignored', async (files) => {
    await files.put('a', { ...largeUpload(3), name: '../../outside' })
    assert.equal((await stored(files, 'a')).size, 3)
  })

  rule('two concurrent uploads are both kept', async (files) => {
    await Promise.all([files.put('one', largeUpload(500_000)), files.put('two', upload('two'))])
    assert.equal((await stored(files, 'one')).size, 500_000)
    assert.equal(await textOf(files, 'two'), 'two')
  })

  rule('of two concurrent uploads with one name, one is kept completely', async (files) => {
    const contents = ['1'.repeat(200_000), '2'.repeat(300_000)]
    await Promise.all(contents.map((content) => files.put('a', upload(content))))
    const kept = await textOf(files, 'a')
    assert.ok(kept !== undefined && contents.includes(kept), 'neither the one nor the other')
  })
}
