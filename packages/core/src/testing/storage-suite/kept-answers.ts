import assert from 'node:assert/strict'
import { at } from './makers.js'
import type { Rule } from './rule.js'

export function keptAnswerRules(rule: Rule): void {
  const kept = { keyHash: 'aa', paramsHash: 'pp', answer: '{"ticketNumber":1}', createdAt: at(0) }

  rule('kept answers: have one key each', async ({ keptAnswers }) => {
    assert.equal(await keptAnswers.insert(kept), true)
    assert.equal(await keptAnswers.insert({ ...kept, paramsHash: 'qq', answer: 'null' }), false)
    assert.deepEqual(await keptAnswers.byKey('aa'), kept)
    assert.equal(await keptAnswers.byKey('bb'), undefined)
  })

  rule('kept answers: are removed by their age', async ({ keptAnswers }) => {
    await keptAnswers.insert(kept)
    await keptAnswers.insert({ ...kept, keyHash: 'bb', createdAt: at(1) })
    await keptAnswers.removeBefore(at(1))
    assert.equal(await keptAnswers.byKey('aa'), undefined)
    assert.equal((await keptAnswers.byKey('bb'))?.answer, kept.answer)
    assert.equal(await keptAnswers.insert(kept), true)
  })

  rule('kept answers: of one key are kept once, by whichever transaction commits first', async (storage) => {
    const attempt = (answer: string) =>
      storage.transaction((tx) =>
        tx.keptAnswers.insert({ ...kept, answer }).then((isNew) => ({ isNew, answer })),
      )
    const all = await Promise.all(['1', '2', '3', '4'].map(attempt))
    const first = all.filter(({ isNew }) => isNew)
    assert.equal(first.length, 1)
    assert.equal((await storage.keptAnswers.byKey('aa'))?.answer, first[0]?.answer)
  })

  rule('kept answers: of a transaction that fails leave nothing', async (storage) => {
    const failing = storage.transaction(async (tx) => {
      await tx.keptAnswers.insert(kept)
      throw new Error('undone')
    })
    await assert.rejects(failing, /undone/)
    assert.equal(await storage.keptAnswers.byKey('aa'), undefined)
    assert.equal(await storage.keptAnswers.insert(kept), true)
  })
}
