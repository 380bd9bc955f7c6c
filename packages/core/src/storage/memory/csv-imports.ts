import type { CsvImportStore } from '../index.js'
import type { Sync, Tables } from './tables.js'

export function csvImportStore({ csvImports }: Tables): Sync<CsvImportStore> {
  const isRunning = (id: number) => csvImports.get(id)?.state === 'running'
  return {
    last: () => csvImports.all().at(-1),
    start(total, now) {
      csvImports.removeAll(csvImports.all())
      const counts = { total, done: 0, refused: 0, firstRefused: [] }
      return csvImports.insert({ state: 'running', ...counts, startedAt: now, updatedAt: now })
    },
    advance: (id, progress) => isRunning(id) && csvImports.update(id, progress),
    end(id, state, now) {
      if (isRunning(id)) csvImports.update(id, { state, updatedAt: now })
    },
  }
}
