import type { CsvImportStore } from '../index.js'
import type { Sync, Tables } from './tables.js'

export function csvImportStore({ csvImports, csvBatches }: Tables): Sync<CsvImportStore> {
  const isRunning = (id: number) => csvImports.get(id)?.state === 'running'
  const hasEnded = (id: number) => ['done', 'interrupted', undefined].includes(csvImports.get(id)?.state)
  return {
    last: () => csvImports.all().at(-1),
    start(total, now, staffId) {
      csvImports.removeAll(csvImports.all())
      csvBatches.removeAll(csvBatches.all())
      return csvImports.insert({
        state: staffId === null ? 'running' : 'reading',
        staffId,
        total,
        done: 0,
        refused: 0,
        firstRefused: [],
        startedAt: now,
        updatedAt: now,
      })
    },
    addBatches(importId, batches) {
      for (const rows of batches) csvBatches.insert({ importId, rows })
    },
    nextBatch: (importId, after) =>
      csvBatches.all().find((batch) => batch.importId === importId && batch.id > after),
    removeBatch(batchId) {
      const batch = csvBatches.get(batchId)
      if (batch) csvBatches.removeAll([batch])
      return batch !== undefined
    },
    release(id, now) {
      if (!hasEnded(id)) csvImports.update(id, { state: 'waiting', updatedAt: now })
    },
    claim(id, now, lease) {
      const found = csvImports.get(id)
      if (!found || found.staffId === null) return false
      const isLeft = Math.abs(now.getTime() - found.updatedAt.getTime()) >= lease
      if (found.state !== 'waiting' && !(found.state === 'running' && isLeft)) return false
      return csvImports.update(id, { state: 'running', updatedAt: now })
    },
    advance: (id, progress) => isRunning(id) && csvImports.update(id, progress),
    end(id, state, now) {
      if (hasEnded(id)) return
      csvImports.update(id, { state, updatedAt: now })
      csvBatches.removeAll(csvBatches.all())
    },
  }
}
