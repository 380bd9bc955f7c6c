import assert from 'node:assert/strict'
import { bytesOf, largeUpload, stored, textOf, upload } from './makers.js'
import type { Rule } from './rule.js'

export function readingRules(rule: Rule): void {
  rule('there is no file before one is put', async (files) => {
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

  rule('each reading starts over', async (files) => {
    await files.put('a', upload('twice'))
    const file = await stored(files, 'a')
    for (const _ of [1, 2]) assert.equal(new TextDecoder().decode(await bytesOf(file)), 'twice')
  })

  rule('readings at once do not disturb each other', async (files) => {
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

  rule('a reading may end before it begins', async (files) => {
    await files.put('a', upload('x'))
    await (await stored(files, 'a')).stream().cancel()
    assert.equal(await textOf(files, 'a'), 'x')
  })

  rule('a reading may end in the middle, many times', async (files) => {
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

  rule('a reading may end while it waits for bytes', async (files) => {
    await files.put('a', upload('x'))
    const reader = (await stored(files, 'a')).stream().getReader()
    const waiting = reader.read()
    await reader.cancel()
    await waiting
    assert.equal(await textOf(files, 'a'), 'x')
  })
}
