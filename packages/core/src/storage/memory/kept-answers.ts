import type { KeptAnswerStore } from '../index.js'
import type { Sync, Tables } from './tables.js'

export function keptAnswerStore({ keptAnswers, by }: Tables): Sync<KeptAnswerStore> {
  return {
    byKey(keyHash) {
      const row = by.answerKey(keyHash)[0]
      if (!row) return undefined
      const { id, ...kept } = row
      return kept
    },
    insert(kept) {
      if (by.answerKey(kept.keyHash).length > 0) return false
      keptAnswers.insert(kept)
      return true
    },
    removeBefore: (date) => keptAnswers.removeAll(keptAnswers.filter(({ createdAt }) => createdAt < date)),
  }
}
