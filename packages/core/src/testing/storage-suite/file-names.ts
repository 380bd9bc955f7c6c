import assert from 'node:assert/strict'
import type { Rule } from './rule.js'

export function fileNameRules(rule: Rule): void {
  rule('file names: are kept as sent, until they are removed', async ({ fileNames }) => {
    const stored = 't100001_0123.txt'
    await fileNames.add([])
    await fileNames.add([
      { stored, name: 'Überblick "2026" für Jörg 文件 🖨️.txt' },
      { stored: 'T100001_0123.txt', name: ' other ' },
    ])
    assert.equal(await fileNames.of(stored), 'Überblick "2026" für Jörg 文件 🖨️.txt')
    assert.equal(await fileNames.of('T100001_0123.txt'), ' other ')
    assert.equal(await fileNames.of('t100001_0123'), undefined)
    await fileNames.remove([])
    await fileNames.remove([stored, 'unknown'])
    assert.equal(await fileNames.of(stored), undefined)
    assert.equal(await fileNames.of('T100001_0123.txt'), ' other ')
  })

  rule('file names: as many as anybody sends at once', async ({ fileNames }) => {
    const names = Array.from({ length: 1201 }, (_, each) => ({ stored: `t1_${each}`, name: `name ${each}` }))
    await fileNames.add(names)
    assert.equal(await fileNames.of('t1_1200'), 'name 1200')
    await fileNames.remove(names.map(({ stored }) => stored))
    assert.equal(await fileNames.of('t1_0'), undefined)
    assert.equal(await fileNames.of('t1_1200'), undefined)
  })
}
