import type { FileNameStore } from '../index.js'
import type { Sync, Tables } from './tables.js'

export const fileNameStore = ({ fileNames, by }: Tables): Sync<FileNameStore> => ({
  add(names) {
    for (const { stored, name } of names) fileNames.insert({ stored, name })
  },
  of: (stored) => by.fileName(stored)[0]?.name,
  remove(stored) {
    for (const each of stored) fileNames.removeAll(by.fileName(each))
  },
})
