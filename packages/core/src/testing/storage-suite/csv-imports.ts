import assert from 'node:assert/strict'
import { at } from './makers.js'
import type { Rule } from './rule.js'

export function csvImportRules(rule: Rule): void {
  rule('imports: the last one is kept, with its progress to the millisecond', async ({ csvImports }) => {
    assert.equal(await csvImports.last(), undefined)
    const first = await csvImports.start(50, at(1), null)
    assert.deepEqual(await csvImports.last(), {
      id: first,
      state: 'running',
      staffId: null,
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
    const second = await csvImports.start(9, at(3), null)
    assert.notEqual(second, first)
    assert.equal((await csvImports.last())?.id, second)
  })

  rule('imports: one that has ended or was replaced cannot go on', async ({ csvImports }) => {
    const progress = { done: 1, refused: 0, firstRefused: [], updatedAt: at(5) }
    const first = await csvImports.start(5, at(1), null)
    const second = await csvImports.start(6, at(2), null)
    assert.equal(await csvImports.advance(first, progress), false)
    await csvImports.end(first, 'done', at(3))
    assert.equal((await csvImports.last())?.state, 'running')
    await csvImports.end(second, 'interrupted', at(4))
    assert.equal(await csvImports.advance(second, progress), false)
    await csvImports.end(second, 'done', at(6))
    const last = await csvImports.last()
    assert.deepEqual([last?.state, last?.done, last?.updatedAt], ['interrupted', 0, at(4)])
  })

  rule('imports: stored rows are taken batch by batch, and removed at the end', async ({ csvImports }) => {
    const first = await csvImports.start(1, at(1), 7)
    await csvImports.addBatches(first, [[['gone']]])
    const id = await csvImports.start(3, at(1), 7)
    assert.deepEqual([(await csvImports.last())?.state, (await csvImports.last())?.staffId], ['reading', 7])
    const batches = [[['a', '👍"é'], ['b']], [['c', '', 'd\n']]]
    await csvImports.addBatches(id, batches)
    const one = await csvImports.nextBatch(id, 0)
    const two = await csvImports.nextBatch(id, one?.id ?? 0)
    assert.deepEqual([one?.rows, two?.rows], batches)
    assert.equal(await csvImports.nextBatch(id, two?.id ?? 0), undefined)
    assert.equal(await csvImports.nextBatch(first, 0), undefined)
    assert.equal(await csvImports.removeBatch(one?.id ?? 0), true)
    assert.equal(await csvImports.removeBatch(one?.id ?? 0), false)
    assert.deepEqual(await csvImports.nextBatch(id, 0), two)
    await csvImports.end(id, 'interrupted', at(2))
    assert.equal(await csvImports.nextBatch(id, 0), undefined)
  })

  rule('imports: one process at a time goes on with stored rows', async ({ csvImports }) => {
    const lease = 60_000
    const late = new Date(at(3).getTime() + lease)
    const id = await csvImports.start(1, at(1), 7)
    assert.equal(await csvImports.claim(id, at(1), lease), false)
    await csvImports.release(id, at(2))
    assert.equal((await csvImports.last())?.state, 'waiting')
    assert.equal(await csvImports.claim(id, at(3), lease), true)
    assert.equal((await csvImports.last())?.state, 'running')
    assert.equal(await csvImports.claim(id, new Date(late.getTime() - 1), lease), false)
    assert.equal(await csvImports.claim(id, late, lease), true)
    assert.equal(await csvImports.claim(id, new Date(late.getTime() - lease), lease), true)
    await csvImports.end(id, 'done', at(5))
    await csvImports.release(id, at(5))
    assert.equal(await csvImports.claim(id, new Date(late.getTime() + lease), lease), false)
    const attended = await csvImports.start(1, at(1), null)
    assert.equal(await csvImports.claim(attended, late, lease), false)
  })
}
