import assert from 'node:assert/strict'
import { bytesOf, largeUpload, stored, textOf, upload } from './makers.js'
import type { Rule } from './rule.js'

export function readingRules(rule: Rule): void {
  rule('a file that was never stored is undefined', async (files) => {
    assert.equal(await files.open('missing'), undefined)
  })

  rule('a removed file is gone, and may be removed again', async (files) => {
    await files.put('a', upload('x'))
    await files.remove('a')
    assert.equal(await files.open('a'), undefined)
    await files.remove('a')
    await files.remove('never-there')
    await files.put('a', upload('again'))
    assert.equal(await textOf(files, 'a'), 'again')
  })

  rule('each read starts from the beginning', async (files) => {
    await files.put('a', upload('twice'))
    const file = await stored(files, 'a')
    for (const _ of [1, 2]) assert.equal(new TextDecoder().decode(await bytesOf(file)), 'twice')
  })

  rule('concurrent reads do not affect each other', async (files) => {
    await files.put('a', largeUpload(300_000))
    const file = await stored(files, 'a')
    const whole = await bytesOf(file)
    for (const bytes of await Promise.all([bytesOf(file), bytesOf(file)])) assert.deepEqual(bytes, whole)
  })

  rule('an opened file need not be read', async (files) => {
    await files.put('a', upload('x'))
    for (let times = 0; times < 20; times++) {
      const file = await stored(files, 'a')
      if (times % 2) file.stream()
    }
    assert.equal(await textOf(files, 'a'), 'x')
  })

  rule('a read may be cancelled before it begins', async (files) => {
    await files.put('a', upload('x'))
    await (await stored(files, 'a')).stream().cancel()
    assert.equal(await textOf(files, 'a'), 'x')
  })

  rule('many reads may be cancelled in the middle', async (files) => {
    await files.put('a', largeUpload(3_000_000))
    const file = await stored(files, 'a')
    for (let times = 0; times < 20; times++) {
      const reader = file.stream().getReader()
      assert.ok((await reader.read()).value?.length)
      await reader.cancel()
      assert.equal((await reader.read()).done, true)
    }
    assert.equal((await bytesOf(file)).length, 3_000_000)
  })

  rule('a read may be cancelled while it waits for bytes', async (files) => {
    await files.put('a', upload('x'))
    const reader = (await stored(files, 'a')).stream().getReader()
    const waiting = reader.read()
    await reader.cancel()
    await waiting
    assert.equal(await textOf(files, 'a'), 'x')
  })
}
