import assert from 'node:assert/strict'
import { at } from './makers.js'
import type { Rule } from './rule.js'

export function csvImportRules(rule: Rule): void {
  rule('imports: the last one is kept, with its progress to the millisecond', async ({ csvImports }) => {
    assert.equal(await csvImports.last(), undefined)
    const first = await csvImports.start(50, at(1))
    assert.deepEqual(await csvImports.last(), {
      id: first,
      state: 'running',
      total: 50,
      done: 0,
      refused: 0,
      firstRefused: [],
      startedAt: at(1),
      updatedAt: at(1),
    })
    const updatedAt = new Date(at(2).getTime() + 7)
    const progress = { done: 25, refused: 1, firstRefused: ['INVALID_EMAIL in email 👍"é'], updatedAt }
    assert.equal(await csvImports.advance(first, progress), true)
    const last = await csvImports.last()
    assert.deepEqual(
      [last?.state, last?.done, last?.refused, last?.firstRefused, last?.updatedAt, last?.startedAt],
      ['running', 25, 1, progress.firstRefused, updatedAt, at(1)],
    )
    const second = await csvImports.start(9, at(3))
    assert.notEqual(second, first)
    assert.equal((await csvImports.last())?.id, second)
  })

  rule('imports: one that has ended or was replaced cannot go on', async ({ csvImports }) => {
    const progress = { done: 1, refused: 0, firstRefused: [], updatedAt: at(5) }
    const first = await csvImports.start(5, at(1))
    const second = await csvImports.start(6, at(2))
    assert.equal(await csvImports.advance(first, progress), false)
    await csvImports.end(first, 'done', at(3))
    assert.equal((await csvImports.last())?.state, 'running')
    await csvImports.end(second, 'interrupted', at(4))
    assert.equal(await csvImports.advance(second, progress), false)
    await csvImports.end(second, 'done', at(6))
    const last = await csvImports.last()
    assert.deepEqual([last?.state, last?.done, last?.updatedAt], ['interrupted', 0, at(4)])
  })
}
