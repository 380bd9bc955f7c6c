import assert from 'node:assert/strict'
import { textOf, upload } from './makers.js'
import type { Rule } from './rule.js'

const accepted = [
  'a',
  '7',
  '_',
  't123456_0f3a_a.b.png',
  'two..dots',
  'ends-with-a-dot.',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-',
  'x'.repeat(255),
]

const rejected = [
  '',
  '.',
  '..',
  '...',
  '.hidden',
  '-option',
  '~',
  '*',
  '?',
  ' ',
  'a b',
  'a+b',
  'a%2fb',
  'a:b',
  'a&b',
  'a#b',
  '../x',
  '../../etc/passwd',
  '/etc/passwd',
  'a/b',
  'a/../b',
  'a/',
  '/a',
  '//a',
  './a',
  'a\\b',
  '..\\x',
  'C:\\x',
  '%2e%2e',
  '%2e%2e%2fx',
  '..%2fx',
  'nul\0',
  'a\0b',
  'a\n',
  '\na',
  'a\r\nx-header: y',
  'é',
  'e\u0301',
  '．．',
  'a\u202e',
  'x'.repeat(256),
]

export function nameRules(rule: Rule): void {
  for (const name of accepted) {
    rule(`the name ${name.length > 99 ? `of ${name.length} letters` : name} is accepted`, async (files) => {
      await files.put(name, upload(name))
      assert.equal(await textOf(files, name), name)
      await files.remove(name)
      assert.equal(await files.open(name), undefined)
    })
  }

  rule('names that could lead to another path are rejected, and have no file', async (files) => {
    await files.put('x', upload('mine'))
    for (const name of rejected) {
      const shown = JSON.stringify(name)
      await assert.rejects(files.put(name, upload('theirs')), `${shown} is put`)
      assert.equal(await files.open(name), undefined, `${shown} is opened`)
      await files.remove(name)
      assert.equal(await textOf(files, 'x'), 'mine', `after ${shown}`)
    }
    if (!files.names) return
    const names: string[] = []
    for await (const name of files.names()) names.push(name)
    assert.deepEqual(names, ['x'])
  })

  rule('a file with a rejected name is not read', async (files) => {
    const stream = () => assert.fail('the file is read')
    await assert.rejects(files.put('../x', { name: 'x', size: 1, stream }), (error: Error) => {
      return !(error instanceof assert.AssertionError)
    })
  })
}
